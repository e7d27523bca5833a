package io.patchbay.bench.roundtrip;

import io.patchbay.protocol.Encoding;
import io.patchbay.sdk.direct.DirectClient;
import io.patchbay.sdk.direct.DirectHandler;
import io.patchbay.sdk.direct.DirectRequest;
import io.patchbay.sdk.direct.Sent;
import io.patchbay.sdk.event.Disconnected;

import org.agrona.DirectBuffer;
import org.agrona.collections.LongArrayList;
import org.agrona.concurrent.Agent;

import java.util.List;

/**
 * The service that a load generator calls. It answers every request at once with the same payload. Used by one thread.
 */
final class EchoService implements DirectHandler, Agent {
    static final String NAME = "bench-echo";
    static final String METHOD = "echo";

    private final DirectClient client;
    private final DirectBuffer answer;
    private final LongArrayList unsent = new LongArrayList();
    private int unsentFrom;
    private volatile String lost;

    EchoService(final LoadPath path, final String server, final DirectBuffer answer) {
        this.answer = answer;
        client = path.newContext(server, NAME).methods(List.of(METHOD)).connect(this);
    }

    @Override
    public void onRequest(final DirectRequest request) {
        if (!unsent.isEmpty() || !reply(request.idHi, request.idLo)) {
            unsent.addLong(request.idHi);
            unsent.addLong(request.idLo);
        }
    }

    @Override
    public void onDisconnect(final Disconnected disconnected) {
        lost = disconnected.reason() + ' ' + disconnected.detail();
    }

    private boolean reply(final long idHi, final long idLo) {
        return client.reply(idHi, idLo, false, Encoding.JSON, answer, 0, answer.capacity()) == Sent.OK;
    }

    @Override
    public int doWork() {
        int work = client.doWork();
        while (unsentFrom < unsent.size() && reply(unsent.getLong(unsentFrom), unsent.getLong(unsentFrom + 1))) {
            unsentFrom += 2;
            work++;
        }
        if (unsentFrom > 0 && unsentFrom == unsent.size()) {
            unsent.clear();
            unsentFrom = 0;
        }
        return work;
    }

    @Override
    public String roleName() {
        return NAME;
    }

    @Override
    public void onClose() {
        client.close();
    }

    boolean isRegistered() {
        return client.isRegistered();
    }

    /** Returns why the connection was lost, or null while there is one. */
    String lost() {
        return lost;
    }
}
