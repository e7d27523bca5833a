package io.patchbay.sdk;

import io.patchbay.fuzz.Fuzzing;

import org.junit.jupiter.api.Test;

class FuzzTest {
    @Test
    void shouldAcceptAnyBytesOfAServer() throws Exception {
        Fuzzing.check(ServerLineTarget.class, ServerFrameTarget.class);
    }
}
