package io.patchbay.simulation;

import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/**
 * Stands for SLF4J's LoggerFactory: millions of starts say nothing.
 */
public final class SimLoggers {
    private SimLoggers() {
    }

    /**
     * As SLF4J's.
     *
     * @param type any.
     * @return a silent one.
     */
    public static Logger getLogger(final Class<?> type) {
        return NOPLogger.NOP_LOGGER;
    }
}
