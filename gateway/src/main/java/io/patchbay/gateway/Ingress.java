package io.patchbay.gateway;

import io.patchbay.delivery.StreamSizes;
import io.patchbay.gateway.json.AeronPath;
import io.patchbay.protocol.CacheLines;
import io.patchbay.protocol.sbe.FailureEncoder;
import io.patchbay.protocol.sbe.MessageHeaderDecoder;
import io.patchbay.protocol.sbe.MessageHeaderEncoder;
import io.patchbay.protocol.sbe.ProveDecoder;

import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * The Aeron sessions of a gateway: hands out what a client needs to attach, lets in whoever proves its secret first, drops and
 * counts the frames of all others, and answers refused frames on the instance's own delivery stream (contract, section 7).
 */
final class Ingress {
    private final GatewayContext context;
    private final IngressAdapter adapter;
    private final SecureRandom random = new SecureRandom();
    private final Long2ObjectHashMap<Session> proven = new Long2ObjectHashMap<>();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final MessageHeaderEncoder failureHeader = new MessageHeaderEncoder();
    private final ProveDecoder prove = new ProveDecoder();
    private final FailureEncoder failure = new FailureEncoder();
    private final UnsafeBuffer frame = new UnsafeBuffer(0, 0);
    private final ExpandableArrayBuffer answer = new ExpandableArrayBuffer(1_024);
    private EngineLink link;
    private Sessions sessions;
    private long unprovenFrames;
    /** Keeps the reads of frames' lines from being left out. */
    private int touched;

    Ingress(final GatewayContext context) {
        this.context = context;
        adapter = new IngressAdapter(context.maxFrameBytes());
    }

    void wire(final EngineLink engineLink, final Sessions all) {
        link = engineLink;
        sessions = all;
        adapter.wire(engineLink);
    }

    /** Are there Aeron sessions? */
    boolean hasSessions() {
        return !proven.isEmpty();
    }

    /** Frames that were dropped because nobody had proven a secret for them. */
    long unprovenFrames() {
        return unprovenFrames;
    }

    /** Returns why no Aeron session can be taken now, or null where one can. */
    String refusal() {
        return link.isUp() ? link.refusalOfInstance() : "no media driver here now; try again";
    }

    /** Returns whether the media driver is there. */
    boolean hasDriver() {
        return link.isUp();
    }

    /** Returns why it is not there, or was not last. */
    String driverTrouble() {
        return link.trouble();
    }

    /** Returns what this session needs to attach; null where there is no media driver now. */
    AeronAttachment attach(final Session session, final String media, final String endpoint) {
        if (!link.isUp()) {
            return null;
        }
        final boolean isUdp = media.equals(AeronAttachment.UDP);
        final String ingressChannel = isUdp ? link.udpIngressChannel(context.udpEndpoint()) : "aeron:ipc";
        if (ingressChannel == null) {
            return null;
        }
        final String engineChannel = isUdp ? "aeron:udp?endpoint=" + endpoint : "aeron:ipc";
        final int termLength = StreamSizes.termLength(context.maxFrameBytes());
        final String reachable = reachable(ingressChannel, session.connection().local());
        final long secretHi = random.nextLong();
        final long secretLo = random.nextLong();
        return new AeronAttachment(
            new AeronPath(link.aeronDir(),
                reachable + (reachable.indexOf('?') < 0 ? "?" : "|") + "term-length=" + termLength,
                link.ingressStreamId(), engineChannel, link.nextDeliveryStreamId(),
                String.format("%016x%016x", secretHi, secretLo)),
            engineChannel, secretHi, secretLo);
    }

    /** A socket bound to all addresses is reached by the one that the client has already reached. */
    private static String reachable(final String channel, final InetSocketAddress local) {
        final InetAddress address = local.getAddress();
        return channel.replace("endpoint=0.0.0.0:", "endpoint=" + address.getHostAddress() + ":");
    }

    /** A registration is in the journal: the engine is told where the instance listens. */
    void registered(final Session session) {
        link.attach(session.instance(), session.aeron().engineChannel(), session.aeron().path().deliveryStreamId());
    }

    void detach(final Session session) {
        if (session.aeron().isProven()) {
            proven.remove(session.aeron().ingress());
        }
        link.detach(session.instance());
    }

    /** Whatever somebody sent up. */
    void onFrame(final long ingress, final int templateId, final DirectBuffer buffer, final int offset, final int length) {
        touched = CacheLines.prefetch(buffer, offset, length);
        final Session session = proven.get(ingress);
        frame.wrap(buffer, offset, length);
        if (session == null) {
            if (!prove(ingress, templateId, length)) {
                unprovenFrames++;
            }
        } else if (!session.isInputOver()) {
            session.received();
            adapter.onFrame(session, templateId, frame);
        }
    }

    /** Somebody's message was longer than any may be. */
    void onTooLarge(final long ingress) {
        final Session session = proven.get(ingress);
        if (session == null) {
            unprovenFrames++;
        } else if (!session.isInputOver()) {
            session.received();
            adapter.tooLarge(session);
        }
    }

    private boolean prove(final long ingress, final int templateId, final int length) {
        if (templateId != ProveDecoder.TEMPLATE_ID
            || length < MessageHeaderDecoder.ENCODED_LENGTH + ProveDecoder.BLOCK_LENGTH
            || header.wrap(frame, 0).schemaId() != ProveDecoder.SCHEMA_ID) {
            return false;
        }
        prove.wrapAndApplyHeader(frame, 0, header);
        final Session session = sessions.ofInstance(prove.instance());
        if (session == null || session.aeron() == null
            || !session.aeron().prove(prove.secretHi(), prove.secretLo(), ingress)) {
            return false;
        }
        session.received();
        proven.put(ingress, session);
        link.proven(session.instance());
        return true;
    }

    /** The client's end of the ingress is gone. */
    void onClosed(final long ingress) {
        final Session session = proven.remove(ingress);
        if (session != null) {
            session.aeronLost();
        }
    }

    /** Tells the instance that a frame of its is not acted on. */
    void refuse(final Session session, final Refusal refusal) {
        final byte[] field = bytes(refusal.field == null ? "" : refusal.field);
        final byte[] text = bytes(refusal.text);
        failure.wrapAndApplyHeader(answer, 0, failureHeader)
            .index(0).n(0).flags(0).target(session.instance())
            .idHi(refusal.idHi).idLo(refusal.idLo).hasId((short)(refusal.hasId ? 1 : 0))
            .code((short)refusal.code.ordinal())
            .putField(field, 0, field.length)
            .putMessage(text, 0, text.length);
        link.offerError(session.instance(), answer, 0, MessageHeaderEncoder.ENCODED_LENGTH + failure.encodedLength());
    }

    private static byte[] bytes(final String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
