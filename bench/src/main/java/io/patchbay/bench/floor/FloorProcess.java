package io.patchbay.bench.floor;

import io.patchbay.bench.ChildJvm;
import io.patchbay.bench.ChildProcess;
import io.patchbay.bench.Idling;
import io.patchbay.bench.TempData;
import io.patchbay.bench.load.Exchange;
import io.patchbay.bench.load.ExchangeListener;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The floor's server as a process of its own, with its journal where a bench keeps Patchbay's, and its media driver where
 * Patchbay's would be.
 */
public final class FloorProcess implements AutoCloseable {
    private static final int READY_TIMEOUT_S = 60;
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private final TempData data;
    private final Path aeronDir;
    private final ChildProcess process;

    private FloorProcess(final TempData data, final Path aeronDir, final ChildProcess process) {
        this.data = data;
        this.aeronDir = aeronDir;
        this.process = process;
    }

    /**
     * Starts it and waits until it takes connections.
     *
     * @param idling of its one thread.
     * @return the running server.
     */
    public static FloorProcess start(final Idling idling) {
        final TempData data = TempData.create("patchbay-floor");
        final Path aeronDir = Files.isDirectory(SHARED_MEMORY) ? SHARED_MEMORY.resolve(data.root().getFileName())
            : data.file("aeron");
        final ChildProcess process = ChildProcess.start("floor's server", ChildJvm.command(FloorServer.class.getName(),
            aeronDir.toString(), data.data().toString(), idling.name()), data.file("floor.log"));
        process.await(FloorServer.READY, READY_TIMEOUT_S);
        return new FloorProcess(data, aeronDir, process);
    }

    /**
     * Connects consumer and service.
     *
     * @param payloadBytes of a request and of a reply.
     * @param listener     of the replies.
     * @return to be closed by the caller, before this.
     */
    public Exchange connect(final int payloadBytes, final ExchangeListener listener) {
        return new FloorExchange(aeronDir, FloorFrame.ENVELOPE_BYTES + payloadBytes, listener);
    }

    /**
     * Bytes that a message takes in its journal, header included.
     *
     * @param payloadBytes of the message.
     * @return bytes.
     */
    public static int journalBytes(final int payloadBytes) {
        final int record = Integer.BYTES + FloorFrame.ENVELOPE_BYTES + payloadBytes;
        return record + Integer.BYTES - 1 & -Integer.BYTES;
    }

    /**
     * The process, to be asked for its figures.
     *
     * @return running.
     */
    public ChildProcess process() {
        return process;
    }

    @Override
    public void close() throws IOException {
        process.endInput();
        process.awaitEnd();
        data.delete();
    }
}
