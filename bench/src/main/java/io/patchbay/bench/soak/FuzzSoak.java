package io.patchbay.bench.soak;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs each fuzz target for a while.
 */
@Command(name = "fuzz", customSynopsis = "[--seconds N]", description = {
    "coverage-guided fuzzing by Jazzer, N seconds (default 120) of each target; fetches Jazzer the first time"})
final class FuzzSoak extends Soak {
    @Option(names = "--seconds")
    private String seconds = "120";

    @Override
    public MavenTest call() {
        return MavenTest.unit("gateway", "FuzzTest").with("patchbay.fuzz", number("--seconds", seconds));
    }
}
