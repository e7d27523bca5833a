package io.patchbay.bench.roundtrip;

import io.patchbay.bench.load.Exchange;
import io.patchbay.bench.load.ExchangeListener;
import io.patchbay.protocol.Encoding;
import io.patchbay.sdk.direct.DirectClient;
import io.patchbay.sdk.direct.DirectFailure;
import io.patchbay.sdk.direct.DirectHandler;
import io.patchbay.sdk.direct.DirectReply;
import io.patchbay.sdk.direct.DirectUnhandled;
import io.patchbay.sdk.direct.Sent;
import io.patchbay.sdk.event.Disconnected;

import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;

/**
 * The consumer and the service of a round trip through Patchbay, both by the public SDK. They run on one thread, or the service
 * on one of its own. The consumer connects once the service is registered.
 */
final class ClientExchange implements Exchange, DirectHandler {
    private final DirectBuffer destination =
        new UnsafeBuffer((EchoService.NAME + ':' + EchoService.METHOD).getBytes(StandardCharsets.US_ASCII));
    private final LoadPath path;
    private final String server;
    private final DirectBuffer payload;
    private final long runId;
    private final IdleStrategy serviceIdle;
    private final ExchangeListener listener;
    private final EchoService service;
    private AgentRunner serviceRunner;
    private DirectClient client;
    private String lost;

    /**
     * Begins to connect.
     *
     * @param path        path of the frames, one that the SDK has.
     * @param server      host and port.
     * @param payload     payload of requests and replies.
     * @param runId       upper half of the ids, never used before.
     * @param serviceIdle idle strategy of a thread for the service; null means that the consumer's thread serves too.
     * @param listener    receives the ends of requests.
     */
    ClientExchange(final LoadPath path, final String server, final DirectBuffer payload, final long runId,
        final IdleStrategy serviceIdle, final ExchangeListener listener) {
        this.path = path;
        this.server = server;
        this.payload = payload;
        this.runId = runId;
        this.serviceIdle = serviceIdle;
        this.listener = listener;
        service = new EchoService(path, server, payload);
    }

    @Override
    public boolean send(final long id) {
        return client.call(runId, id, destination, Encoding.JSON, payload, 0, payload.capacity()) == Sent.OK;
    }

    @Override
    public int doWork() {
        if (client == null) {
            connectConsumer();
        }
        return (client == null ? 0 : client.doWork()) + (serviceRunner == null ? service.doWork() : 0);
    }

    private void connectConsumer() {
        if (service.isRegistered()) {
            client = path.newContext(server, "bench-load").connect(this);
            if (serviceIdle != null) {
                serviceRunner = new AgentRunner(serviceIdle, Throwable::printStackTrace, null, service);
                AgentRunner.startOnThread(serviceRunner);
            }
        }
    }

    @Override
    public boolean isReady() {
        return client != null && client.isRegistered();
    }

    @Override
    public void onReply(final DirectReply reply) {
        if (reply.error) {
            listener.onFailure(reply.idLo);
        } else {
            listener.onReply(reply.idLo);
        }
    }

    @Override
    public void onUnhandled(final DirectUnhandled unhandled) {
        if (unhandled.idHi == runId) {
            listener.onFailure(unhandled.idLo);
        }
    }

    @Override
    public void onFailure(final DirectFailure failure) {
        listener.onFailure(failure.hasId && failure.idHi == runId ? failure.idLo : 0);
    }

    @Override
    public void onDisconnect(final Disconnected disconnected) {
        lost = disconnected.reason() + ' ' + disconnected.detail();
    }

    @Override
    public String lost() {
        return lost != null ? lost : service.lost();
    }

    @Override
    public void close() {
        CloseHelper.closeAll(serviceRunner, client);
        if (serviceRunner == null) {
            service.onClose();
        }
    }
}
