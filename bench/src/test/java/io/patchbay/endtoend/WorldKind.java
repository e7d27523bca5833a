package io.patchbay.endtoend;

import java.io.IOException;

/**
 * A kind of fault from outside, by its word in the counts, and what it needs to be injected here.
 */
enum WorldKind {
    CLOCK_LEAP(new ClockLeap()), STOPPED_PROCESS(new StoppedProcess()), JOURNAL_FILES(new JournalFiles()),
    NAMESPACES(new Namespaces()), LOST_DRIVER(new LostDriver()), SMALL_MEMORY(new SmallMemory()), DEAF_PEERS(new DeafPeers());

    private final WorldFault fault;

    WorldKind(final WorldFault fault) {
        this.fault = fault;
    }

    WorldFault fault() {
        return fault;
    }

    String label() {
        return name().toLowerCase().replace('_', ' ');
    }

    /** Returns what is missing for this kind; null for nothing. */
    String missing(final FakeClock clock) throws InterruptedException {
        return switch (this) {
            case CLOCK_LEAP -> clock == null ? "libfaketime is not installed (package faketime)" : null;
            case NAMESPACES -> succeeds("unshare", "--pid", "--fork", "--mount-proc", "true") ? null
                : "no right to make a PID namespace (unshare)";
            case SMALL_MEMORY -> succeeds("unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt") ? null
                : "no right to mount a small file system";
            default -> null;
        };
    }

    private static boolean succeeds(final String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start()
                .waitFor() == 0;
        } catch (final IOException e) {
            return false;
        }
    }
}
