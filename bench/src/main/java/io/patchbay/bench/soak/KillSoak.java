package io.patchbay.bench.soak;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.Set;

/**
 * Kills the processes of a deployment under load.
 */
@Command(name = "kill", customSynopsis = "[--count N] [--victims LIST] [--seed S]", description = {
    "kill -9 under load, N times each (default 200), of server, gateway (and with it the media driver), engine,",
    "jvm-service (by Aeron), node-service (by TCP), or of those in LIST, separated by commas; a few seconds a kill.",
    "S repeats the order and the moments of a run that printed it"})
final class KillSoak extends Soak {
    private static final Set<String> VICTIMS = Set.of("server", "gateway", "engine", "jvm-service", "node-service");

    @Option(names = "--count")
    private String count = "200";
    @Option(names = "--victims")
    private String victims = "";
    @Option(names = "--seed")
    private String seed;

    @Override
    public MavenTest call() {
        for (final String victim : victims.split("[, ]+")) {
            if (!victim.isEmpty() && !VICTIMS.contains(victim)) {
                throw wrong("there is no victim \"" + victim + '"');
            }
        }
        final MavenTest test =
            MavenTest.endToEnd("KillIT").with("patchbay.kills", number("--count", count)).with("patchbay.victims", victims);
        return seed == null ? test : test.with("patchbay.seed", number("--seed", seed));
    }
}
