package io.patchbay.gateway.cli;

import io.patchbay.aeron.AeronLink;
import io.patchbay.gateway.GatewayAgent;
import io.patchbay.gateway.server.AgentLoop;
import io.patchbay.gateway.server.DutyClock;
import io.patchbay.gateway.server.ReadyLine;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

import java.util.List;
import java.util.concurrent.Callable;

/**
 * {@code ./patchbay gateway}: runs a gateway as a process of its own. The first one of a data directory runs the media driver.
 */
@Command(name = "gateway", mixinStandardHelpOptions = true, sortOptions = false,
    description = "Runs a gateway over a data directory, until SIGTERM. It takes and journals frames while no engine runs; "
        + "the first gateway of a data directory runs the media driver.")
final class GatewayCommand implements Callable<Integer> {
    @ParentCommand
    private Main main;
    @Mixin
    private DataOptions data;
    @Mixin
    private GatewayOptions gatewayOptions;

    @Override
    public Integer call() {
        final ServerAssembly assembly = ServerAssembly.open(data, ServerAssembly.Role.GATEWAY);
        try {
            assembly.checkJournal();
            final DutyClock clock = new DutyClock();
            final AeronLink link = assembly.link("patchbay-gateway", true, data.threads.isShared(), clock);
            final GatewayAgent gateway = assembly.gateway(gatewayOptions, link, null, Long.MAX_VALUE, clock, false);
            final HostProcess process = new HostProcess(main.signal(), data.drainMs);
            process.add("patchbay-gateway", new AgentLoop(List.of(gateway), assembly.idle(gateway, clock), () -> { }, clock)
                .startingWith(assembly.pin(0)));
            return process.run(gateway, null, () -> ReadyLine.gateway(gateway, assembly.data()), assembly);
        } catch (final RuntimeException e) {
            assembly.close();
            throw e;
        }
    }
}
