package io.patchbay.journal.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;

final class DiskSpaceTest {
    private static final long FLOOR_BYTES = 8 << 20;

    private final DiskSpace space = new DiskSpace(Path.of("journal"), FLOOR_BYTES);

    @Test
    void shouldKeepWordsForWhoSawItLowWhileItRecovers() {
        space.looked(FLOOR_BYTES - 1, DiskLevel.OPEN);
        assertEquals(DiskLevel.LOW, space.level());
        final String reason = space.reason();

        space.looked(FLOOR_BYTES * 2, DiskLevel.OPEN);

        assertEquals(DiskLevel.OPEN, space.level());
        assertTrue(reason.contains("8.0 MiB free, below its floor of 8.0 MiB"), reason);
        assertEquals(reason, space.reason());
    }

    @Test
    void shouldStayLowUntilAnEighthMoreThanTheFloorIsFree() {
        space.looked(FLOOR_BYTES - 1, DiskLevel.OPEN);

        space.looked(FLOOR_BYTES + FLOOR_BYTES / 8 - 1, DiskLevel.OPEN);
        assertEquals(DiskLevel.LOW, space.level());

        space.looked(FLOOR_BYTES + FLOOR_BYTES / 8, DiskLevel.OPEN);
        assertEquals(DiskLevel.OPEN, space.level());
    }
}
