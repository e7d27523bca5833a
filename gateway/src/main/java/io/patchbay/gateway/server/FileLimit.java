package io.patchbay.gateway.server;

import io.patchbay.host.CannotRunException;

import com.sun.management.UnixOperatingSystemMXBean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.management.ManagementFactory;

/**
 * The connections that the process may hold within its limit of open files. Sessions, newcomers and the process's own files
 * together stay below the limit: a connection that cannot be accepted would wait in the kernel unanswered, but one above a known
 * bound is told so.
 *
 * @param connections sessions at once.
 * @param newcomers   connections that have not registered, HTTP connections included.
 */
public record FileLimit(int connections, int newcomers) {
    /** Smallest limit to start with. Libraries, journal and sockets of the process take about 70 files. */
    static final long LEAST_FILES = 128;
    private static final Logger LOG = LoggerFactory.getLogger(FileLimit.class);
    /** Most files reserved for the journal, Aeron's streams and the JVM. */
    private static final long MOST_OWN_FILES = 512;
    private static final long LEAST_OWN_FILES = 96;
    private static final int OWN_PART = 4;
    private static final int NEWCOMERS_PART = 4;

    /**
     * Checks that the process may open enough files to run at all.
     *
     * @throws CannotRunException where it may not.
     */
    static void check() {
        check(limit());
    }

    static void check(final long files) {
        if (files < LEAST_FILES) {
            throw new CannotRunException("this process may open " + files + " files, and needs " + LEAST_FILES
                + " to run: raise the limit (ulimit -n 1024)");
        }
    }

    /** Returns how much of what is wanted is possible. Logs what is cut. */
    public static FileLimit of(final int wantedConnections, final int wantedNewcomers) {
        final long files = limit();
        final FileLimit possible = of(wantedConnections, wantedNewcomers, files);
        if (possible.connections < wantedConnections || possible.newcomers < wantedNewcomers) {
            LOG.warn("this process may open {} files: at most {} connections instead of --max-connections {}, {} of them not "
                + "registered instead of --max-newcomers {}; raise ulimit -n", files, possible.connections, wantedConnections,
                possible.newcomers, wantedNewcomers);
        }
        return possible;
    }

    public static FileLimit of(final int wantedConnections, final int wantedNewcomers, final long files) {
        final long own = Math.min(MOST_OWN_FILES, Math.max(LEAST_OWN_FILES, files / OWN_PART));
        final long forSockets = Math.max(NEWCOMERS_PART, files - own);
        final long newcomers = Math.min(wantedNewcomers, forSockets / NEWCOMERS_PART);
        return new FileLimit((int)Math.min(wantedConnections, forSockets - newcomers), (int)newcomers);
    }

    private static long limit() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
            ? system.getMaxFileDescriptorCount() : Long.MAX_VALUE;
    }
}
