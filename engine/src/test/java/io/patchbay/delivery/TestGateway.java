package io.patchbay.delivery;

import io.patchbay.aeron.AeronLink;
import io.patchbay.data.DataDirectory;
import io.patchbay.data.GatewaySlot;
import io.patchbay.delivery.gateway.GatewayLink;
import io.patchbay.delivery.gateway.GatewayLinkHandler;
import io.patchbay.engine.input.BroadcastInput;
import io.patchbay.engine.input.EmitInput;
import io.patchbay.engine.input.GatewayLostInput;
import io.patchbay.engine.input.GatewayStartedInput;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.RegistrationInput;
import io.patchbay.engine.input.ReplyInput;
import io.patchbay.engine.input.ServicesInput;
import io.patchbay.engine.input.SessionClosedInput;
import io.patchbay.engine.input.SessionOpenedInput;
import io.patchbay.engine.input.StatusInput;
import io.patchbay.engine.input.UnregisterInput;
import io.patchbay.journal.Journal;
import io.patchbay.journal.JournalWriter;
import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.EventName;
import io.patchbay.protocol.sbe.MessageHeaderDecoder;
import io.patchbay.protocol.sbe.ProveDecoder;
import io.patchbay.protocol.sbe.UpResumeDecoder;

import org.agrona.DirectBuffer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A gateway without sockets: it holds a slot, appends the records that a test asks for, and keeps every down frame.
 */
public final class TestGateway implements GatewayLinkHandler, AutoCloseable {
    /** Every frame received, in order. */
    public final List<ReceivedFrame> frames = new ArrayList<>();
    /** Number of times that the media driver was lost. */
    public int driversLost;
    /** Every closed ingress session, in order. */
    public final List<Long> closedIngress = new ArrayList<>();
    /** Template and session of every ingress frame, in order. */
    public final List<Long> ingress = new ArrayList<>();
    /** Number of times that the engine has written this gateway off. */
    public int writtenOff;
    /** Number of ingress messages that were longer than a frame may be. */
    public int tooLarge;
    /** The gateway's end of the streams. */
    public final GatewayLink link;
    /** The gateway's writer. */
    public final JournalWriter writer;
    private final AeronLink aeronLink;
    private final GatewaySlot slot;
    private final Map<Long, Long> sessions = new HashMap<>();
    private long id;
    private long nextMessage;
    private long proven;

    /**
     * Starts a gateway.
     *
     * @param directory data directory with a free slot.
     * @param journal   journal to append to.
     * @param aeronLink link of this gateway alone, or shared with the engine on the same thread; closed with the gateway.
     */
    public TestGateway(final DataDirectory directory, final Journal journal, final AeronLink aeronLink) {
        this.aeronLink = aeronLink;
        slot = directory.tryTakeSlot();
        link = new GatewayLink(aeronLink, slot.number(), this);
        writer = journal.newWriter();
        start();
    }

    /** Appends a gateway-started record and announces the gateway with it. */
    public void start() {
        final GatewayStartedInput in = new GatewayStartedInput();
        in.name = "test";
        in.slot = slot.number();
        writer.gatewayStarted(in);
        id = in.index;
        slot.writeGateway(id);
        link.gateway(id);
    }

    /**
     * Returns the id of this gateway.
     *
     * @return index of its gateway-started record.
     */
    public long id() {
        return id;
    }

    /**
     * Runs the gateway once.
     *
     * @return work done.
     */
    public int doWork() {
        return link.doWork(64);
    }

    /**
     * Registers a JSON session.
     *
     * @param name    name of the service or consumer.
     * @param methods methods, comma separated; empty for a consumer.
     * @return index of the registration.
     */
    public long register(final String name, final String methods) {
        return register(name, methods, "", false);
    }

    /**
     * Registers a session.
     *
     * @param name    name of the service or consumer.
     * @param methods methods, comma separated; empty for a consumer.
     * @param aeron   Aeron media, or empty.
     * @param acks    whether everything is acknowledged.
     * @return index of the registration.
     */
    public long register(final String name, final String methods, final String aeron, final boolean acks) {
        final SessionOpenedInput opened = new SessionOpenedInput();
        opened.gateway = id;
        opened.session = "s-" + name;
        opened.transport = "tcp";
        opened.remote = "127.0.0.1:1";
        writer.sessionOpened(opened);
        final RegistrationInput in = new RegistrationInput();
        in.session = opened.index;
        in.gateway = id;
        in.principal = "anonymous";
        in.name = name;
        in.version = "1.0.0";
        if (!methods.isEmpty()) {
            in.methods.addAll(List.of(methods.split(",")));
        }
        for (final EventName event : EventName.values()) {
            in.listen.add(event.wireName());
        }
        in.listen.add("pricing:*");
        in.acks = acks;
        in.aeron = aeron;
        writer.registration(in);
        sessions.put(in.index, opened.index);
        return in.index;
    }

    /**
     * Attaches an instance to an IPC stream of its own.
     *
     * @param instance index of its registration.
     * @return id of the stream.
     */
    public int attachIpc(final long instance) {
        return attach(instance, GatewayLink.IPC);
    }

    /**
     * Attaches an instance to a stream of its own.
     *
     * @param instance index of its registration.
     * @param channel  channel of the stream.
     * @return id of the stream.
     */
    public int attach(final long instance, final String channel) {
        final int streamId = link.nextDeliveryStreamId();
        link.attach(instance, channel, streamId);
        return streamId;
    }

    /**
     * Ends the session of an instance.
     *
     * @param instance index of its registration.
     */
    public void close(final long instance) {
        final SessionClosedInput in = new SessionClosedInput();
        in.session = sessions.get(instance);
        in.instance = instance;
        in.reason = DisconnectReason.CLOSED;
        writer.sessionClosed(in);
        link.detach(instance);
    }

    /**
     * Appends a message.
     *
     * @param from        index of the sender's registration.
     * @param destination SERVICE:METHOD.
     * @param responder   name of the responder; empty for a one-way message.
     * @param timeoutMs   timeout in milliseconds; 0 for the default.
     * @param payload     payload in JSON.
     * @return index of the message; its id is (1, index of the call).
     */
    public long message(final long from, final String destination, final String responder, final int timeoutMs,
        final byte[] payload) {
        final MessageInput in = new MessageInput();
        in.from = from;
        in.idHi = id;
        in.idLo = ++nextMessage;
        in.destination.wrap(destination.getBytes(StandardCharsets.US_ASCII));
        in.responder.wrap(responder.getBytes(StandardCharsets.US_ASCII));
        in.timeoutMs = timeoutMs;
        in.payload.wrap(payload);
        writer.message(in);
        return in.index;
    }

    /**
     * Appends a reply to a request that was received.
     *
     * @param from    index of the registration of the instance that replies.
     * @param request frame of the request.
     */
    public void reply(final long from, final ReceivedFrame request) {
        final ReplyInput in = new ReplyInput();
        in.from = from;
        in.idHi = request.request().idHi();
        in.idLo = request.request().idLo();
        in.payload.wrap("true".getBytes(StandardCharsets.US_ASCII));
        writer.reply(in);
    }

    /**
     * Appends a broadcast that is acknowledged.
     *
     * @param from    index of the sender's registration.
     * @param payload payload in JSON.
     * @return index of the record.
     */
    public long broadcast(final long from, final byte[] payload) {
        final BroadcastInput in = new BroadcastInput();
        in.from = from;
        in.hasId = true;
        in.idHi = 7;
        in.idLo = 8;
        in.ack = true;
        in.payload.wrap(payload);
        writer.broadcast(in);
        return in.index;
    }

    /**
     * Appends a custom event.
     *
     * @param from  index of the sender's registration.
     * @param event name of the event.
     */
    public void emit(final long from, final String event) {
        final EmitInput in = new EmitInput();
        in.from = from;
        in.event.wrap(event.getBytes(StandardCharsets.US_ASCII));
        in.payload.wrap("[1]".getBytes(StandardCharsets.US_ASCII));
        writer.emit(in);
    }

    /**
     * Appends a query for all services.
     *
     * @param from index of the registration of the instance that asks.
     */
    public void services(final long from) {
        final ServicesInput in = new ServicesInput();
        in.from = from;
        writer.services(in);
    }

    /**
     * Appends a query for the status of a message.
     *
     * @param from index of the registration of the instance that asks.
     * @param idLo lower half of the message's id.
     */
    public void status(final long from, final long idLo) {
        final StatusInput in = new StatusInput();
        in.from = from;
        in.idHi = id;
        in.idLo = idLo;
        writer.status(in);
    }

    /**
     * Appends that an instance unregisters.
     *
     * @param from index of its registration.
     */
    public void unregister(final long from) {
        final UnregisterInput in = new UnregisterInput();
        in.from = from;
        writer.unregister(in);
    }

    /** Appends that this gateway stops orderly. */
    public void stopOrderly() {
        final GatewayLostInput in = new GatewayLostInput();
        in.gateway = id;
        in.orderly = true;
        writer.gatewayLost(in);
    }

    /**
     * Returns the received frames of a kind.
     *
     * @param name name of the kind in the schema.
     * @return the frames, in order.
     */
    public List<ReceivedFrame> frames(final String name) {
        return frames(frame -> frame.name().equals(name));
    }

    /**
     * Returns the received frames that match.
     *
     * @param wanted tests a frame.
     * @return the frames, in order.
     */
    public List<ReceivedFrame> frames(final Predicate<ReceivedFrame> wanted) {
        return frames.stream().filter(wanted).toList();
    }

    @Override
    public void onFrame(final int templateId, final DirectBuffer buffer, final int offset, final int length) {
        frames.add(ReceivedFrame.of(buffer, offset, length));
    }

    @Override
    public void onIngress(final long session, final int templateId, final DirectBuffer buffer, final int offset,
        final int length) {
        ingress.add((long)templateId);
        ingress.add(session);
        if (templateId == UpResumeDecoder.TEMPLATE_ID) {
            final UpResumeDecoder up = new UpResumeDecoder().wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder());
            link.resume(proven, up.epoch(), up.lastIndex(), up.lastN(), up.lastAck());
        } else if (templateId == ProveDecoder.TEMPLATE_ID) {
            proven = new ProveDecoder().wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder()).instance();
        }
    }

    @Override
    public void onIngressTooLarge(final long session) {
        tooLarge++;
    }

    @Override
    public void onDriverLost() {
        driversLost++;
    }

    @Override
    public void onIngressClosed(final long session) {
        closedIngress.add(session);
    }

    @Override
    public void onWrittenOff() {
        writtenOff++;
    }

    /** Ends like a gateway that dies: its slot and streams are released, nothing is appended. */
    @Override
    public void close() {
        link.close();
        aeronLink.close();
        writer.close();
        slot.close();
    }
}
