package io.patchbay.bench.baseline;

import io.patchbay.bench.load.Exchange;
import io.patchbay.bench.load.Load;
import io.patchbay.bench.load.LoadResult;
import io.patchbay.bench.load.LoadSettings;
import io.patchbay.bench.load.ServerProbe;
import io.patchbay.bench.load.Subject;
import io.patchbay.bench.process.ChildJvm;
import io.patchbay.bench.process.ChildProcess;
import io.patchbay.bench.process.Idling;
import io.patchbay.bench.process.TempData;
import io.patchbay.bench.report.Result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The process of the floor's server. Its journal and its media driver have the places that Patchbay's have in a bench.
 */
public final class FloorProcess implements Subject {
    /** The name of this subject in results. */
    public static final String SUBJECT = "floor";
    private static final int READY_TIMEOUT_S = 60;
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private final TempData data;
    private final Path aeronDir;
    private final ChildProcess process;
    private final Idling serverIdling;
    private final Idling clientIdling;
    private final int payloadBytes;

    private FloorProcess(final TempData data, final Path aeronDir, final ChildProcess process, final Idling serverIdling,
        final Idling clientIdling, final int payloadBytes) {
        this.data = data;
        this.aeronDir = aeronDir;
        this.process = process;
        this.serverIdling = serverIdling;
        this.clientIdling = clientIdling;
        this.payloadBytes = payloadBytes;
    }

    /**
     * Starts the server and waits until it accepts connections.
     *
     * @param serverIdling idling of the server's one thread.
     * @param clientIdling idling of the thread that will measure.
     * @param payloadBytes length of the payload of a request and of a reply.
     * @return the running server.
     */
    public static FloorProcess start(final Idling serverIdling, final Idling clientIdling, final int payloadBytes) {
        final TempData data = TempData.create("patchbay-floor");
        final Path aeronDir = Files.isDirectory(SHARED_MEMORY) ? SHARED_MEMORY.resolve(data.root().getFileName())
            : data.file("aeron");
        final ChildProcess process = ChildProcess.start("floor's server", ChildJvm.command(FloorServer.class.getName(),
            aeronDir.toString(), data.data().toString(), serverIdling.name()), data.file("floor.log"));
        process.await(FloorServer.READY, READY_TIMEOUT_S);
        return new FloorProcess(data, aeronDir, process, serverIdling, clientIdling, payloadBytes);
    }

    @Override
    public Result measure(final String bench, final LoadSettings settings) {
        final Load generator = new Load(settings, clientIdling.newStrategy());
        final ServerProbe probe = new ServerProbe(process);
        final LoadResult measured;
        try (Exchange exchange = new FloorExchange(aeronDir, FloorFrame.ENVELOPE_BYTES + payloadBytes, generator)) {
            measured = generator.run(exchange, probe);
        }
        final Result result = new Result(bench, SUBJECT).path("aeron-ipc").idle(serverIdling.wireName()).threads("shared")
            .put("client_idle", clientIdling.wireName());
        probe.fill(result, 2 * measured.answered());
        return Subject.fill(result.journalBytesPerMessage(journalBytes()), settings, measured, payloadBytes);
    }

    /** Returns the length of a message in the journal, header included. */
    private int journalBytes() {
        final int record = Integer.BYTES + FloorFrame.ENVELOPE_BYTES + payloadBytes;
        return record + Integer.BYTES - 1 & -Integer.BYTES;
    }

    @Override
    public void close() throws IOException {
        process.endInput();
        process.awaitEnd();
        data.delete();
    }
}
