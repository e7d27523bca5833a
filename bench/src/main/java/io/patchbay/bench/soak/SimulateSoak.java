package io.patchbay.bench.soak;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs many seeds of the simulation.
 */
@Command(name = "simulate", customSynopsis = "[--gateway KIND] [--seeds N] [--seed S]", description = {
    "N days (default 100000) of the simulation, each a seed; S: only that one, with its trace. KIND: stand-in (default)",
    "for the engine's sake, or whole: real gateways from the bytes of a socket to those of another"})
final class SimulateSoak extends Soak {
    @Option(names = "--gateway")
    private String gateway = "stand-in";
    @Option(names = "--seeds")
    private String seeds = "100000";
    @Option(names = "--seed")
    private String seed;

    @Override
    public MavenTest call() {
        final MavenTest test = simulation().with("patchbay.seeds", number("--seeds", seeds));
        return seed == null ? test : test.with("patchbay.seed", number("--seed", seed));
    }

    private MavenTest simulation() {
        return switch (gateway) {
            case "stand-in" -> MavenTest.unit("engine", "SimulationTest");
            case "whole" -> MavenTest.unit("gateway", "GatewaySimulationTest");
            default -> throw wrong("--gateway must be stand-in or whole, not \"" + gateway + '"');
        };
    }
}
