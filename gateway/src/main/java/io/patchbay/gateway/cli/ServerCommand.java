package io.patchbay.gateway.cli;

import io.patchbay.cli.ExitCode;
import io.patchbay.delivery.AeronLink;
import io.patchbay.gateway.GatewayAgent;
import io.patchbay.host.EngineAgent;

import org.agrona.CloseHelper;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code ./patchbay server}: media driver, gateway and engine in one process.
 */
@Command(name = "server", mixinStandardHelpOptions = true, sortOptions = false,
    description = "Runs media driver, gateway and engine in one process, until SIGTERM.")
final class ServerCommand implements Callable<Integer> {
    @ParentCommand
    private Main main;
    @Mixin
    private DataOptions data;
    @Mixin
    private GatewayOptions gatewayOptions;
    @Mixin
    private EngineOptions engineOptions;

    @Override
    public Integer call() {
        final ServerAssembly parts = ServerAssembly.open(data, ServerAssembly.Role.SERVER);
        try {
            final boolean isShared = data.threads.isShared();
            final DutyClock engineClock = new DutyClock();
            final AeronLink engineLink = parts.link("patchbay-engine", true, isShared, engineClock);
            final EngineAgent engine = parts.engine(engineOptions, engineLink, engineClock);
            // What the journal holds is read, found sound and settled before this gateway says that it has started.
            final AgentLoop fold = new AgentLoop(List.of(engine), parts.idle(), () -> { }, engineClock);
            fold.runUntil(() -> engine.isCaughtUp() || main.signal().isWanted());
            if (fold.failure() != null) {
                CloseHelper.quietClose(engine::onClose);
                parts.close();
                return Failures.report(fold.failure(), new PrintWriter(System.err, true));
            }
            if (main.signal().isWanted()) {
                CloseHelper.quietClose(engine::onClose);
                parts.close();
                return ExitCode.DONE;
            }
            final DutyClock clock = isShared ? engineClock : new DutyClock();
            final AeronLink gatewayLink = isShared ? engineLink : parts.link("patchbay-gateway", false, false, clock);
            final GatewayAgent gateway =
                parts.gateway(gatewayOptions, gatewayLink, engine, MemoryBounds.maxOpen(engineOptions.maxOpen), clock, isShared);
            final HostProcess process = new HostProcess(main.signal(), data.drainMs);
            if (isShared) {
                process.add("patchbay", new AgentLoop(List.of(gateway, engine), parts.idle(gateway, clock), () -> { }, clock)
                    .startingWith(parts.pin(0)));
            } else {
                addDedicated(process, parts, gateway, clock, engine, engineClock);
            }
            return process.run(gateway, engine, () -> ReadyLine.server(gateway, parts.data()), parts);
        } catch (final RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    /** Each thread wakes the other, which may be asleep, after it has had work. */
    private void addDedicated(final HostProcess process, final ServerAssembly parts, final GatewayAgent gateway,
        final DutyClock clock, final EngineAgent engine, final DutyClock engineClock) {
        final Thread[] engineThread = new Thread[1];
        final AgentLoop engineDuty = new AgentLoop(List.of(engine), parts.idle(), gateway::wakeup, engineClock)
            .startingWith(parts.pin(0));
        final AgentLoop gatewayDuty =
            new AgentLoop(List.of(gateway), parts.idle(gateway, clock), () -> LockSupport.unpark(engineThread[0]), clock)
                .startingWith(parts.pin(1));
        engineThread[0] = process.add("patchbay-engine", engineDuty);
        process.add("patchbay-gateway", gatewayDuty);
    }
}
