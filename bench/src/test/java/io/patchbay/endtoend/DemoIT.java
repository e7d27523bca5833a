package io.patchbay.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.endtoend.PatchbayProcess.Result;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Runs {@code ./patchbay demo} without a terminal.
 */
@Timeout(120)
class DemoIT {
    @Test
    void shouldShowThatAllHolds() throws Exception {
        final Result result = PatchbayProcess.run("demo");

        assertEquals(0, result.exit(), result::toString);
        assertFalse(result.out().contains("\u001b["), "escape sequences without a terminal: " + result);
        assertTrue(result.out().contains("instance-lost"), result::toString);
        assertTrue(result.out().contains("./patchbay replay"), result::toString);
    }
}
