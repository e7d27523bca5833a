package io.patchbay.simulation;

import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/**
 * A fake of SLF4J's {@code LoggerFactory}, so that millions of starts are not logged.
 */
public final class SimLoggers {
    private SimLoggers() {
    }

    /**
     * Returns a logger.
     *
     * @param type ignored.
     * @return a logger that does nothing.
     */
    public static Logger getLogger(final Class<?> type) {
        return NOPLogger.NOP_LOGGER;
    }
}
