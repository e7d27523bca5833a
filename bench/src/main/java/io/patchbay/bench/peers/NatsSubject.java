package io.patchbay.bench.peers;

import io.patchbay.bench.load.LoadResult;
import io.patchbay.bench.load.LoadSettings;
import io.patchbay.bench.load.PushedLoad;
import io.patchbay.bench.load.Subject;
import io.patchbay.bench.report.Result;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;

import java.io.IOException;

/**
 * Request and reply through NATS by its official Java client. The consumer and the service are in this process, with a
 * connection each.
 *
 * <p>With NATS core a request names the inbox for its reply. With JetStream the request and the reply are stored in files, and
 * pushed to their receivers without an acknowledgment of each. Nothing waits for the acknowledgments of the stored messages,
 * which is the fastest way that the client offers.
 */
final class NatsSubject implements Subject {
    static final String CORE = "nats-core";
    static final String JETSTREAM = "nats-jetstream";

    private final NatsServer server;
    private final boolean isStored;
    private final int payloadBytes;
    private int runs;

    NatsSubject(final boolean isStored, final int payloadBytes) throws IOException {
        this.isStored = isStored;
        this.payloadBytes = payloadBytes;
        server = NatsServer.start();
    }

    @Override
    public Result measure(final String bench, final LoadSettings settings) throws IOException {
        final LoadResult measured;
        try (NatsLink consumer = server.connect(); NatsLink service = server.connect()) {
            measured = isStored ? stored(consumer, service, settings) : core(consumer, service, settings);
        } catch (final JetStreamApiException e) {
            throw new IOException("JetStream: " + e.getMessage(), e);
        }
        final Result result = new Result(bench, isStored ? JETSTREAM : CORE).put("client", "jnats");
        return Subject.fill(result, settings, measured, payloadBytes);
    }

    private LoadResult core(final NatsLink asking, final NatsLink serving, final LoadSettings settings) throws IOException {
        final Connection consumer = asking.nats();
        final Connection service = serving.nats();
        final NumberedPayload payload = new NumberedPayload(payloadBytes);
        final String inbox = consumer.createInbox();
        final PushedLoad load = new PushedLoad(settings, id -> consumer.publish("bench.echo", inbox, payload.of(id)));
        consumer.createDispatcher(reply -> load.onReply(NumberedPayload.number(reply.getData()))).subscribe(inbox);
        service.createDispatcher(request -> service.publish(request.getReplyTo(), request.getData())).subscribe("bench.echo");
        asking.flush();
        serving.flush();
        return load.run();
    }

    private LoadResult stored(final NatsLink consumerLink, final NatsLink serviceLink, final LoadSettings settings)
        throws IOException, JetStreamApiException {
        final Connection consumer = consumerLink.nats();
        final Connection service = serviceLink.nats();
        final String stream = "BENCH" + ++runs;
        final String requests = stream + ".requests";
        final String replies = stream + ".replies";
        consumer.jetStreamManagement().addStream(StreamConfiguration.builder().name(stream).subjects(requests, replies)
            .storageType(StorageType.File).build());
        final JetStream asking = consumer.jetStream();
        final JetStream serving = service.jetStream();
        final NumberedPayload payload = new NumberedPayload(payloadBytes);
        final PushedLoad load = new PushedLoad(settings, id -> asking.publishAsync(requests, payload.of(id)));
        final PushSubscribeOptions options = PushSubscribeOptions.builder().configuration(ConsumerConfiguration.builder()
            .ackPolicy(AckPolicy.None).deliverPolicy(DeliverPolicy.New).build()).build();
        serving.subscribe(requests, service.createDispatcher(), request -> serving.publishAsync(replies, request.getData()),
            false, options);
        asking.subscribe(replies, consumer.createDispatcher(),
            reply -> load.onReply(NumberedPayload.number(reply.getData())), false, options);
        consumerLink.flush();
        serviceLink.flush();
        final LoadResult result = load.run();
        consumer.jetStreamManagement().deleteStream(stream);
        return result;
    }

    @Override
    public void close() {
        server.close();
    }
}
