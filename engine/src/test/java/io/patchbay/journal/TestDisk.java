package io.patchbay.journal;

import java.nio.file.Path;

/**
 * A disk that is as full as a test says.
 */
public final class TestDisk {
    private static final long FLOOR_BYTES = 1 << 20;

    private final DiskSpace space = new DiskSpace(Path.of("test"), FLOOR_BYTES);

    /** To be given to a gateway. */
    public DiskSpace space() {
        return space;
    }

    /** From now on. */
    public void is(final DiskLevel level) {
        final long free = level == DiskLevel.OPEN ? 2 * FLOOR_BYTES : FLOOR_BYTES / 2;
        space.looked(free, level == DiskLevel.LOW ? DiskLevel.OPEN : level);
    }
}
