package io.patchbay.gateway.cli;

import io.patchbay.host.EngineAgent;

import org.agrona.concurrent.CachedNanoClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.List;
import java.util.concurrent.Callable;

/**
 * {@code ./patchbay engine}: the engine as a process of its own.
 */
@Command(name = "engine", mixinStandardHelpOptions = true, sortOptions = false,
    description = "Runs the engine of a data directory, until SIGTERM. After an outage it catches up, sends each receiver what "
        + "it has not had, and withholds requests whose deadline has passed.")
final class EngineCommand implements Callable<Integer> {
    @Mixin
    private DataOptions data;
    @Mixin
    private EngineOptions engineOptions;

    @Override
    public Integer call() {
        final Parts parts = Parts.open(data, Parts.Role.ENGINE);
        try {
            final CachedNanoClock clock = Parts.newClock();
            final EngineAgent engine =
                parts.engine(engineOptions, parts.link("patchbay-engine", false, false, clock), clock);
            final HostProcess process = new HostProcess(data.drainMs);
            process.add("patchbay-engine", new Duty(List.of(engine), parts.idle(), () -> { }, clock).startingWith(parts.pin(0)));
            return process.run(null, engine, () -> ReadyLine.engine(parts.data()), parts);
        } catch (final RuntimeException e) {
            parts.close();
            throw e;
        }
    }
}
