package io.patchbay.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.aeron.AeronLink;
import io.patchbay.aeron.AeronLinkContext;
import io.patchbay.data.DataDirectory;
import io.patchbay.delivery.gateway.GatewayLink;
import io.patchbay.engine.Engine;
import io.patchbay.engine.Instance;
import io.patchbay.engine.SilentOutputs;
import io.patchbay.engine.input.GatewayStartedInput;
import io.patchbay.engine.input.RegistrationInput;
import io.patchbay.protocol.DisconnectReason;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Tests what happens to an Aeron instance that registers while the driver is away, or while the engine still folds.
 */
@Timeout(60)
class ReceiversTest {
    private static final long GATEWAY = 1;
    private static final long ID = 2;

    @TempDir
    Path dir;
    private final List<Long> failed = new ArrayList<>();
    private long skippedNs;

    @Test
    void shouldKeepTheFramesOfAnInstanceThatRegisteredWhileTheDriverWasAway() {
        final Receivers receivers = receivers(newLink());
        receivers.onGatewayStarted(GATEWAY, 0, true);
        receivers.onRegistered(registered());

        receivers.onNewGeneration();

        assertTrue(receivers.gatewayById.get(GATEWAY).isTracked);
        assertTrue(receivers.instanceById.get(ID).isTracked);
    }

    @Test
    void shouldCountTheTimeToComeFromWhenAnInstanceIsToldToCome() {
        try (AeronLink link = newLink()) {
            final Receivers receivers = receivers(link);
            final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
            while (!link.isUp() && System.nanoTime() - deadlineNs < 0) {
                link.doWork();
            }
            receivers.onNewGeneration();
            receivers.onGatewayStarted(GATEWAY, 0, true);
            receivers.open(receivers.instance(ID, GATEWAY), GatewayLink.IPC, 1_000_001);

            skip(11);
            receivers.flush();
            receivers.onRegistered(registered());
            receivers.flush();

            assertEquals(List.of(), failed);
            skip(11);
            receivers.flush();
            assertEquals(List.of(ID), failed);
            receivers.close();
        }
    }

    private void skip(final long seconds) {
        skippedNs += TimeUnit.SECONDS.toNanos(seconds);
    }

    private AeronLink newLink() {
        return new AeronLink(new AeronLinkContext().dataDirectory(DataDirectory.open(dir))
            .nanoClock(() -> System.nanoTime() + skippedNs).name("test"));
    }

    private Receivers receivers(final AeronLink link) {
        final DeliveryFaults faults = new DeliveryFaults() {
            @Override
            public void onWithheld(final long request, final long instance) {
                throw new AssertionError("withheld");
            }

            @Override
            public void onInstanceFailed(final long instance, final DisconnectReason reason) {
                failed.add(instance);
            }

            @Override
            public void onGatewayFailed(final long gateway) {
                throw new AssertionError("gateway failed");
            }
        };
        return new Receivers(new DeliveryContext().link(link).clock(() -> 1).faults(faults).conclude(), new DeliveryCounters(),
            faults);
    }

    private static Instance registered() {
        final Engine engine = new Engine(new SilentOutputs());
        final GatewayStartedInput gateway = new GatewayStartedInput();
        gateway.index = GATEWAY;
        engine.gatewayStarted(gateway);
        final RegistrationInput in = new RegistrationInput();
        in.index = ID;
        in.session = ID;
        in.gateway = GATEWAY;
        in.name = "pricing";
        in.version = "1.0.0";
        in.aeron = "ipc";
        engine.registration(in);
        return engine.registry().instance(ID);
    }
}
