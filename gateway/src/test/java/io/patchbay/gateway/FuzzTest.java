package io.patchbay.gateway;

import io.patchbay.fuzz.Fuzzing;
import io.patchbay.gateway.json.ClientFrameTarget;

import org.junit.jupiter.api.Test;

class FuzzTest {
    @Test
    void shouldTakeAnyBytesOfAClient() throws Exception {
        Fuzzing.check(ClientFrameTarget.class, TcpBytesTarget.class, WebSocketBytesTarget.class, IngressTarget.class);
    }
}
