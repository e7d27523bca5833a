package io.patchbay.sdk;

import io.patchbay.sdk.direct.DirectClient;
import io.patchbay.sdk.direct.Sent;
import io.patchbay.sdk.event.InstanceInfo;
import io.patchbay.sdk.exceptions.PatchbayException;
import io.patchbay.text.Utf8;

import org.agrona.DirectBuffer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A query for the registered services. If the connection is lost before the answer, the query is sent again on the next one.
 */
final class ServicesOut extends Outgoing {
    private static final int OVERHEAD_BYTES = 128;

    private final List<InstanceInfo> instances = new ArrayList<>();
    private final ClientAgent agent;
    private final DirectBuffer service;
    private final CompletableFuture<List<InstanceInfo>> future;

    ServicesOut(final ClientAgent agent, final String service, final CompletableFuture<List<InstanceInfo>> future) {
        this.agent = agent;
        this.service = Utf8.buffer(service);
        this.future = future;
    }

    @Override
    int queuedBytes() {
        return OVERHEAD_BYTES;
    }

    @Override
    boolean countsUntilAccepted() {
        return true;
    }

    @Override
    Sent send(final DirectClient direct) {
        return direct.services(service);
    }

    @Override
    void onSent() {
        instances.clear();
        agent.addQuery(this);
    }

    @Override
    boolean outlivesConnection() {
        return true;
    }

    void onPart(final List<InstanceInfo> part) {
        instances.addAll(part);
    }

    void onEnd() {
        future.complete(List.copyOf(instances));
    }

    @Override
    void onFailure(final PatchbayException failure) {
        future.completeExceptionally(failure);
    }
}
