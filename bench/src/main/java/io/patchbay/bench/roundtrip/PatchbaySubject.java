package io.patchbay.bench.roundtrip;

import io.patchbay.bench.load.Exchange;
import io.patchbay.bench.load.ExchangeListener;
import io.patchbay.bench.load.Load;
import io.patchbay.bench.load.LoadResult;
import io.patchbay.bench.load.LoadSettings;
import io.patchbay.bench.load.Payloads;
import io.patchbay.bench.load.ServerProbe;
import io.patchbay.bench.load.Subject;
import io.patchbay.bench.process.Idling;
import io.patchbay.bench.process.ServerProcess;
import io.patchbay.bench.process.TempData;
import io.patchbay.bench.report.Result;

import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A Patchbay server as shipped, which the bench starts or which runs already. It is measured by one path at a time.
 */
public final class PatchbaySubject implements Subject {
    /** The name of this subject in results. */
    public static final String SUBJECT = "patchbay";

    private final SplittableRandom random = new SplittableRandom();
    private final TempData temp;
    private final ServerProcess process;
    private final String server;
    private final Layout layout;
    private LoadPath path = LoadPath.AERON_IPC;

    private PatchbaySubject(final TempData temp, final ServerProcess process, final String server, final Layout layout) {
        this.temp = temp;
        this.process = process;
        this.server = server;
        this.layout = layout;
    }

    /**
     * The threads of server and clients, and the length of payloads.
     *
     * @param serverThreads {@code shared} or {@code dedicated}.
     * @param serverIdling  idling of the server.
     * @param clientIdling  idling of this process.
     * @param clientThreads 1 if consumer and service share a thread, 2 if each has one.
     * @param payloadBytes  length of the payload of a request and of a reply.
     */
    public record Layout(String serverThreads, Idling serverIdling, Idling clientIdling, int clientThreads, int payloadBytes) {
    }

    /**
     * Starts a server on temporary data.
     *
     * @param layout  the threads and payloads.
     * @param options further options of the server, without their dashes.
     * @return the running server.
     */
    public static PatchbaySubject start(final Layout layout, final List<String> options) {
        final TempData temp = TempData.create("patchbay-bench");
        final List<String> all = new ArrayList<>(List.of("--threads=" + layout.serverThreads(),
            "--idle=" + layout.serverIdling().wireName()));
        options.forEach(option -> all.add("--" + option));
        final ServerProcess process = ServerProcess.start(temp.data(), temp.file("server.log"), all);
        return new PatchbaySubject(temp, process, process.tcp(), layout);
    }

    /**
     * Returns a subject for a server that runs already.
     *
     * @param server host and port.
     * @param layout the threads and payloads of this process. What it says about the server is not verified.
     * @return the subject, whose closing leaves the server running.
     */
    public static PatchbaySubject at(final String server, final Layout layout) {
        return new PatchbaySubject(null, null, server, layout);
    }

    /**
     * Sets the path of the next measurements.
     *
     * @param next the path.
     * @return this.
     */
    public PatchbaySubject by(final LoadPath next) {
        path = next;
        return this;
    }

    /**
     * Returns the server's process.
     *
     * @return null if the bench did not start it.
     */
    public ServerProcess process() {
        return process;
    }

    @Override
    public Result measure(final String bench, final LoadSettings settings) throws IOException {
        final Load generator = new Load(settings, layout.clientIdling().newStrategy());
        final ServerProbe probe = process == null ? new ServerProbe(null) : new JournalGrowth(process.process(), process.data());
        final LoadResult measured;
        try (Exchange exchange = connect(generator)) {
            measured = generator.run(exchange, probe);
        }
        final Result result = new Result(bench, SUBJECT).path(path.wireName());
        if (process != null) {
            result.idle(layout.serverIdling().wireName()).threads(layout.serverThreads());
        }
        result.put("client_idle", layout.clientIdling().wireName()).put("client_threads", layout.clientThreads());
        probe.fill(result, 2 * measured.answered());
        return Subject.fill(result, settings, measured, layout.payloadBytes());
    }

    private Exchange connect(final ExchangeListener listener) throws IOException {
        final UnsafeBuffer payload = new UnsafeBuffer(Payloads.json(layout.payloadBytes()));
        if (path == LoadPath.WEBSOCKET_JSON) {
            if (process == null) {
                throw new IllegalStateException("websocket-json needs a server that the bench starts: leave out --server");
            }
            return new WebSocketExchange(process.http(), payload.byteArray(), random.nextLong(), listener);
        }
        return new ClientExchange(path, server, payload, random.nextLong(),
            layout.clientThreads() > 1 ? layout.clientIdling().newStrategy() : null, listener);
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
            temp.delete();
        }
    }
}
