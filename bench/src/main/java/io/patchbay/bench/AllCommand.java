package io.patchbay.bench;

import io.patchbay.cli.ExitCode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * The command {@code ./patchbay bench all}, which runs every bench in turn.
 */
@Command(name = "all", mixinStandardHelpOptions = true, sortOptions = false,
    description = {"Runs every bench, with results in one file: roundtrip by all paths beside floor and relay, peers, fanout, "
        + "replay, scale, throughput, jmh. Progress is on standard error.", ""},
    footer = {"", "--quick ends within five minutes: an orientation. Without it, about half an hour."})
final class AllCommand implements Callable<Integer> {
    private static final List<String> FULL = List.of(
        "roundtrip --path aeron-ipc,tcp-json --idle spin",
        "roundtrip --path aeron-ipc,aeron-udp,tcp-json,websocket-json",
        "peers",
        "fanout",
        "replay",
        "scale",
        "throughput --idle spin --seconds 600");
    private static final List<String> QUICK = List.of(
        "roundtrip --path aeron-ipc,tcp-json --idle spin --warmup 2 --warmup-limit 8 --seconds 1",
        "roundtrip --path aeron-udp,websocket-json --warmup 1 --warmup-limit 0 --seconds 1",
        "peers --warmup 2 --warmup-limit 4 --seconds 1",
        "fanout --warmup 1 --warmup-limit 0 --seconds 1",
        "replay --requests 200000 --passes 2",
        "scale --ended-ids 262144 --seconds 1.5",
        "throughput --idle spin --outstanding 64,256 --search 1 --warmup 4 --warmup-limit 0 --seconds 5");

    @Spec
    private CommandSpec spec;

    @Option(names = "--quick", description = "Short runs")
    private boolean isQuick;

    @Option(names = "--json", paramLabel = "FILE", description = "Append a JSON line for each measurement")
    private Path json;

    @Option(names = "--hgrm", paramLabel = "DIR", description = "Write the percentiles of each measurement")
    private Path hgrm;

    @Override
    public Integer call() {
        int worst = ExitCode.DONE;
        final List<String> all = isQuick ? QUICK : FULL;
        for (int i = 0; i < all.size(); i++) {
            final List<String> args = new ArrayList<>(List.of(all.get(i).split(" ")));
            if (json != null) {
                args.addAll(List.of("--json", json.toString()));
            }
            if (hgrm != null) {
                args.addAll(List.of("--hgrm", hgrm.toString()));
            }
            worst = Math.max(worst, run(i + 1, all.size() + 1, args));
        }
        return Math.max(worst, run(all.size() + 1, all.size() + 1, isQuick
            ? List.of("jmh", "--", "-f", "1", "-wi", "1", "-i", "1", "-w", "200ms", "-r", "200ms", "-p", "endedIds=65536")
            : List.of("jmh")));
    }

    private int run(final int number, final int total, final List<String> args) {
        spec.commandLine().getErr().println("[" + number + "/" + total + "] bench " + String.join(" ", args));
        spec.commandLine().getErr().flush();
        return BenchMain.run(args.toArray(new String[0]));
    }
}
