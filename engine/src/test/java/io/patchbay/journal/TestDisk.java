package io.patchbay.journal;

import io.patchbay.journal.disk.DiskLevel;
import io.patchbay.journal.disk.DiskSpace;

import java.nio.file.Path;

/**
 * A disk whose level a test sets.
 */
public final class TestDisk {
    private static final long FLOOR_BYTES = 1 << 20;

    private final DiskSpace space = new DiskSpace(Path.of("test"), FLOOR_BYTES);

    /** Returns the space of this disk, for a gateway. */
    public DiskSpace space() {
        return space;
    }

    /** Sets the level from now on. */
    public void is(final DiskLevel level) {
        final long free = level == DiskLevel.OPEN ? 2 * FLOOR_BYTES : FLOOR_BYTES / 2;
        space.looked(free, level == DiskLevel.LOW ? DiskLevel.OPEN : level);
    }
}
