package io.patchbay.bench.fanout;

import io.patchbay.sdk.direct.DirectBroadcast;
import io.patchbay.sdk.direct.DirectClient;
import io.patchbay.sdk.direct.DirectCustom;
import io.patchbay.sdk.direct.DirectHandler;
import io.patchbay.sdk.event.Disconnected;

/**
 * One listener. Events come in order without a gap, so the n-th that is received is the n-th that was sent.
 */
final class Listening implements DirectHandler {
    private final Fanout fanout;
    private DirectClient client;
    private long received;

    Listening(final Fanout fanout) {
        this.fanout = fanout;
    }

    void client(final DirectClient connected) {
        client = connected;
    }

    DirectClient client() {
        return client;
    }

    @Override
    public void onBroadcast(final DirectBroadcast broadcast) {
        fanout.onDelivery(++received);
    }

    @Override
    public void onCustom(final DirectCustom custom) {
        fanout.onDelivery(++received);
    }

    @Override
    public void onDisconnect(final Disconnected disconnected) {
        fanout.onLost(disconnected.reason() + ' ' + disconnected.detail());
    }
}
