package io.patchbay.sdk.direct;

import io.patchbay.protocol.Encoding;
import io.patchbay.protocol.Limits;
import io.patchbay.protocol.Media;
import io.patchbay.protocol.sbe.MessageHeaderEncoder;
import io.patchbay.protocol.sbe.ProveEncoder;
import io.patchbay.protocol.sbe.UpBroadcastEncoder;
import io.patchbay.protocol.sbe.UpEmitEncoder;
import io.patchbay.protocol.sbe.UpMessageEncoder;
import io.patchbay.protocol.sbe.UpReplyEncoder;
import io.patchbay.protocol.sbe.UpResumeEncoder;
import io.patchbay.protocol.sbe.UpServicesEncoder;
import io.patchbay.protocol.sbe.UpStatusEncoder;
import io.patchbay.protocol.sbe.UpUnregisterEncoder;
import io.patchbay.time.DriverClock;
import io.patchbay.time.RunningClock;

import io.aeron.Aeron;
import io.aeron.CncFileDescriptor;
import io.aeron.CommonContext;
import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.exceptions.ChannelEndpointException;
import io.aeron.exceptions.DriverTimeoutException;
import io.aeron.exceptions.TimeoutException;
import io.aeron.logbuffer.BufferClaim;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.File;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * The Aeron side of one registration: the Aeron client, its own or a shared one, the ingress publication and the delivery
 * subscription. It first proves the secret; after that frames go both ways (PROTOCOL.md, "The Aeron path"). One thread polls it,
 * and with it the conductor of an Aeron client of its own.
 */
final class AeronUplink implements Uplink, AutoCloseable {
    private static final Logger LOGGER = System.getLogger(DirectClient.class.getName());
    private static final int FRAGMENT_LIMIT = 64;
    private static final int DRAIN_POLLS = 256;
    private static final int ROTATION_TRIES = 3;
    /**
     * Time for which the driver may be silent: as long as a server may be silent on the socket. The socket reports a server's
     * death at once.
     */
    private static final long DRIVER_PATIENCE_MS = (long)Limits.HEARTBEATS_MISSED * Limits.HEARTBEAT_MS;
    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;
    private static final int SHORT = UpMessageEncoder.destinationHeaderLength();
    private static final int LONG = UpMessageEncoder.payloadHeaderLength();

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final ProveEncoder proveEncoder = new ProveEncoder();
    private final UpMessageEncoder messageEncoder = new UpMessageEncoder();
    private final UpReplyEncoder replyEncoder = new UpReplyEncoder();
    private final UpBroadcastEncoder broadcastEncoder = new UpBroadcastEncoder();
    private final UpEmitEncoder emitEncoder = new UpEmitEncoder();
    private final UpServicesEncoder servicesEncoder = new UpServicesEncoder();
    private final UpStatusEncoder statusEncoder = new UpStatusEncoder();
    private final UpUnregisterEncoder unregisterEncoder = new UpUnregisterEncoder();
    private final UpResumeEncoder resumeEncoder = new UpResumeEncoder();
    private final BufferClaim claim = new BufferClaim();
    private final AeronAdapter adapter;
    private final FragmentAssembler assembler;
    private final DirectContext context;
    private final int maxFrameBytes;
    private final long instance;
    private final String directory;
    private final String ingressChannel;
    private final int ingressStreamId;
    private final String deliveryChannel;
    private final int deliveryStreamId;
    private final String secret;
    private UnsafeBuffer scratch;
    private volatile Aeron aeron;
    private DriverClock driverClock;
    private boolean isClosing;
    private long publicationId;
    private long subscriptionId;
    private ExclusivePublication publication;
    private Subscription subscription;
    private boolean proved;
    private String lostDetail;
    private volatile Throwable clientError;
    private MutableDirectBuffer target;
    private int at;
    private int scratchLength;

    AeronUplink(final DirectContext context, final DirectHandler handler, final JsonFrame streams, final long instance,
        final int maxFrameBytes) {
        this.context = context;
        this.instance = instance;
        this.maxFrameBytes = maxFrameBytes;
        adapter = new AeronAdapter(handler, instance);
        assembler = new FragmentAssembler(adapter);
        directory = directory(context, streams.text("dir"));
        final JsonFrame ingress = streams.object("ingress");
        final JsonFrame delivery = streams.object("delivery");
        ingressChannel = ingress == null ? "" : ingress.text("channel");
        ingressStreamId = ingress == null ? 0 : ingress.integer("streamId", 0);
        deliveryChannel = delivery == null ? "" : delivery.text("channel");
        deliveryStreamId = delivery == null ? 0 : delivery.integer("streamId", 0);
        secret = streams.text("secret").replace("-", "");
    }

    private static String directory(final DirectContext context, final String serverDirectory) {
        if (context.aeronDirectory() != null) {
            return context.aeronDirectory();
        }
        return context.media() == Media.AERON_IPC || new File(serverDirectory, CncFileDescriptor.CNC_FILE).exists()
            ? serverDirectory : CommonContext.getAeronDirectoryName();
    }

    /** Performs the next step of attaching to the streams; returns whether frames may be sent. */
    boolean pollAttaching() {
        try {
            if (aeron == null) {
                connect();
            }
            invokeConductor();
            if (subscription == null) {
                subscription = aeron.getSubscription(subscriptionId);
            }
            if (publication == null) {
                publication = aeron.getExclusivePublication(publicationId);
            }
        } catch (final DriverTimeoutException ex) {
            lose(AeronNeeds.noDriver(context.media(), directory, ex));
            return false;
        } catch (final RuntimeException ex) {
            lose(ex.getMessage());
            return false;
        }
        return subscription != null && publication != null && publication.isConnected() && prove();
    }

    private void connect() {
        if (secret.length() != 32 || deliveryChannel.isEmpty() || ingressChannel.isEmpty()) {
            throw new IllegalStateException("the server's registered frame names no Aeron streams");
        }
        aeron = context.aeron() == null ? launch() : shared();
        subscriptionId = aeron.asyncAddSubscription(deliveryChannel, deliveryStreamId);
        publicationId = aeron.asyncAddExclusivePublication(ingressChannel, ingressStreamId);
    }

    private Aeron shared() {
        final File sharedDirectory = context.aeron().context().aeronDirectory();
        if (context.media() == Media.AERON_IPC && !sharedDirectory.equals(new File(directory))) {
            throw new IllegalStateException("the shared Aeron client uses the media driver in " + sharedDirectory
                + ", but the server uses the one in " + directory);
        }
        return context.aeron();
    }

    private Aeron launch() {
        driverClock = new DriverClock(new File(directory), DRIVER_PATIENCE_MS);
        return Aeron.connect(new Aeron.Context()
            .aeronDirectoryName(directory)
            .clientName("patchbay-" + context.name())
            .driverTimeoutMs(context.connectTimeoutMs())
            .epochClock(driverClock)
            .nanoClock(new RunningClock(SystemNanoClock.INSTANCE))
            .useConductorAgentInvoker(true)
            .errorHandler(ex -> clientError = ex)
            .subscriberErrorHandler(AeronUplink::rethrow));
    }

    private int invokeConductor() {
        return context.aeron() == null ? aeron.conductorAgentInvoker().invoke() : 0;
    }

    /**
     * Keeps an Aeron client of its own alive while the owner's thread is inside a handler. Aeron's conductor may run concurrently
     * with the polling thread. Any thread.
     */
    synchronized void keepAlive() {
        final Aeron own = aeron;
        if (context.aeron() == null && own != null && !isClosing && !own.isClosed()) {
            own.conductorAgentInvoker().invoke();
        }
    }

    /** Rethrows an exception of a handler, so that it reaches the caller of the poll, as over TCP. */
    private static void rethrow(final Throwable ex) {
        if (ex instanceof Error error) {
            throw error;
        }
        throw ex instanceof RuntimeException runtime ? runtime : new IllegalStateException(ex);
    }

    private boolean prove() {
        if (!proved && begin(HEADER + ProveEncoder.BLOCK_LENGTH) == Sent.OK) {
            proveEncoder.wrapAndApplyHeader(target, at, header)
                .instance(instance)
                .secretHi(Long.parseUnsignedLong(secret, 0, 16, 16))
                .secretLo(Long.parseUnsignedLong(secret, 16, 32, 16));
            proved = finish() == Sent.OK;
        }
        return proved;
    }

    /** Passes received frames to the handler; returns the number of fragments. */
    int poll() {
        final int fragments = subscription.poll(assembler, FRAGMENT_LIMIT);
        if (adapter.isHelloPending()) {
            resume();
        }
        return fragments;
    }

    /** Runs the conductor and checks for errors and for the loss of the Aeron client or its streams; returns the work done. */
    int pollConductor() {
        final int work = invokeConductor();
        if (clientError != null) {
            onClientError();
        }
        if (aeron.isClosed() || publication.isClosed() || subscription.isClosed()) {
            lose("closed");
        }
        return work;
    }

    /**
     * Handles an error of the Aeron client. A lost media driver or an unusable address ends the link; other errors are logged.
     */
    private void onClientError() {
        final Throwable error = clientError;
        clientError = null;
        if (aeron.isClosed() || error instanceof TimeoutException || error instanceof ChannelEndpointException) {
            lose(error.getMessage());
        } else {
            LOGGER.log(Level.WARNING, "patchbay-" + context.name() + ": Aeron client in " + directory + ": "
                + error.getMessage());
        }
    }

    private void lose(final String detail) {
        if (lostDetail == null) {
            lostDetail = "Aeron in " + directory + ": " + detail;
        }
    }

    /** Passes the frames that arrived before the server's disconnect on the socket to the handler. */
    void drain() {
        if (subscription != null && !aeron.isClosed()) {
            for (int i = 0; i < DRAIN_POLLS && subscription.poll(assembler, FRAGMENT_LIMIT) > 0; i++) {
                Thread.onSpinWait();
            }
        }
    }

    private void resume() {
        if (begin(HEADER + UpResumeEncoder.BLOCK_LENGTH) == Sent.OK) {
            resumeEncoder.wrapAndApplyHeader(target, at, header)
                .epoch(adapter.helloEpoch())
                .lastIndex(adapter.lastIndex())
                .lastN(adapter.lastN())
                .lastAck(adapter.lastAck());
            if (finish() == Sent.OK) {
                adapter.helloAnswered();
            }
        }
    }

    boolean isLost() {
        return lostDetail != null;
    }

    String lostDetail() {
        return lostDetail;
    }

    @Override
    public Sent message(final long idHi, final long idLo, final DirectBuffer destination, final DirectBuffer responder,
        final DirectBuffer key, final DirectBuffer traceparent, final int timeoutMs, final boolean ack, final byte encoding,
        final DirectBuffer payload, final int offset, final int length) {
        final Sent sent = begin(HEADER + UpMessageEncoder.BLOCK_LENGTH + 5 * SHORT + destination.capacity()
            + responder.capacity() + key.capacity() + traceparent.capacity() + LONG + length, base64(encoding, length));
        if (sent != Sent.OK) {
            return sent;
        }
        messageEncoder.wrapAndApplyHeader(target, at, header)
            .idHi(idHi).idLo(idLo).timeoutMs(timeoutMs).ack(flag(ack)).encoding(encoding)
            .putDestination(destination, 0, destination.capacity())
            .putConsumer(key, 0, 0)
            .putResponder(responder, 0, responder.capacity())
            .putKey(key, 0, key.capacity())
            .putTraceparent(traceparent, 0, traceparent.capacity())
            .putPayload(payload, offset, length);
        return finish();
    }

    @Override
    public Sent reply(final long idHi, final long idLo, final boolean more, final byte encoding, final DirectBuffer payload,
        final int offset, final int length) {
        final Sent sent = begin(HEADER + UpReplyEncoder.BLOCK_LENGTH + 3 * LONG + length, base64(encoding, length));
        if (sent != Sent.OK) {
            return sent;
        }
        replyEncoder.wrapAndApplyHeader(target, at, header)
            .idHi(idHi).idLo(idLo).more(flag(more)).error((short)0).ack((short)0).encoding(encoding)
            .putErrorCode(payload, offset, 0)
            .putErrorMessage(payload, offset, 0)
            .putPayload(payload, offset, length);
        return finish();
    }

    @Override
    public Sent replyError(final long idHi, final long idLo, final DirectBuffer code, final DirectBuffer message) {
        final Sent sent = begin(HEADER + UpReplyEncoder.BLOCK_LENGTH + 3 * LONG + code.capacity() + message.capacity());
        if (sent != Sent.OK) {
            return sent;
        }
        replyEncoder.wrapAndApplyHeader(target, at, header)
            .idHi(idHi).idLo(idLo).more((short)0).error((short)1).ack((short)0).encoding(Encoding.JSON)
            .putErrorCode(code, 0, code.capacity())
            .putErrorMessage(message, 0, message.capacity())
            .putPayload(code, 0, 0);
        return finish();
    }

    @Override
    public Sent broadcast(final long idHi, final long idLo, final boolean ack, final byte encoding, final DirectBuffer payload,
        final int offset, final int length) {
        final Sent sent = begin(HEADER + UpBroadcastEncoder.BLOCK_LENGTH + LONG + length, base64(encoding, length));
        if (sent != Sent.OK) {
            return sent;
        }
        broadcastEncoder.wrapAndApplyHeader(target, at, header)
            .idHi(idHi).idLo(idLo).hasId((short)1).ack(flag(ack)).encoding(encoding)
            .putPayload(payload, offset, length);
        return finish();
    }

    @Override
    public Sent emit(final DirectBuffer event, final boolean ack, final byte encoding, final DirectBuffer payload,
        final int offset, final int length) {
        final Sent sent = begin(HEADER + UpEmitEncoder.BLOCK_LENGTH + SHORT + event.capacity() + LONG + length,
            base64(encoding, length));
        if (sent != Sent.OK) {
            return sent;
        }
        emitEncoder.wrapAndApplyHeader(target, at, header)
            .ack(flag(ack)).encoding(encoding)
            .putEvent(event, 0, event.capacity())
            .putPayload(payload, offset, length);
        return finish();
    }

    @Override
    public Sent services(final DirectBuffer service) {
        final Sent sent = begin(HEADER + UpServicesEncoder.BLOCK_LENGTH + SHORT + service.capacity());
        if (sent != Sent.OK) {
            return sent;
        }
        servicesEncoder.wrapAndApplyHeader(target, at, header).reserved(0).putService(service, 0, service.capacity());
        return finish();
    }

    @Override
    public Sent status(final long idHi, final long idLo) {
        final Sent sent = begin(HEADER + UpStatusEncoder.BLOCK_LENGTH);
        if (sent != Sent.OK) {
            return sent;
        }
        statusEncoder.wrapAndApplyHeader(target, at, header).idHi(idHi).idLo(idLo);
        return finish();
    }

    @Override
    public Sent unregister() {
        final Sent sent = begin(HEADER + UpUnregisterEncoder.BLOCK_LENGTH);
        if (sent != Sent.OK) {
            return sent;
        }
        unregisterEncoder.wrapAndApplyHeader(target, at, header).reserved(0);
        return finish();
    }

    /**
     * Returns the bytes by which a payload grows as base64. The server counts opaque bytes as long as they would be in a JSON
     * frame.
     */
    private static int base64(final byte encoding, final int length) {
        return encoding == Encoding.BINARY ? length / 3 + 3 : 0;
    }

    private static short flag(final boolean value) {
        return value ? (short)1 : 0;
    }

    /**
     * Claims room for a frame. A frame that fits one fragment is encoded in place, in the term buffer; a longer one in a scratch
     * buffer.
     */
    private Sent begin(final int length) {
        return begin(length, 0);
    }

    private Sent begin(final int length, final int extra) {
        if (length + extra > maxFrameBytes || length > publication.maxMessageLength()) {
            return Sent.TOO_LARGE;
        }
        if (length > publication.maxPayloadLength()) {
            if (scratch == null) {
                scratch = new UnsafeBuffer(new byte[Math.min(maxFrameBytes, publication.maxMessageLength())]);
            }
            target = scratch;
            at = 0;
            scratchLength = length;
            return Sent.OK;
        }
        scratchLength = 0;
        long position = Publication.ADMIN_ACTION;
        for (int i = 0; i < ROTATION_TRIES && position == Publication.ADMIN_ACTION; i++) {
            position = publication.tryClaim(length, claim);
        }
        if (position > 0) {
            target = claim.buffer();
            at = claim.offset();
            return Sent.OK;
        }
        return refused(position);
    }

    private Sent finish() {
        if (scratchLength == 0) {
            claim.commit();
            return Sent.OK;
        }
        long position = Publication.ADMIN_ACTION;
        for (int i = 0; i < ROTATION_TRIES && position == Publication.ADMIN_ACTION; i++) {
            position = publication.offer(scratch, 0, scratchLength);
        }
        return position > 0 ? Sent.OK : refused(position);
    }

    private Sent refused(final long position) {
        if (position == Publication.CLOSED || position == Publication.MAX_POSITION_EXCEEDED) {
            lostDetail = "the ingress publication is closed or has reached its maximum position";
            return Sent.NOT_REGISTERED;
        }
        return Sent.BACK_PRESSURED;
    }

    @Override
    public synchronized void close() {
        isClosing = true;
        if (aeron == null) {
            return;
        }
        if (context.aeron() == null) {
            aeron.close();
            driverClock.close();
        } else if (!aeron.isClosed()) {
            leaveShared();
        }
    }

    private void leaveShared() {
        if (subscription == null) {
            aeron.asyncRemoveSubscription(subscriptionId);
        } else {
            subscription.close();
        }
        if (publication == null) {
            aeron.asyncRemovePublication(publicationId);
        } else {
            publication.close();
        }
    }
}
