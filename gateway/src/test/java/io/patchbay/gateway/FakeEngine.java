package io.patchbay.gateway;

import io.patchbay.delivery.gateway.GatewayLinkHandler;
import io.patchbay.engine.input.AuthorizedInput;
import io.patchbay.engine.input.BroadcastInput;
import io.patchbay.engine.input.CheckpointInput;
import io.patchbay.engine.input.ClockLeapInput;
import io.patchbay.engine.input.DeliveryFailedInput;
import io.patchbay.engine.input.EmitInput;
import io.patchbay.engine.input.GatewayLostInput;
import io.patchbay.engine.input.GatewayStartedInput;
import io.patchbay.engine.input.Input;
import io.patchbay.engine.input.Inputs;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.RefusedInput;
import io.patchbay.engine.input.RegistrationInput;
import io.patchbay.engine.input.ReplyInput;
import io.patchbay.engine.input.ServicesInput;
import io.patchbay.engine.input.SessionClosedInput;
import io.patchbay.engine.input.SessionOpenedInput;
import io.patchbay.engine.input.SettingsInput;
import io.patchbay.engine.input.StatusInput;
import io.patchbay.engine.input.TickInput;
import io.patchbay.engine.input.UnregisterInput;
import io.patchbay.engine.input.WithheldInput;
import io.patchbay.gateway.link.EngineLink;
import io.patchbay.protocol.sbe.BroadcastEncoder;
import io.patchbay.protocol.sbe.FailureDecoder;
import io.patchbay.protocol.sbe.MessageHeaderDecoder;
import io.patchbay.protocol.sbe.MessageHeaderEncoder;
import io.patchbay.protocol.sbe.RegisteredEncoder;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A journal that only lists its records, together with an engine that answers registrations and sends what a test tells it to.
 */
public class FakeEngine implements Inputs, EngineLink {
    /** One line for each record, without its index. */
    final List<String> records = new CopyOnWriteArrayList<>();
    final List<String> calls = new CopyOnWriteArrayList<>();
    private final Queue<Consumer<GatewayLinkHandler>> downs = new ConcurrentLinkedQueue<>();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private GatewayLinkHandler handler;
    private long index = 0x100;
    private long lastDown;
    private long beats;
    private volatile boolean isSilent;

    public EngineLink handler(final GatewayLinkHandler link) {
        handler = link;
        return this;
    }

    /** Stops answering registrations: the engine is away. */
    void silent() {
        isSilent = true;
    }

    /** Answers registrations again: the engine is back. */
    void speaking() {
        isSilent = false;
    }

    /** Queues a call of the handler, which runs on the agent's thread. */
    void down(final Consumer<GatewayLinkHandler> call) {
        downs.add(call);
    }

    /** Calls the handler at once. Called on the agent's thread only. */
    void up(final Consumer<GatewayLinkHandler> call) {
        call.accept(handler);
    }

    /** Sends a broadcast-message event to all sessions. */
    void broadcast(final String payload) {
        down(to -> {
            final UnsafeBuffer buffer = new UnsafeBuffer(new byte[payload.length() + 256]);
            final BroadcastEncoder frame = new BroadcastEncoder().wrapAndApplyHeader(buffer, 0, header);
            lastDown = ++index;
            frame.index(lastDown).n(0).flags(0).target(0).time(1).instance(1).idHi(0).idLo(0).hasId((short)0)
                .encoding((short)0).putFrom(new byte[] {'a'}, 0, 1)
                .putPayload(payload.getBytes(StandardCharsets.UTF_8), 0, payload.length());
            to.onFrame(BroadcastEncoder.TEMPLATE_ID, buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + frame.encodedLength());
        });
    }

    private void registered(final long instance) {
        down(to -> {
            final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
            final RegisteredEncoder frame = new RegisteredEncoder().wrapAndApplyHeader(buffer, 0, header);
            frame.index(instance).n(0).flags(0).target(instance).more((short)0).servicesCount(0);
            lastDown = instance;
            to.onFrame(RegisteredEncoder.TEMPLATE_ID, buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + frame.encodedLength());
        });
    }

    /** Called with each record before it is appended. */
    void check(final Input in) {
    }

    private void record(final Input in, final String text) {
        check(in);
        in.index = ++index;
        in.timeNs = index;
        records.add(in.kind().wireName() + text);
    }

    private static String text(final DirectBuffer buffer) {
        return buffer.getStringWithoutLengthUtf8(0, buffer.capacity());
    }

    // ---- Inputs ---------------------------------------------------------------------------------------------------------

    @Override
    public void settings(final SettingsInput in) {
        record(in, "");
    }

    @Override
    public void gatewayStarted(final GatewayStartedInput in) {
        record(in, " slot " + in.slot);
    }

    @Override
    public void gatewayLost(final GatewayLostInput in) {
        record(in, in.orderly ? " orderly" : "");
    }

    @Override
    public void sessionOpened(final SessionOpenedInput in) {
        record(in, " " + in.transport);
    }

    @Override
    public void sessionClosed(final SessionClosedInput in) {
        record(in, " " + in.reason + (in.instance == 0 ? " unregistered" : ""));
    }

    @Override
    public void authorized(final AuthorizedInput in) {
        record(in, " " + in.principal);
    }

    @Override
    public void refused(final RefusedInput in) {
        record(in, " " + in.code + " " + in.principal + " " + in.what + " " + in.uncounted);
    }

    @Override
    public void registration(final RegistrationInput in) {
        record(in, " " + in.principal + " " + in.name + " " + in.version + " " + in.methods + " " + in.listen + " "
            + in.choose + (in.acks ? " acks" : "") + (in.aeron.isEmpty() ? "" : " " + in.aeron));
        if (!isSilent) {
            registered(in.index);
        }
    }

    @Override
    public void message(final MessageInput in) {
        record(in, " " + text(in.destination) + " " + text(in.responder) + " " + text(in.payload));
    }

    @Override
    public void reply(final ReplyInput in) {
        record(in, " " + (in.error ? text(in.errorCode) + " " + text(in.errorMessage) : text(in.payload))
            + (in.more ? " more" : ""));
    }

    @Override
    public void broadcast(final BroadcastInput in) {
        record(in, " " + text(in.payload));
    }

    @Override
    public void emit(final EmitInput in) {
        record(in, " " + text(in.event) + " " + text(in.payload));
    }

    @Override
    public void services(final ServicesInput in) {
        record(in, " " + text(in.service));
    }

    @Override
    public void status(final StatusInput in) {
        record(in, "");
    }

    @Override
    public void unregister(final UnregisterInput in) {
        record(in, "");
    }

    @Override
    public void tick(final TickInput in) {
        record(in, "");
    }

    @Override
    public void withheld(final WithheldInput in) {
        record(in, "");
    }

    @Override
    public void deliveryFailed(final DeliveryFailedInput in) {
        record(in, " " + in.reason);
    }

    @Override
    public void checkpoint(final CheckpointInput in) {
        record(in, "");
    }

    @Override
    public void clockLeap(final ClockLeapInput in) {
        record(in, "");
    }

    // ---- EngineLink -----------------------------------------------------------------------------------------------------

    @Override
    public void gateway(final long gateway) {
        calls.add("gateway");
    }

    @Override
    public int doWork(final int limit) {
        int work = 0;
        Consumer<GatewayLinkHandler> down = downs.poll();
        while (down != null) {
            down.accept(handler);
            work++;
            down = downs.poll();
        }
        return work;
    }

    @Override
    public int pollDelivery(final int limit) {
        return doWork(limit);
    }

    @Override
    public long lastIndex() {
        return lastDown;
    }

    @Override
    public boolean isUp() {
        return true;
    }

    @Override
    public long engineBeat() {
        return isSilent ? beats : (beats += 2) | 1;
    }

    @Override
    public String trouble() {
        return "silent";
    }

    @Override
    public String refusalOfInstance() {
        return null;
    }

    @Override
    public void proven(final long instance) {
        calls.add("proven");
    }

    @Override
    public String aeronDir() {
        return "/nowhere";
    }

    @Override
    public int ingressStreamId() {
        return 200;
    }

    @Override
    public String udpIngressChannel(final String endpoint) {
        return "aeron:udp?endpoint=" + endpoint.replace(":0", ":4000");
    }

    @Override
    public int nextDeliveryStreamId() {
        return 1_000_000;
    }

    @Override
    public void attach(final long instance, final String channel, final int streamId) {
        calls.add("attach " + channel + " " + streamId);
    }

    @Override
    public void detach(final long instance) {
        calls.add("detach");
    }

    @Override
    public void resume(final long instance, final long epoch, final long index, final int lastN, final long lastAck) {
        calls.add("resume " + epoch);
    }

    @Override
    public boolean offerError(final long instance, final DirectBuffer buffer, final int offset, final int length) {
        calls.add("error " + new FailureDecoder()
            .wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder()).code());
        return true;
    }

    @Override
    public void close() {
        calls.add("close");
    }
}
