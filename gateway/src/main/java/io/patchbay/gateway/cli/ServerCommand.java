package io.patchbay.gateway.cli;

import io.patchbay.aeron.AeronLink;
import io.patchbay.cli.ExitCode;
import io.patchbay.gateway.GatewayAgent;
import io.patchbay.gateway.server.AgentLoop;
import io.patchbay.gateway.server.DutyClock;
import io.patchbay.gateway.server.Failures;
import io.patchbay.gateway.server.MemoryBounds;
import io.patchbay.gateway.server.ReadyLine;
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
 * {@code ./patchbay server}: runs media driver, gateway and engine in one process.
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
        final ServerAssembly assembly = ServerAssembly.open(data, ServerAssembly.Role.SERVER);
        try {
            final boolean isShared = data.threads.isShared();
            final DutyClock engineClock = new DutyClock();
            final AeronLink engineLink = assembly.link("patchbay-engine", true, isShared, engineClock);
            final EngineAgent engine = assembly.engine(engineOptions, engineLink, engineClock);
            // The engine reads the whole journal and checks it before the gateway appends its gateway-started record.
            final AgentLoop fold = new AgentLoop(List.of(engine), assembly.idle(), () -> { }, engineClock);
            fold.runUntil(() -> engine.isCaughtUp() || main.signal().isWanted());
            if (fold.failure() != null) {
                CloseHelper.quietClose(engine::onClose);
                assembly.close();
                return Failures.report(fold.failure(), new PrintWriter(System.err, true));
            }
            if (main.signal().isWanted()) {
                CloseHelper.quietClose(engine::onClose);
                assembly.close();
                return ExitCode.DONE;
            }
            final DutyClock clock = isShared ? engineClock : new DutyClock();
            final AeronLink gatewayLink = isShared ? engineLink : assembly.link("patchbay-gateway", false, false, clock);
            final GatewayAgent gateway =
                assembly.gateway(gatewayOptions, gatewayLink, engine, MemoryBounds.maxOpen(engineOptions.maxOpen), clock,
                    isShared);
            final HostProcess process = new HostProcess(main.signal(), data.drainMs);
            if (isShared) {
                process.add("patchbay", new AgentLoop(List.of(gateway, engine), assembly.idle(gateway, clock), () -> { }, clock)
                    .startingWith(assembly.pin(0)));
            } else {
                addDedicated(process, assembly, gateway, clock, engine, engineClock);
            }
            return process.run(gateway, engine, () -> ReadyLine.server(gateway, assembly.data()), assembly);
        } catch (final RuntimeException e) {
            assembly.close();
            throw e;
        }
    }

    /** Adds the two threads. Each wakes the other, which may be asleep, after a turn with work. */
    private void addDedicated(final HostProcess process, final ServerAssembly assembly, final GatewayAgent gateway,
        final DutyClock clock, final EngineAgent engine, final DutyClock engineClock) {
        final Thread[] engineThread = new Thread[1];
        final AgentLoop engineLoop = new AgentLoop(List.of(engine), assembly.idle(), gateway::wakeup, engineClock)
            .startingWith(assembly.pin(0));
        final AgentLoop gatewayLoop =
            new AgentLoop(List.of(gateway), assembly.idle(gateway, clock), () -> LockSupport.unpark(engineThread[0]), clock)
                .startingWith(assembly.pin(1));
        engineThread[0] = process.add("patchbay-engine", engineLoop);
        process.add("patchbay-gateway", gatewayLoop);
    }
}
