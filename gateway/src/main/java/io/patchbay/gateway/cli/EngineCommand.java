package io.patchbay.gateway.cli;

import io.patchbay.gateway.server.AgentLoop;
import io.patchbay.gateway.server.DutyClock;
import io.patchbay.gateway.server.HostPort;
import io.patchbay.gateway.server.ReadyLine;
import io.patchbay.host.EngineAgent;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * {@code ./patchbay engine}: runs the engine as a process of its own.
 */
@Command(name = "engine", mixinStandardHelpOptions = true, sortOptions = false,
    description = "Runs the engine of a data directory, until SIGTERM. After an outage it catches up, sends each receiver what "
        + "it has not received, and withholds requests whose deadline has passed.")
final class EngineCommand implements Callable<Integer> {
    @ParentCommand
    private Main main;
    @Mixin
    private DataOptions data;
    @Mixin
    private EngineOptions engineOptions;

    @Option(names = "--http", paramLabel = "HOST:PORT", converter = HostPort.class,
        description = "Where /health/live and /health/ready of the engine are served; port 0 = any free one. Not the port of a "
            + "gateway. Default: nowhere")
    private InetSocketAddress http;

    @Option(names = "--insecure", description = "Bind another address than loopback for --http")
    private boolean insecure;

    @Override
    public Integer call() {
        final ServerAssembly assembly = ServerAssembly.open(data, ServerAssembly.Role.ENGINE);
        try {
            final DutyClock clock = new DutyClock();
            final EngineAgent engine =
                assembly.engine(engineOptions, assembly.link("patchbay-engine", false, false, clock), clock);
            final HostProcess process = new HostProcess(main.signal(), data.drainMs);
            process.add("patchbay-engine", new AgentLoop(List.of(engine), assembly.idle(), () -> { }, clock)
                .startingWith(assembly.pin(0)));
            final InetSocketAddress health =
                http == null ? null : assembly.health(http, insecure, engine, process::isStopping).address();
            return process.run(null, engine, () -> ReadyLine.engine(health, assembly.data()), assembly);
        } catch (final RuntimeException e) {
            assembly.close();
            throw e;
        }
    }
}
