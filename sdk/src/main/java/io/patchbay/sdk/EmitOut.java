package io.patchbay.sdk;

import io.patchbay.sdk.direct.DirectClient;
import io.patchbay.sdk.direct.Sent;
import io.patchbay.sdk.exceptions.PatchbayException;
import io.patchbay.sdk.message.Payload;
import io.patchbay.text.Utf8;

import org.agrona.DirectBuffer;

/**
 * A custom event until it is sent.
 */
final class EmitOut extends Outgoing {
    private static final int OVERHEAD_BYTES = 128;

    private final ClientAgent agent;
    private final DirectBuffer event;
    private final Payload payload;

    EmitOut(final ClientAgent agent, final String event, final Payload payload) {
        this.agent = agent;
        this.event = Utf8.buffer(event);
        this.payload = payload;
    }

    @Override
    int queuedBytes() {
        return payload.length() + OVERHEAD_BYTES;
    }

    @Override
    Sent send(final DirectClient direct) {
        return direct.emit(event, false, payload.encoding(), payload.buffer(), 0, payload.length());
    }

    @Override
    boolean outlivesConnection() {
        return true;
    }

    @Override
    void onFailure(final PatchbayException failure) {
        agent.report(failure);
    }
}
