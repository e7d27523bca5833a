package io.patchbay.gateway.server;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.host.CannotRunException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;

/**
 * Tests that a server refuses to start under limits that are too small, and names them.
 */
@Timeout(20)
class ProcessLimitsTest {
    private static final String HEAD = "Limit                     Soft Limit           Hard Limit           Units     ";

    @Test
    void shouldRefuseALimitOfFileSizes() {
        final CannotRunException failure = assertThrows(CannotRunException.class, () -> ProcessLimits.checkFileSize(List.of(HEAD,
            "Max file size             40960000             40960000             bytes     ")));

        assertTrue(failure.getMessage().contains("40960000 bytes at most (ulimit -f)"), failure.getMessage());
        assertDoesNotThrow(() -> ProcessLimits.checkFileSize(List.of(HEAD,
            "Max file size             unlimited            unlimited            bytes     ")));
    }

    @Test
    void shouldRefuseAHeapThatIsTooSmall() {
        assertThrows(CannotRunException.class, () -> ProcessLimits.checkHeap(8 << 20));
        assertDoesNotThrow(() -> ProcessLimits.checkHeap(14 << 20));
    }

    @Test
    void shouldRunUnderTheLimitsOfThisProcess() {
        assertDoesNotThrow(ProcessLimits::check);
    }
}
