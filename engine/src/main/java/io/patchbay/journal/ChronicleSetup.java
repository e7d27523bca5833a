package io.patchbay.journal;

import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.onoes.ExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settings of Chronicle that it reads from system properties before the first queue opens. It sends no usage statistics, prints
 * no announcement, starts no thread of its own, and logs one line for each event through SLF4J.
 */
public final class ChronicleSetup {
    private static final Logger LOG = LoggerFactory.getLogger("io.patchbay.journal.chronicle");

    private static final String LOG_LEVEL = "org.slf4j.simpleLogger.log.net.openhft";

    static {
        System.setProperty("chronicle.analytics.disable", "true");
        System.setProperty("chronicle.announcer.disable", "true");
        System.setProperty("chronicle.disk.monitor.disable", "true");
        // The holder of a lock whose process id is not found here may live in another PID namespace.
        System.setProperty("queue.force.unlock.mode", "NEVER");
        if (System.getProperty(LOG_LEVEL) == null) {
            // Chronicle's info lines, for example where its classes were loaded from, are not worth a line at every start.
            System.setProperty(LOG_LEVEL, "warn");
        }
        final ExceptionHandler error = (source, message, thrown) -> LOG.error(line(source, message, thrown));
        final ExceptionHandler warn = (source, message, thrown) -> {
            if (isHarmless(message)) {
                LOG.debug(line(source, message, thrown));
            } else {
                LOG.warn(line(source, message, thrown));
            }
        };
        Jvm.setExceptionHandlers(error, warn, null, null);
    }

    private ChronicleSetup() {
    }

    /** Applies the settings, once. Called before any class of Chronicle is used. */
    public static void ensure() {
        // The static initializer has done it.
    }

    /**
     * Returns whether a warning is expected: a queue keeps the roll cycle it was created with, and a copy without its table is
     * readable.
     */
    private static boolean isHarmless(final String message) {
        return message != null && (message.startsWith("Overriding roll") || message.startsWith("Failback to readonly"));
    }

    private static String line(final Logger source, final String message, final Throwable thrown) {
        final StringBuilder line = new StringBuilder(128).append(source.getName()).append(':');
        if (message != null && !message.isEmpty()) {
            line.append(' ').append(message);
        }
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            line.append(" <- ").append(cause.getClass().getSimpleName()).append(": ").append(cause.getMessage());
        }
        return line.toString().replaceAll("\\s*[\\r\\n]+\\s*", " | ");
    }
}
