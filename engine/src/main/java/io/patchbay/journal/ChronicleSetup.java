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

    static {
        System.setProperty("chronicle.analytics.disable", "true");
        System.setProperty("chronicle.announcer.disable", "true");
        System.setProperty("chronicle.disk.monitor.disable", "true");
        final ExceptionHandler error = (source, message, thrown) -> LOG.error(line(source, message, thrown));
        final ExceptionHandler warn = (source, message, thrown) -> LOG.warn(line(source, message, thrown));
        Jvm.setExceptionHandlers(error, warn, null, null);
    }

    private ChronicleSetup() {
    }

    /** Called before anything of Chronicle is used; the first call does it. */
    static void ensure() {
        // The static initializer has done it.
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
