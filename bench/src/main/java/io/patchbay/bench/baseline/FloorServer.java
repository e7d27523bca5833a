package io.patchbay.bench.baseline;

import io.patchbay.bench.process.ChildInput;
import io.patchbay.bench.process.Idling;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.BufferClaim;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * The main class of the floor's server. Ingress, append, tail and delivery run on one thread, which also drives the embedded
 * media driver. A record is the frame as it was received. The process ends when its standard input does.
 */
public final class FloorServer implements FragmentHandler, AutoCloseable {
    /** The line that the server prints when both ends may connect. */
    public static final String READY = "floor ready";
    /** Frames between two polls of the tail, so few that appended records are still in the CPU's cache when they are read. */
    private static final int BATCH = 16;
    /** Time between two turns of the driver while no frames come. The driver needs turns to watch its clients. */
    private static final long IDLE_TURN_NS = 200_000;
    /** Idle duty cycles between two readings of the clock, a power of two. */
    private static final int IDLE_CYCLES = 16;
    /** Frames between two turns of the driver, which moves the publications' flow-control windows of half a term. */
    private static final int FRAMES = 512;
    /** Turns of the driver between two turns of this client's conductor. */
    private static final int CONDUCTOR_INTERVAL = 8;
    private static final int TERM_BYTES = 1 << 20;
    private static final int BLOCK_BYTES = 64 << 20;

    private final BufferClaim claim = new BufferClaim();
    private final UnsafeBuffer record = new UnsafeBuffer(0, 0);
    private final MediaDriver driver;
    private final AgentInvoker driverInvoker;
    private final Aeron aeron;
    private final AgentInvoker conductor;
    private final Subscription ingress;
    private final ExclusivePublication toService;
    private final ExclusivePublication toConsumer;
    private final ChronicleQueue queue;
    private final ExcerptAppender appender;
    private final ExcerptTailer tailer;
    private long appended;
    private long tailed;
    private long lastTurnNs;
    private int idleCycles;
    private int frames;
    private int turns;

    private FloorServer(final Path aeronDir, final Path journalDir) {
        final MediaDriver.Context context = new MediaDriver.Context();
        context.aeronDirectoryName(aeronDir.toString());
        driver = MediaDriver.launch(context
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true)
            .warnIfDirectoryExists(false)
            .threadingMode(ThreadingMode.INVOKER)
            .asyncExecutorEnabled(false)
            .termBufferSparseFile(false)
            .ipcTermBufferLength(TERM_BYTES));
        driverInvoker = driver.sharedAgentInvoker();
        aeron = Aeron.connect(new Aeron.Context()
            .aeronDirectoryName(aeronDir.toString())
            .driverAgentInvoker(driverInvoker)
            .useConductorAgentInvoker(true));
        conductor = aeron.conductorAgentInvoker();
        ingress = aeron.addSubscription(CommonContext.IPC_CHANNEL, FloorFrame.INGRESS_STREAM);
        toService = aeron.addExclusivePublication(CommonContext.IPC_CHANNEL, FloorFrame.SERVICE_STREAM);
        toConsumer = aeron.addExclusivePublication(CommonContext.IPC_CHANNEL, FloorFrame.CONSUMER_STREAM);
        queue = SingleChronicleQueueBuilder.binary(journalDir).rollCycle(RollCycles.FAST_DAILY).blockSize(BLOCK_BYTES)
            .checkInterrupts(false).build();
        appender = queue.createAppender();
        tailer = queue.createTailer();
        appender.singleThreadedCheckDisabled(true);
        tailer.singleThreadedCheckDisabled(true);
    }

    /**
     * Runs the server.
     *
     * @param args the directory of the media driver, the directory of the queue, the idling.
     */
    public static void main(final String[] args) {
        System.setProperty("chronicle.analytics.disable", "true");
        System.setProperty("chronicle.announcer.disable", "true");
        System.setProperty("chronicle.disk.monitor.disable", "true");
        final IdleStrategy idle = Idling.valueOf(args[2]).newStrategy();
        final ChildInput input = ChildInput.watch();
        try (FloorServer server = new FloorServer(Path.of(args[0]), Path.of(args[1]))) {
            System.out.println(READY);
            System.out.flush();
            while (!input.isEnded()) {
                idle.idle(server.doWork());
            }
        }
    }

    private int doWork() {
        final int received = ingress.poll(this, BATCH);
        if (received == 0) {
            if ((++idleCycles & IDLE_CYCLES - 1) == 0 && System.nanoTime() - lastTurnNs >= IDLE_TURN_NS) {
                turnDriver();
            }
            return 0;
        }
        tail();
        frames += received;
        if (frames >= FRAMES) {
            turnDriver();
        }
        return received;
    }

    private void turnDriver() {
        lastTurnNs = System.nanoTime();
        frames = 0;
        driverInvoker.invoke();
        if (++turns % CONDUCTOR_INTERVAL == 0) {
            conductor.invoke();
        }
    }

    @Override
    public void onFragment(final DirectBuffer buffer, final int offset, final int length, final Header header) {
        try (DocumentContext document = appender.writingDocument()) {
            final Bytes<?> bytes = document.wire().bytes();
            UnsafeApi.copyMemory(null, buffer.addressOffset() + offset, null, bytes.addressForWrite(bytes.writePosition()),
                length);
            bytes.writeSkip(length);
        }
        appended++;
    }

    private void tail() {
        while (tailed < appended) {
            try (DocumentContext document = tailer.readingDocument()) {
                if (!document.isPresent()) {
                    return;
                }
                final Bytes<?> bytes = document.wire().bytes();
                final int length = (int)bytes.readRemaining();
                record.wrap(bytes.addressForRead(bytes.readPosition()), length);
                deliver(length);
            }
            tailed++;
        }
    }

    private void deliver(final int length) {
        final int to = record.getInt(FloorFrame.TO_OFFSET, ByteOrder.LITTLE_ENDIAN);
        final ExclusivePublication publication = to == FloorFrame.TO_SERVICE ? toService : toConsumer;
        long position = publication.tryClaim(length, claim);
        while (position < 0) {
            if (position == Publication.CLOSED || position == Publication.MAX_POSITION_EXCEEDED
                || position == Publication.NOT_CONNECTED) {
                // The receiver has left, so the run is over.
                return;
            }
            // The driver's turn rotates the term, or moves the window.
            driverInvoker.invoke();
            position = publication.tryClaim(length, claim);
        }
        claim.putBytes(record, 0, length);
        claim.commit();
    }

    @Override
    public void close() {
        CloseHelper.closeAll(tailer, appender, queue, aeron, driver);
    }
}
