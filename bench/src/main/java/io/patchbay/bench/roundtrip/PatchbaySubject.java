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
 * A Patchbay server as shipped, in a process of its own, or one that runs already; measured by one path at a time.
 */
public final class PatchbaySubject implements Subject {
    /** As results name it. */
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
     * How work is spread, and over what.
     *
     * @param serverThreads {@code shared} or {@code dedicated}.
     * @param serverIdling  of the server.
     * @param clientIdling  of this process.
     * @param clientThreads 1 = consumer and service share one.
     * @param payloadBytes  of a request and of a reply.
     */
    public record Layout(String serverThreads, Idling serverIdling, Idling clientIdling, int clientThreads, int payloadBytes) {
    }

    /**
     * Starts a server on temporary data.
     *
     * @param layout  of the work.
     * @param options further ones of the server, without their dashes.
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
     * Takes a server that runs.
     *
     * @param server host and port.
     * @param layout of this process's work; what it says of the server is not known to be so.
     * @return not owning the server.
     */
    public static PatchbaySubject at(final String server, final Layout layout) {
        return new PatchbaySubject(null, null, server, layout);
    }

    /**
     * Chooses how the next measurements go.
     *
     * @param next path.
     * @return this.
     */
    public PatchbaySubject by(final LoadPath next) {
        path = next;
        return this;
    }

    /**
     * The process of the server.
     *
     * @return null where it is not ours.
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
