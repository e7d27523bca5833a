package io.patchbay.bench.soak;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs one bad client after the other against a server with a small heap.
 */
@Command(name = "overload", customSynopsis = "[--scale N]", description = {
    "one server with a 256 MiB heap and one bad client after the other; N (default 10) is how much of each"})
final class OverloadSoak extends Soak {
    @Option(names = "--scale")
    private String scale = "10";

    @Override
    public MavenTest call() {
        return MavenTest.endToEnd("OverloadIT").with("patchbay.overload", number("--scale", scale));
    }
}
