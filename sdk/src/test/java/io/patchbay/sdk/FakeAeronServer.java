package io.patchbay.sdk;

import io.patchbay.protocol.sbe.MessageHeaderDecoder;
import io.patchbay.protocol.sbe.MessageHeaderEncoder;
import io.patchbay.protocol.sbe.ProveDecoder;

import io.aeron.Aeron;
import io.aeron.FragmentAssembler;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.FragmentHandler;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/**
 * The server's side of an Aeron session, played by a test. It has a media driver of its own, the ingress stream and the delivery
 * stream.
 */
public final class FakeAeronServer implements AutoCloseable {
    static final String SECRET = "0123456789abcdef00000000000000ff";
    private static final long PATIENCE_NS = 10_000_000_000L;

    private static final FragmentHandler DISCARD = (source, offset, length, fragment) -> {
    };

    public final MessageHeaderEncoder header = new MessageHeaderEncoder();
    final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    public final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1 << 17);
    private final Deque<UnsafeBuffer> received = new ArrayDeque<>();
    private final FragmentAssembler assembler = new FragmentAssembler((source, offset, length, fragment) -> {
        final byte[] copy = new byte[length];
        source.getBytes(offset, copy);
        received.addLast(new UnsafeBuffer(copy));
    });
    private final FakeServer socket = new FakeServer();
    private final MediaDriver driver;
    private final Aeron aeron;
    private final Subscription ingress;
    private final String deliveryChannel;
    private Publication delivery;

    public FakeAeronServer(final String ingressChannel, final String deliveryChannel) {
        this.deliveryChannel = deliveryChannel;
        driver = MediaDriver.launchEmbedded(new MediaDriver.Context()
            .threadingMode(ThreadingMode.SHARED)
            .dirDeleteOnShutdown(true)
            .ipcTermBufferLength(1 << 20)
            .publicationTermBufferLength(1 << 20));
        aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.aeronDirectoryName()));
        ingress = aeron.addSubscription(ingressChannel, 200);
        delivery = aeron.addPublication(deliveryChannel, 1_000_001);
    }

    public String address() {
        return socket.address();
    }

    FakeServer socket() {
        return socket;
    }

    public String directory() {
        return driver.aeronDirectoryName();
    }

    /** Accepts and registers a client; returns the client's register frame. */
    public String acceptAndRegister() {
        socket.accept(true);
        final String register = socket.read();
        socket.send("{\"type\":\"event\",\"event\":\"registered\",\"name\":\"x\",\"version\":\"1.0.0\",\"instance\":\"i-0x10\","
            + "\"index\":\"0x10\",\"services\":[],\"aeron\":{\"dir\":\"" + driver.aeronDirectoryName() + "\",\"ingress\":"
            + "{\"channel\":\"" + ingress.channel() + "\",\"streamId\":200},\"delivery\":{\"channel\":\"" + deliveryChannel
            + "\",\"streamId\":1000001},\"secret\":\"" + SECRET + "\"}}");
        return register;
    }

    /** Returns the next ingress frame, waiting for it. */
    public UnsafeBuffer read(final Runnable meanwhile) {
        until(meanwhile, () -> {
            ingress.poll(assembler, 10);
            return !received.isEmpty();
        });
        return received.removeFirst();
    }

    public UnsafeBuffer read() {
        return read(Thread::onSpinWait);
    }

    /** Returns the next frame that has been received, or {@code null}; does not wait. */
    public UnsafeBuffer poll() {
        ingress.poll(assembler, 10);
        return received.pollFirst();
    }

    public int template(final DirectBuffer frame) {
        return headerDecoder.wrap(frame, 0).templateId();
    }

    ProveDecoder prove(final DirectBuffer frame) {
        return new ProveDecoder().wrapAndApplyHeader(frame, 0, headerDecoder);
    }

    /** Sends the frame in {@link #buffer}. */
    public void send(final int length, final Runnable meanwhile) {
        until(meanwhile, () -> delivery.offer(buffer, 0, length) > 0);
    }

    public void send(final int length) {
        send(length, Thread::onSpinWait);
    }

    /** Ends the engine's publication and begins that of a successor. */
    void replaceDelivery() {
        delivery.close();
        delivery = aeron.addExclusivePublication(deliveryChannel, 1_000_001);
    }

    /** Discards received frames. */
    public void discard() {
        ingress.poll(DISCARD, 10);
    }

    public boolean offer(final int length) {
        return delivery.offer(buffer, 0, length) > 0;
    }

    public static void until(final Runnable meanwhile, final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            meanwhile.run();
            Thread.yield();
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("nothing happened in time");
            }
        }
    }

    @Override
    public void close() {
        CloseHelper.closeAll(socket, aeron, driver);
    }
}
