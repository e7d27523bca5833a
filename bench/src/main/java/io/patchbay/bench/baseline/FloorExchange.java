package io.patchbay.bench.baseline;

import io.patchbay.bench.load.Exchange;
import io.patchbay.bench.load.ExchangeListener;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.logbuffer.BufferClaim;
import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * The consumer and the service of the floor, on one thread, each with a publication of its own. The service sends the frame that
 * it received back to the consumer.
 */
final class FloorExchange implements Exchange {
    private static final int LIMIT = 64;
    private static final int CONDUCTOR_INTERVAL = 16_384;

    private final BufferClaim claim = new BufferClaim();
    private final ControlledFragmentHandler service = this::onRequest;
    private final FragmentHandler consumer = this::onReply;
    private final UnsafeBuffer frame;
    private final ExchangeListener listener;
    private final Aeron aeron;
    private final AgentInvoker conductor;
    private final ExclusivePublication requests;
    private final ExclusivePublication replies;
    private final Subscription toService;
    private final Subscription toConsumer;
    private int cycles;
    private boolean ready;

    FloorExchange(final Path aeronDir, final int frameBytes, final ExchangeListener listener) {
        frame = new UnsafeBuffer(new byte[frameBytes]);
        this.listener = listener;
        aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(aeronDir.toString()).useConductorAgentInvoker(true));
        conductor = aeron.conductorAgentInvoker();
        requests = aeron.addExclusivePublication(CommonContext.IPC_CHANNEL, FloorFrame.INGRESS_STREAM);
        replies = aeron.addExclusivePublication(CommonContext.IPC_CHANNEL, FloorFrame.INGRESS_STREAM);
        toService = aeron.addSubscription(CommonContext.IPC_CHANNEL, FloorFrame.SERVICE_STREAM);
        toConsumer = aeron.addSubscription(CommonContext.IPC_CHANNEL, FloorFrame.CONSUMER_STREAM);
    }

    @Override
    public boolean send(final long id) {
        final int length = frame.capacity();
        if (requests.tryClaim(length, claim) < 0) {
            return false;
        }
        claim.putBytes(frame, 0, length);
        address(FloorFrame.TO_SERVICE);
        claim.buffer().putLong(claim.offset() + FloorFrame.ID_OFFSET, id, ByteOrder.LITTLE_ENDIAN);
        claim.commit();
        return true;
    }

    private void address(final int to) {
        claim.buffer().putInt(claim.offset() + FloorFrame.TO_OFFSET, to, ByteOrder.LITTLE_ENDIAN);
    }

    private ControlledFragmentHandler.Action onRequest(final DirectBuffer buffer, final int offset, final int length,
        final Header header) {
        if (replies.tryClaim(length, claim) < 0) {
            return ControlledFragmentHandler.Action.ABORT;
        }
        claim.putBytes(buffer, offset, length);
        address(FloorFrame.TO_CONSUMER);
        claim.commit();
        return ControlledFragmentHandler.Action.CONTINUE;
    }

    private void onReply(final DirectBuffer buffer, final int offset, final int length, final Header header) {
        listener.onReply(buffer.getLong(offset + FloorFrame.ID_OFFSET, ByteOrder.LITTLE_ENDIAN));
    }

    @Override
    public int doWork() {
        if ((++cycles & CONDUCTOR_INTERVAL - 1) == 0 || !ready) {
            conductor.invoke();
        }
        return toService.controlledPoll(service, LIMIT) + toConsumer.poll(consumer, LIMIT);
    }

    @Override
    public boolean isReady() {
        ready = requests.isConnected() && replies.isConnected() && toService.isConnected() && toConsumer.isConnected();
        return ready;
    }

    @Override
    public String lost() {
        return aeron.isClosed() ? "the floor's media driver is gone" : null;
    }

    @Override
    public void close() {
        aeron.close();
    }
}
