package io.patchbay.journal;

import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.onoes.ExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles, before the first queue opens, what Chronicle reads from system properties: it tells nobody about its use, announces
 * nothing, starts no thread of its own, and logs one line an event through SLF4J.
 */
final class ChronicleSetup {
    private static final Logger LOG = LoggerFactory.getLogger("io.patchbay.journal.chronicle");

    private static final String LOG_LEVEL = "org.slf4j.simpleLogger.log.net.openhft";

    static {
        System.setProperty("chronicle.analytics.disable", "true");
        System.setProperty("chronicle.announcer.disable", "true");
        System.setProperty("chronicle.disk.monitor.disable", "true");
        // A holder of a lock whose process id is not found here may live in another PID namespace.
        System.setProperty("queue.force.unlock.mode", "NEVER");
        if (System.getProperty(LOG_LEVEL) == null) {
            // Where it was loaded from is not worth a line at every start.
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

    /** Called before anything of Chronicle is used; the first call does it. */
    static void ensure() {
        // The static initializer has done it.
    }

    /** A queue keeps the roll cycle that it was made with; a copy without its table of files is read all the same. */
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
