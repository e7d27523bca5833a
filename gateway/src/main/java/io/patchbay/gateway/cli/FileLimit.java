package io.patchbay.gateway.cli;

import com.sun.management.UnixOperatingSystemMXBean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.management.ManagementFactory;

/**
 * How many connections the process may hold by its limit of open files: one that cannot be accepted would wait in the kernel
 * without a word, where one too many is told so.
 */
final class FileLimit {
    private static final Logger LOG = LoggerFactory.getLogger(FileLimit.class);
    /** Files of the journal, of Aeron's streams, of the JVM. */
    private static final long OTHER_FILES = 512;

    private FileLimit() {
    }

    /** As many as wanted, or as there are files for, newcomers at their most taken off. */
    static int connections(final int wanted, final int newcomers) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            final long files = system.getMaxFileDescriptorCount();
            final long possible = Math.max(files / 4, files - OTHER_FILES - newcomers);
            if (possible < wanted) {
                LOG.warn("this process may open {} files: at most {} connections instead of --max-connections {}; raise"
                    + " ulimit -n", files, possible, wanted);
                return (int)Math.max(1, possible);
            }
        }
        return wanted;
    }
}
