package io.patchbay.gateway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.host.CannotRunException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Tests how many connections a limit of open files allows.
 */
@Timeout(20)
class FileLimitTest {
    private static final int CONNECTIONS = 16_384;
    private static final int NEWCOMERS = 4_096;
    /** Number of open files of an idle server, as measured. */
    private static final int OWN = 72;

    @Test
    void shouldPromiseNoMoreSocketsThanTheProcessMayOpen() {
        for (long files = FileLimit.LEAST_FILES; files < 100_000; files += files / 16) {
            final FileLimit limit = FileLimit.of(CONNECTIONS, NEWCOMERS, files);

            assertTrue(limit.connections() + limit.newcomers() + OWN <= files, files + " files: " + limit);
            assertTrue(limit.connections() >= 8 && limit.newcomers() >= 8, files + " files: " + limit);
        }
    }

    @Test
    void shouldGiveWhatIsWantedWhereThereAreFilesEnough() {
        assertEquals(new FileLimit(CONNECTIONS, NEWCOMERS), FileLimit.of(CONNECTIONS, NEWCOMERS, 1 << 20));
        assertEquals(new FileLimit(CONNECTIONS, NEWCOMERS), FileLimit.of(CONNECTIONS, NEWCOMERS, Long.MAX_VALUE));
    }

    @Test
    void shouldSayHowManyFilesAreNeededWhereThereAreTooFew() {
        final CannotRunException failure = assertThrows(CannotRunException.class, () -> FileLimit.check(64));

        assertTrue(failure.getMessage().contains("may open 64 files, and needs 128"), failure.getMessage());
    }
}
