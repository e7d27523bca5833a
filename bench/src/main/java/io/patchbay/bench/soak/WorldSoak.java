package io.patchbay.bench.soak;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Does to a server under load what the world around it does.
 */
@Command(name = "world", customSynopsis = "[--count N] [--seed S]", description = {
    "N faults from outside (default 140) on a server, or a gateway and an engine, under load: clocks that are set, stopped",
    "processes, files of the journal that are removed or exchanged, other namespaces, a media driver's directory that is removed",
    "or too small, clients that never read; ten seconds a fault. S repeats the order and the moments of a run that printed it"})
final class WorldSoak extends Soak {
    @Option(names = "--count")
    private String count = "140";
    @Option(names = "--seed")
    private String seed;

    @Override
    public MavenTest call() {
        final MavenTest test = MavenTest.endToEnd("WorldIT").with("patchbay.faults", number("--count", count));
        return seed == null ? test : test.with("patchbay.seed", number("--seed", seed));
    }
}
