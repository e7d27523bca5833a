package io.patchbay.gateway.aeron;

import io.patchbay.aeron.StreamSizes;
import io.patchbay.gateway.config.GatewayContext;
import io.patchbay.gateway.json.AeronPath;
import io.patchbay.gateway.link.EngineLink;
import io.patchbay.gateway.session.AeronAttachment;
import io.patchbay.gateway.session.AeronInstances;
import io.patchbay.gateway.session.Refusal;
import io.patchbay.gateway.session.Session;
import io.patchbay.gateway.session.Sessions;
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
 * The Aeron sessions of a gateway. It creates the attachment data of clients, accepts the first client that proves a secret, and
 * drops and counts frames of all others. Frames that are refused are answered on the instance's own delivery stream (PROTOCOL.md,
 * "The Aeron path").
 */
public final class Ingress implements AeronInstances {
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
    /** Written, so that the compiler does not remove the reads that prefetch a frame. */
    private int prefetched;

    public Ingress(final GatewayContext context) {
        this.context = context;
        adapter = new IngressAdapter(context.maxFrameBytes());
    }

    public void wire(final EngineLink engineLink, final Sessions all) {
        link = engineLink;
        sessions = all;
        adapter.wire(engineLink);
    }

    /** Returns whether there are Aeron sessions with a proven secret. */
    public boolean hasSessions() {
        return !proven.isEmpty();
    }

    /** Returns how many frames were dropped because their sender had not proven a secret. */
    public long unprovenFrames() {
        return unprovenFrames;
    }

    /** Returns why no Aeron session can register now, or null where one can. */
    @Override
    public String refusal() {
        return link.isUp() ? link.refusalOfInstance()
            : "the gateway has no media driver now: register again later, or without aeron";
    }

    /** Returns whether there is a media driver. */
    @Override
    public boolean hasDriver() {
        return link.isUp();
    }

    /** Returns why there is no media driver, or why there was none last. */
    public String driverTrouble() {
        return link.trouble();
    }

    /** Creates the attachment of a session. Returns null where there is no media driver now, or no UDP port. */
    @Override
    public AeronAttachment attach(final Session session, final String media, final String endpoint) {
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

    /**
     * Returns the channel with an address that the client can reach. For a socket bound to all addresses, that is the one which
     * the client has connected to.
     */
    private static String reachable(final String channel, final InetSocketAddress local) {
        final InetAddress address = local.getAddress();
        return channel.replace("endpoint=0.0.0.0:", "endpoint=" + address.getHostAddress() + ":");
    }

    /** Makes the engine publish to an instance whose registration has been appended. */
    @Override
    public void registered(final Session session) {
        link.attach(session.instance(), session.aeron().engineChannel(), session.aeron().path().deliveryStreamId());
    }

    @Override
    public void detach(final Session session) {
        if (session.aeron().isProven()) {
            proven.remove(session.aeron().ingress());
        }
        link.detach(session.instance());
    }

    /** Handles a frame from any Aeron publication. */
    public void onFrame(final long ingress, final int templateId, final DirectBuffer buffer, final int offset, final int length) {
        prefetched = CacheLines.prefetch(buffer, offset, length);
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

    /** Handles a message that is longer than every frame may be. */
    public void onTooLarge(final long ingress) {
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

    /** Ends the session of a client whose publication has ended. */
    public void onClosed(final long ingress) {
        final Session session = proven.remove(ingress);
        if (session != null) {
            session.aeronLost();
        }
    }

    /** Sends an error for a frame of the instance that is refused. */
    @Override
    public void refuse(final Session session, final Refusal refusal) {
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
