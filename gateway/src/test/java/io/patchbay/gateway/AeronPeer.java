package io.patchbay.gateway;

import io.patchbay.protocol.EventName;
import io.patchbay.protocol.Indexes;
import io.patchbay.protocol.sbe.AcceptedDecoder;
import io.patchbay.protocol.sbe.BroadcastDecoder;
import io.patchbay.protocol.sbe.EngineHelloDecoder;
import io.patchbay.protocol.sbe.FailureDecoder;
import io.patchbay.protocol.sbe.LifecycleDecoder;
import io.patchbay.protocol.sbe.MessageHeaderDecoder;
import io.patchbay.protocol.sbe.MessageHeaderEncoder;
import io.patchbay.protocol.sbe.ProveEncoder;
import io.patchbay.protocol.sbe.ReplyDecoder;
import io.patchbay.protocol.sbe.RequestDecoder;
import io.patchbay.protocol.sbe.StatusDecoder;
import io.patchbay.protocol.sbe.UnhandledDecoder;
import io.patchbay.protocol.sbe.UpMessageEncoder;
import io.patchbay.protocol.sbe.UpReplyEncoder;
import io.patchbay.protocol.sbe.UpStatusEncoder;
import io.patchbay.protocol.sbe.UpUnregisterEncoder;
import io.patchbay.text.Uuids;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * The Aeron side of a session, written without the SDK. It attaches with the data of the registered event, sends SBE frames, and
 * returns each received frame as one line of text.
 */
public final class AeronPeer implements AutoCloseable {
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(10);

    private final Aeron aeron;
    private final ExclusivePublication ingress;
    private final Subscription delivery;
    private final ExpandableArrayBuffer out = new ExpandableArrayBuffer();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MessageHeaderDecoder read = new MessageHeaderDecoder();
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private final Deque<String> frames = new ArrayDeque<>();
    private final FragmentAssembler assembler = new FragmentAssembler((buffer, offset, length, position) ->
        onFrame(buffer, offset));
    private final long instance;
    private final String secret;

    /** Attaches with the driver directory that the server named, or with another where {@code dir} is not null. */
    public AeronPeer(final Map<String, Object> registered, final String dir) {
        final Map<?, ?> path = (Map<?, ?>)registered.get("aeron");
        final Map<?, ?> up = (Map<?, ?>)path.get("ingress");
        final Map<?, ?> down = (Map<?, ?>)path.get("delivery");
        instance = Indexes.parse((String)registered.get("instance"));
        secret = (String)path.get("secret");
        aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(dir == null ? (String)path.get("dir") : dir));
        delivery = aeron.addSubscription((String)down.get("channel"), ((Long)down.get("streamId")).intValue());
        ingress = aeron.addExclusivePublication((String)up.get("channel"), ((Long)up.get("streamId")).intValue());
    }

    public AeronPeer prove() {
        return prove(Long.parseUnsignedLong(secret.substring(0, 16), 16), Long.parseUnsignedLong(secret.substring(16), 16));
    }

    public AeronPeer prove(final long hi, final long lo) {
        final ProveEncoder frame = new ProveEncoder().wrapAndApplyHeader(out, 0, header);
        frame.instance(instance).secretHi(hi).secretLo(lo);
        return offer(frame.encodedLength());
    }

    public AeronPeer message(final UUID id, final String destination, final String responder, final int encoding,
        final byte[] payload) {
        final UpMessageEncoder frame = new UpMessageEncoder().wrapAndApplyHeader(out, 0, header);
        final byte[] to = destination.getBytes(StandardCharsets.US_ASCII);
        final byte[] answer = responder.getBytes(StandardCharsets.US_ASCII);
        final byte[] none = {};
        frame.idHi(id.getMostSignificantBits()).idLo(id.getLeastSignificantBits()).timeoutMs(0).ack((short)0)
            .encoding((short)encoding).putDestination(to, 0, to.length).putConsumer(none, 0, 0)
            .putResponder(answer, 0, answer.length).putKey(none, 0, 0).putTraceparent(none, 0, 0)
            .putPayload(payload, 0, payload.length);
        return offer(frame.encodedLength());
    }

    public AeronPeer reply(final UUID id, final int encoding, final byte[] payload) {
        final UpReplyEncoder frame = new UpReplyEncoder().wrapAndApplyHeader(out, 0, header);
        final byte[] none = {};
        frame.idHi(id.getMostSignificantBits()).idLo(id.getLeastSignificantBits()).more((short)0).error((short)0)
            .ack((short)1).encoding((short)encoding).putErrorCode(none, 0, 0).putErrorMessage(none, 0, 0)
            .putPayload(payload, 0, payload.length);
        return offer(frame.encodedLength());
    }

    public AeronPeer status(final UUID id) {
        final UpStatusEncoder frame = new UpStatusEncoder().wrapAndApplyHeader(out, 0, header);
        frame.idHi(id.getMostSignificantBits()).idLo(id.getLeastSignificantBits());
        return offer(frame.encodedLength());
    }

    public AeronPeer unregister() {
        return offer(new UpUnregisterEncoder().wrapAndApplyHeader(out, 0, header).reserved(0).encodedLength());
    }

    /** Sends the last frame again, without its last bytes. */
    public AeronPeer cutOff(final int bytes) {
        return offer(20 - bytes);
    }

    private AeronPeer offer(final int length) {
        final long deadlineNs = System.nanoTime() + DEADLINE_NS;
        while (ingress.offer(out, 0, MessageHeaderEncoder.ENCODED_LENGTH + length) < 0) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("the ingress takes nothing, connected " + ingress.isConnected());
            }
            Thread.yield();
        }
        return this;
    }

    /** Returns the next frame other than an {@code EngineHello}, as a line of text. */
    public String read() {
        final long deadlineNs = System.nanoTime() + DEADLINE_NS;
        while (frames.isEmpty()) {
            delivery.poll(assembler, 10);
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("nothing came down");
            }
            Thread.yield();
        }
        return frames.poll();
    }

    private void onFrame(final DirectBuffer buffer, final int offset) {
        read.wrap(buffer, offset);
        switch (read.templateId()) {
            case RequestDecoder.TEMPLATE_ID:
                final RequestDecoder request = new RequestDecoder().wrapAndApplyHeader(buffer, offset, read);
                final String id = Uuids.toString(request.idHi(), request.idLo());
                request.wrapDestination(view);
                final String destination = text();
                request.wrapConsumer(view);
                final String consumer = text();
                request.skipResponder();
                request.skipKey();
                request.skipTraceparent();
                final int encoding = request.encoding();
                request.wrapPayload(view);
                frames.add("request " + id + " " + destination + " " + consumer + " " + encoding + " " + text());
                break;
            case ReplyDecoder.TEMPLATE_ID:
                final ReplyDecoder reply = new ReplyDecoder().wrapAndApplyHeader(buffer, offset, read);
                final String replied = Uuids.toString(reply.idHi(), reply.idLo());
                reply.skipResponder();
                reply.skipErrorCode();
                reply.skipErrorMessage();
                reply.wrapPayload(view);
                frames.add("reply " + replied + " " + text());
                break;
            case LifecycleDecoder.TEMPLATE_ID:
                frames.add(EventName.ofOrdinal(
                    new LifecycleDecoder().wrapAndApplyHeader(buffer, offset, read).event()).wireName());
                break;
            case BroadcastDecoder.TEMPLATE_ID:
                frames.add("broadcast");
                break;
            case UnhandledDecoder.TEMPLATE_ID:
                frames.add("unhandled " + new UnhandledDecoder().wrapAndApplyHeader(buffer, offset, read).reason());
                break;
            case AcceptedDecoder.TEMPLATE_ID:
                frames.add("accepted");
                break;
            case StatusDecoder.TEMPLATE_ID:
                frames.add("status " + new StatusDecoder().wrapAndApplyHeader(buffer, offset, read).status());
                break;
            case FailureDecoder.TEMPLATE_ID:
                final FailureDecoder failure = new FailureDecoder().wrapAndApplyHeader(buffer, offset, read);
                failure.wrapField(view);
                frames.add("failure " + failure.code() + " " + text());
                break;
            case EngineHelloDecoder.TEMPLATE_ID:
                break;
            default:
                frames.add("template " + read.templateId());
        }
    }

    private String text() {
        return view.getStringWithoutLengthUtf8(0, view.capacity());
    }

    @Override
    public void close() {
        aeron.close();
    }
}
