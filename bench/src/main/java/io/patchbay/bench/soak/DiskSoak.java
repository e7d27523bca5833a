package io.patchbay.bench.soak;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Fills the disk under a running server.
 */
@Command(name = "disk", customSynopsis = "[--count N]", description = {
    "fills a small tmpfs to the last byte, N times (default 100), from inside and from outside. Needs the right to mount"})
final class DiskSoak extends Soak {
    @Option(names = "--count")
    private String count = "100";

    @Override
    public MavenTest call() {
        return MavenTest.endToEnd("FullDiskIT").with("patchbay.fills", number("--count", count));
    }
}
