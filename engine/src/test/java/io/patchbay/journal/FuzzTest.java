package io.patchbay.journal;

import io.patchbay.fuzz.Fuzzing;

import org.junit.jupiter.api.Test;

class FuzzTest {
    @Test
    void shouldTakeAnyBytesOfAJournal() throws Exception {
        Fuzzing.check(RecordTarget.class, BlockTarget.class);
    }
}
