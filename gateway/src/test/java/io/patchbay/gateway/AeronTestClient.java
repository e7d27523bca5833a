package io.patchbay.gateway;

import io.patchbay.gateway.json.FrameEncoder;
import io.patchbay.gateway.json.FrameScanner;
import io.patchbay.protocol.Indexes;
import io.patchbay.protocol.sbe.AcceptedDecoder;
import io.patchbay.protocol.sbe.BroadcastDecoder;
import io.patchbay.protocol.sbe.CustomDecoder;
import io.patchbay.protocol.sbe.EngineHelloDecoder;
import io.patchbay.protocol.sbe.FailureDecoder;
import io.patchbay.protocol.sbe.LifecycleDecoder;
import io.patchbay.protocol.sbe.MessageHeaderDecoder;
import io.patchbay.protocol.sbe.MessageHeaderEncoder;
import io.patchbay.protocol.sbe.ProveEncoder;
import io.patchbay.protocol.sbe.ReplyDecoder;
import io.patchbay.protocol.sbe.RequestDecoder;
import io.patchbay.protocol.sbe.ServicesDecoder;
import io.patchbay.protocol.sbe.StatusDecoder;
import io.patchbay.protocol.sbe.UnhandledDecoder;
import io.patchbay.protocol.sbe.UpBroadcastEncoder;
import io.patchbay.protocol.sbe.UpEmitEncoder;
import io.patchbay.protocol.sbe.UpMessageEncoder;
import io.patchbay.protocol.sbe.UpReplyEncoder;
import io.patchbay.protocol.sbe.UpServicesEncoder;
import io.patchbay.protocol.sbe.UpStatusEncoder;
import io.patchbay.protocol.sbe.UpUnregisterEncoder;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A session on the Aeron path with the JSON interface of the other clients. It translates a test's JSON to SBE and received SBE
 * to JSON, so that the same cases run over Aeron.
 */
final class AeronTestClient extends TestClient {
    private static final long DEADLINE_NS = TimeUnit.MILLISECONDS.toNanos(READ_TIMEOUT_MS);

    private final Aeron aeron;
    private final FrameScanner scanner = new FrameScanner();
    private final FrameEncoder encoder = new FrameEncoder();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MessageHeaderDecoder read = new MessageHeaderDecoder();
    private final ExpandableArrayBuffer up = new ExpandableArrayBuffer();
    private final ExpandableArrayBuffer json = new ExpandableArrayBuffer();
    private final Queue<String> frames = new ArrayDeque<>();
    private final FragmentAssembler assembler = new FragmentAssembler((buffer, offset, length, position) ->
        onFrame(buffer, offset));
    private ExclusivePublication ingress;
    private Subscription delivery;

    AeronTestClient(final InetSocketAddress address, final Aeron aeron) throws IOException {
        super(address);
        this.aeron = aeron;
    }

    // ---- up -------------------------------------------------------------------------------------------------------------

    @Override
    void write(final byte[] text) throws IOException {
        final UnsafeBuffer frame = new UnsafeBuffer(text.clone());
        if (!scanner.scan(frame, 0, text.length)) {
            throw new AssertionError("not for the Aeron path: " + scanner.text());
        }
        switch (scanner.type()) {
            case REGISTER:
                line(new String(text, 0, text.length - 1, StandardCharsets.UTF_8) + ",\"aeron\":{\"media\":\"ipc\"}}\n");
                break;
            case MESSAGE:
                final UpMessageEncoder message = new UpMessageEncoder().wrapAndApplyHeader(up, 0, header);
                message.idHi(scanner.idHi()).idLo(scanner.idLo()).timeoutMs(scanner.timeoutMs()).ack(flag(scanner.ack()))
                    .encoding((short)0);
                message.putDestination(scanner.destination(), 0, scanner.destination().capacity());
                message.putConsumer(scanner.consumer(), 0, scanner.consumer().capacity());
                message.putResponder(scanner.responder(), 0, scanner.responder().capacity());
                message.putKey(scanner.key(), 0, scanner.key().capacity());
                message.putTraceparent(scanner.traceparent(), 0, scanner.traceparent().capacity());
                message.putPayload(scanner.payload(), 0, scanner.payload().capacity());
                offer(message.encodedLength());
                break;
            case REPLY:
                final UpReplyEncoder reply = new UpReplyEncoder().wrapAndApplyHeader(up, 0, header);
                reply.idHi(scanner.idHi()).idLo(scanner.idLo()).more(flag(scanner.more())).error(flag(scanner.hasError()))
                    .ack(flag(scanner.ack())).encoding((short)0);
                reply.putErrorCode(scanner.errorCode(), 0, scanner.errorCode().capacity());
                reply.putErrorMessage(scanner.errorMessage(), 0, scanner.errorMessage().capacity());
                reply.putPayload(scanner.payload(), 0, scanner.hasError() ? 0 : scanner.payload().capacity());
                offer(reply.encodedLength());
                break;
            case BROADCAST:
                final UpBroadcastEncoder broadcast = new UpBroadcastEncoder().wrapAndApplyHeader(up, 0, header);
                broadcast.idHi(scanner.idHi()).idLo(scanner.idLo()).hasId(flag(scanner.hasId())).ack(flag(scanner.ack()))
                    .encoding((short)0);
                broadcast.putPayload(scanner.payload(), 0, scanner.payload().capacity());
                offer(broadcast.encodedLength());
                break;
            case EMIT:
                final UpEmitEncoder emit = new UpEmitEncoder().wrapAndApplyHeader(up, 0, header);
                emit.ack(flag(scanner.ack())).encoding((short)0);
                emit.putEvent(scanner.event(), 0, scanner.event().capacity());
                emit.putPayload(scanner.payload(), 0, scanner.payload().capacity());
                offer(emit.encodedLength());
                break;
            case SERVICES:
                final UpServicesEncoder services = new UpServicesEncoder().wrapAndApplyHeader(up, 0, header);
                services.reserved(0).putService(scanner.service(), 0, scanner.service().capacity());
                offer(services.encodedLength());
                break;
            case STATUS:
                status(scanner.idHi(), scanner.idLo());
                break;
            case UNREGISTER:
                offer(new UpUnregisterEncoder().wrapAndApplyHeader(up, 0, header).reserved(0).encodedLength());
                break;
            default:
                line(new String(text, StandardCharsets.UTF_8) + "\n");
        }
    }

    private void status(final long idHi, final long idLo) {
        offer(new UpStatusEncoder().wrapAndApplyHeader(up, 0, header).idHi(idHi).idLo(idLo).encodedLength());
    }

    private static short flag(final boolean on) {
        return (short)(on ? 1 : 0);
    }

    private void line(final String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private void offer(final int length) {
        final long deadlineNs = System.nanoTime() + DEADLINE_NS;
        while (ingress.offer(up, 0, MessageHeaderEncoder.ENCODED_LENGTH + length) < 0) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("the ingress takes nothing");
            }
            Thread.yield();
        }
    }

    // ---- down -----------------------------------------------------------------------------------------------------------

    @Override
    String readText() throws IOException {
        final long deadlineNs = System.nanoTime() + DEADLINE_NS;
        while (System.nanoTime() - deadlineNs < 0) {
            if (delivery != null) {
                delivery.poll(assembler, 10);
            }
            if (!frames.isEmpty()) {
                return frames.poll();
            }
            final int first = peek();
            if (first == 0) {
                Thread.yield();
            } else {
                return first < 0 ? null : readLine();
            }
        }
        throw new SocketTimeoutException("nothing on the socket, nothing by Aeron");
    }

    /** Returns the socket's next byte, -1 at its end, or 0 while none has arrived. */
    private int peek() throws IOException {
        socket.setSoTimeout(1);
        try {
            in.mark(1);
            final int next = in.read();
            in.reset();
            return next;
        } catch (final SocketTimeoutException e) {
            return 0;
        } finally {
            socket.setSoTimeout(READ_TIMEOUT_MS);
        }
    }

    private String readLine() throws IOException {
        final StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char)c);
        }
        final Map<String, Object> frame = Json.object(line.toString());
        if (frame.containsKey("aeron") && delivery == null) {
            attach(frame);
        }
        return line.toString();
    }

    private void attach(final Map<String, Object> registered) {
        final Map<?, ?> path = (Map<?, ?>)registered.get("aeron");
        final Map<?, ?> from = (Map<?, ?>)path.get("delivery");
        final Map<?, ?> to = (Map<?, ?>)path.get("ingress");
        final String secret = (String)path.get("secret");
        delivery = aeron.addSubscription((String)from.get("channel"), ((Long)from.get("streamId")).intValue());
        ingress = aeron.addExclusivePublication((String)to.get("channel"), ((Long)to.get("streamId")).intValue());
        offer(new ProveEncoder().wrapAndApplyHeader(up, 0, header)
            .instance(Indexes.parse((String)registered.get("instance")))
            .secretHi(Long.parseUnsignedLong(secret.substring(0, 16), 16))
            .secretLo(Long.parseUnsignedLong(secret.substring(16), 16)).encodedLength());
    }

    private void onFrame(final DirectBuffer buffer, final int offset) {
        final int length;
        switch (read.wrap(buffer, offset).templateId()) {
            case RequestDecoder.TEMPLATE_ID:
                length = encoder.message(json, 0, new RequestDecoder().wrapAndApplyHeader(buffer, offset, read));
                break;
            case ReplyDecoder.TEMPLATE_ID:
                length = encoder.reply(json, 0, new ReplyDecoder().wrapAndApplyHeader(buffer, offset, read));
                break;
            case LifecycleDecoder.TEMPLATE_ID:
                length = encoder.lifecycle(json, 0, new LifecycleDecoder().wrapAndApplyHeader(buffer, offset, read));
                break;
            case BroadcastDecoder.TEMPLATE_ID:
                length = encoder.broadcast(json, 0, new BroadcastDecoder().wrapAndApplyHeader(buffer, offset, read));
                break;
            case UnhandledDecoder.TEMPLATE_ID:
                length = encoder.unhandled(json, 0, new UnhandledDecoder().wrapAndApplyHeader(buffer, offset, read));
                break;
            case CustomDecoder.TEMPLATE_ID:
                length = encoder.custom(json, 0, new CustomDecoder().wrapAndApplyHeader(buffer, offset, read));
                break;
            case AcceptedDecoder.TEMPLATE_ID:
                length = encoder.accepted(json, 0, new AcceptedDecoder().wrapAndApplyHeader(buffer, offset, read));
                break;
            case FailureDecoder.TEMPLATE_ID:
                length = encoder.error(json, 0, new FailureDecoder().wrapAndApplyHeader(buffer, offset, read));
                break;
            case ServicesDecoder.TEMPLATE_ID:
                length = encoder.services(json, 0, new ServicesDecoder().wrapAndApplyHeader(buffer, offset, read));
                break;
            case StatusDecoder.TEMPLATE_ID:
                length = encoder.status(json, 0, new StatusDecoder().wrapAndApplyHeader(buffer, offset, read));
                break;
            case EngineHelloDecoder.TEMPLATE_ID:
                return;
            default:
                throw new AssertionError("template " + read.templateId());
        }
        frames.add(json.getStringWithoutLengthUtf8(0, length));
    }

    /** Sends a query instead of a ping. Its answer is in order with the engine's frames, which a pong on the socket is not. */
    @Override
    public void expectSilence() throws IOException {
        final UUID nobody = UUID.randomUUID();
        status(nobody.getMostSignificantBits(), nobody.getLeastSignificantBits());
        final Map<String, Object> frame = read();
        if (!nobody.toString().equals(frame.get("id"))) {
            throw new AssertionError("unexpected: " + frame);
        }
    }

    /** Closes the socket first, so that its end gives the reason of the disconnect. */
    @Override
    public void close() throws IOException {
        super.close();
        if (delivery != null) {
            delivery.close();
            ingress.close();
        }
    }
}
