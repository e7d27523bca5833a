package io.patchbay.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;

/**
 * {@code ./patchbay bench roundtrip}: request and reply through a real server, with percentiles.
 */
@Command(name = "roundtrip", mixinStandardHelpOptions = true, sortOptions = false,
    description = {"Request and reply through a real server process: consumer -> server -> service -> server -> consumer, both "
        + "legs journaled. Consumer and service run in this process, by default on one thread, so that with the server's one "
        + "two cores are enough.", ""},
    footer = {"",
        "Closed loop (--outstanding N): the next request goes out when a reply comes in.",
        "Open loop (--rate R): requests go out on a schedule; latency counts from when each should have gone out, so a stall "
            + "shows in the figures of all that waited for it (no coordinated omission).",
        "Idling decides much: a sleeping thread costs tens of microseconds to wake. --idle is this process's, --server-option "
            + "idle=... the server's. More spinning threads than cores make everything slower."})
final class RoundtripCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--path", split = ",", paramLabel = "PATH", defaultValue = "aeron-ipc,tcp-json",
        description = "aeron-ipc, tcp-json, or both. Default: ${DEFAULT-VALUE}")
    private List<String> paths = new ArrayList<>();

    @Option(names = "--outstanding", split = ",", paramLabel = "N", defaultValue = "1,64",
        description = "Requests under way at once in a closed loop, 1 to 60000; several values are measured in turn. "
            + "Default: ${DEFAULT-VALUE}")
    private List<Integer> outstanding = new ArrayList<>();

    @Option(names = "--rate", split = ",", paramLabel = "R",
        description = "Requests a second on a schedule, instead of a closed loop; several values are measured in turn")
    private List<Integer> rates = new ArrayList<>();

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "10", description = "Measured time. Default: ${DEFAULT-VALUE}")
    private double seconds;

    @Option(names = "--warmup", paramLabel = "S", defaultValue = "5",
        description = "Time before it counts, for each measurement. Default: ${DEFAULT-VALUE}")
    private double warmUpSeconds;

    @Option(names = "--payload", paramLabel = "BYTES", defaultValue = "100",
        description = "Of a request and of a reply, 60 to 60000. Default: ${DEFAULT-VALUE}")
    private int payloadBytes;

    @Option(names = "--idle", paramLabel = "STRATEGY", defaultValue = "backoff",
        description = "What this process does with nothing to do: backoff, yield, spin. Default: ${DEFAULT-VALUE}")
    private Idling idling;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "1",
        description = "1: consumer and service share a thread; 2: one each. Default: ${DEFAULT-VALUE}")
    private int threads;

    @Option(names = "--server", paramLabel = "HOST:PORT",
        description = "A server that runs already (for aeron-ipc on this machine). Default: one is started on temporary data")
    private String server;

    @Option(names = "--server-option", paramLabel = "NAME=VALUE",
        description = "An option of the server that is started, without its dashes: --server-option idle=spin; may be repeated")
    private List<String> serverOptions = new ArrayList<>();

    @Option(names = "--json", paramLabel = "FILE", description = "Append a JSON line for each measurement")
    private Path json;

    @Override
    public Integer call() throws IOException {
        final List<RoundtripSettings> all = settings();
        if (server != null) {
            return measure(all, server);
        }
        final TempData data = TempData.create("patchbay-bench");
        final List<String> options = serverOptions.stream().map(option -> "--" + option).toList();
        final int code;
        try (ServerProcess process = ServerProcess.start(data.data(), data.file("server.log"), options)) {
            code = measure(all, process.tcp());
        }
        // after a failure it stays, with the log
        data.delete();
        return code;
    }

    private List<RoundtripSettings> settings() {
        require(seconds > 0 && warmUpSeconds >= 0, "--seconds must be above 0, --warmup not below");
        require(payloadBytes >= 60 && payloadBytes <= 60_000, "--payload must be from 60 to 60000");
        require(threads == 1 || threads == 2, "--threads must be 1 or 2");
        final List<RoundtripSettings> all = new ArrayList<>();
        for (final String word : paths) {
            final LoadPath path = path(word);
            for (final int n : rates.isEmpty() ? outstanding : List.<Integer>of()) {
                require(n >= 1 && n <= LoadGenerator.MAX_OUTSTANDING, "--outstanding must be from 1 to 60000");
                all.add(new RoundtripSettings(path, n, 0, payloadBytes, idling, threads, warmUpSeconds, seconds));
            }
            for (final int rate : rates) {
                require(rate >= 1, "--rate must be 1 or more");
                all.add(new RoundtripSettings(path, 0, rate, payloadBytes, idling, threads, warmUpSeconds, seconds));
            }
        }
        return all;
    }

    private LoadPath path(final String word) {
        try {
            return LoadPath.ofWord(word);
        } catch (final IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private void require(final boolean holds, final String otherwise) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    private int measure(final List<RoundtripSettings> all, final String address) throws IOException {
        final PrintWriter out = spec.commandLine().getOut();
        final SplittableRandom random = new SplittableRandom();
        long failures = 0;
        out.println(RoundtripResult.header());
        for (final RoundtripSettings settings : all) {
            final RoundtripResult result = new Roundtrip(settings, address, random.nextLong()).run();
            out.println(result.row());
            out.flush();
            failures += result.failures();
            if (json != null) {
                Files.writeString(json, result.json() + "\n", StandardCharsets.UTF_8, StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            }
        }
        return failures == 0 ? BenchMain.DONE : BenchMain.FAILED;
    }
}
