package io.patchbay.bench.soak;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Cuts the connections of SDK clients.
 */
@Command(name = "cut", customSynopsis = "[--count N]", description = {
    "cuts an SDK client's connection under load, N times (default 400) by each medium"})
final class CutSoak extends Soak {
    @Option(names = "--count")
    private String count = "400";

    @Override
    public MavenTest call() {
        return MavenTest.unit("gateway", "SdkOver*Test").with("patchbay.cuts", number("--count", count));
    }
}
