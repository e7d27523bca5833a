package io.patchbay.bench.soak;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Sends broken frames to a server.
 */
@Command(name = "hostile", customSynopsis = "[--seconds N]", description = {
    "broken frames by TCP, WebSocket, HTTP, Aeron and UDP at one real server (default 60)"})
final class HostileSoak extends Soak {
    @Option(names = "--seconds")
    private String seconds = "60";

    @Override
    public MavenTest call() {
        return MavenTest.endToEnd("HostileIT").with("patchbay.hostile", number("--seconds", seconds));
    }
}
