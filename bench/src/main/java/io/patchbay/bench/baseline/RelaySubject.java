package io.patchbay.bench.baseline;

import io.patchbay.bench.load.Exchange;
import io.patchbay.bench.load.Load;
import io.patchbay.bench.load.LoadResult;
import io.patchbay.bench.load.LoadSettings;
import io.patchbay.bench.load.Payloads;
import io.patchbay.bench.load.ServerProbe;
import io.patchbay.bench.load.Subject;
import io.patchbay.bench.process.ChildJvm;
import io.patchbay.bench.process.ChildProcess;
import io.patchbay.bench.process.Idling;
import io.patchbay.bench.process.TempData;
import io.patchbay.bench.report.Result;
import io.patchbay.bench.sockets.Socket;

import java.io.IOException;
import java.util.SplittableRandom;

/**
 * The process of the relay, whose two ends run on one thread of this process.
 */
public final class RelaySubject implements Subject {
    /** The name of this subject in results. */
    public static final String SUBJECT = "relay";
    private static final int READY_TIMEOUT_S = 60;

    private final SplittableRandom random = new SplittableRandom();
    private final TempData temp;
    private final ChildProcess process;
    private final String address;
    private final String relayIdling;
    private final Idling clientIdling;
    private final int payloadBytes;

    private RelaySubject(final TempData temp, final ChildProcess process, final String address, final String relayIdling,
        final Idling clientIdling, final int payloadBytes) {
        this.temp = temp;
        this.process = process;
        this.address = address;
        this.relayIdling = relayIdling;
        this.clientIdling = clientIdling;
        this.payloadBytes = payloadBytes;
    }

    /**
     * Starts a relay.
     *
     * @param relayIdling  idling of the relay's one thread; null means that its threads block.
     * @param clientIdling idling of the thread that will measure.
     * @param payloadBytes length of the payload of a request and of a reply.
     * @return the running relay.
     */
    public static RelaySubject start(final Idling relayIdling, final Idling clientIdling, final int payloadBytes) {
        final TempData temp = TempData.create("patchbay-relay");
        final ChildProcess process = ChildProcess.start("relay", ChildJvm.command(RelayServer.class.getName(),
            relayIdling == null ? RelayServer.BLOCKING : relayIdling.name()), temp.file("relay.log"));
        final String ready = process.await(RelayServer.READY, READY_TIMEOUT_S);
        return new RelaySubject(temp, process, ready.substring(RelayServer.READY.length()),
            relayIdling == null ? RelayServer.BLOCKING : relayIdling.wireName(), clientIdling, payloadBytes);
    }

    @Override
    public Result measure(final String bench, final LoadSettings settings) throws IOException {
        final Load generator = new Load(settings, clientIdling.newStrategy());
        final ServerProbe probe = new ServerProbe(process);
        final LoadResult measured;
        try (Exchange exchange = new RelayExchange(Socket.address(address), Payloads.json(payloadBytes), random.nextLong(),
            generator)) {
            measured = generator.run(exchange, probe);
        }
        final Result result = new Result(bench, SUBJECT).path("tcp-json").idle(relayIdling)
            .put("client_idle", clientIdling.wireName());
        probe.fill(result, 2 * measured.answered());
        return Subject.fill(result, settings, measured, payloadBytes);
    }

    @Override
    public void close() {
        process.endInput();
        process.awaitEnd();
        temp.delete();
    }
}
