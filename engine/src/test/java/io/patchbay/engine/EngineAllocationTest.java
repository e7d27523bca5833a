package io.patchbay.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.engine.input.GatewayStartedInput;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.RegistrationInput;
import io.patchbay.engine.input.ReplyInput;
import io.patchbay.engine.input.SettingsInput;
import io.patchbay.engine.input.TickInput;
import io.patchbay.engine.testkit.GoldenFile;
import io.patchbay.protocol.Limits;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/**
 * Tests the engine at its largest sizes: once warm it allocates nothing for a message, and it holds a hundred thousand instances
 * and a million open requests.
 */
@Timeout(120)
class EngineAllocationTest {
    private static final int OPEN = 64;
    /** Number of open requests; set {@code -Dpatchbay.open} for a million. */
    private static final int MANY = Integer.getInteger("patchbay.open", 200_000);
    private static final int BATCH = 20_000;

    private final Engine engine = new Engine(new SilentOutputs());
    private final MessageInput message = new MessageInput();
    private final ReplyInput reply = new ReplyInput();
    private long index = 0x4f68_0000_0000L;
    private long timeNs = GoldenFile.EPOCH_NS;
    private long asker;
    private long first;
    private long ids;

    @Test
    void shouldAllocateNothingPerMessageOnceWarm() {
        settings(100_000, 1 << 16);
        start(8);
        final com.sun.management.ThreadMXBean threads =
            (com.sun.management.ThreadMXBean)ManagementFactory.getThreadMXBean();
        final long self = Thread.currentThread().getId();
        for (int i = 0; i < 20; i++) {
            roundTrips(BATCH);
        }

        long least = Long.MAX_VALUE;
        for (int i = 0; i < 10; i++) {
            final long before = threads.getThreadAllocatedBytes(self);
            roundTrips(BATCH);
            least = Math.min(least, threads.getThreadAllocatedBytes(self) - before);
        }

        final long bytes = least;
        assertTrue(bytes < BATCH / 10, () -> bytes + " bytes for " + BATCH + " round trips");
    }

    @Test
    void shouldHoldManyOpenRequestsAndAHundredThousandInstances() {
        settings(Limits.MAX_ENDED_IDS, 1 << 21);
        start(100_000);

        for (int i = 0; i < MANY; i++) {
            send(5_000 + i % 56_000);
        }
        assertEquals(MANY, engine.openCount());
        assertEquals(MANY / 100_000, engine.registry().instance(first).pending());

        timeNs += 61_000_000_000L;
        assertTrue(engine.isDue(timeNs));
        final TickInput tick = new TickInput();
        tick.index = ++index;
        tick.timeNs = timeNs;
        engine.tick(tick);
        assertEquals(0, engine.openCount());
        assertEquals(MANY, engine.rememberedCount());
        assertEquals(engine.recomputedStateHash(), engine.stateHash());
    }

    private void roundTrips(final int count) {
        for (int i = 0; i < count; i++) {
            send(30_000);
            if (ids > OPEN) {
                reply.index = ++index;
                reply.timeNs = timeNs;
                reply.idHi = 1;
                reply.idLo = ids - OPEN;
                reply.from = engine.openRequest(1, ids - OPEN).instance();
                engine.reply(reply);
            }
            engine.isDue(timeNs);
        }
    }

    private void send(final int timeoutMs) {
        timeNs += 2_000;
        message.index = ++index;
        message.timeNs = timeNs;
        message.from = asker;
        message.idHi = 1;
        message.idLo = ++ids;
        message.timeoutMs = timeoutMs;
        engine.message(message);
    }

    private void settings(final int maxEndedIds, final int maxOpen) {
        final SettingsInput in = new SettingsInput();
        in.index = ++index;
        in.timeNs = timeNs;
        in.defaultTimeoutMs = Limits.DEFAULT_TIMEOUT_MS;
        in.drainMs = Limits.DRAIN_MS;
        in.duplicateWindowMs = Limits.DUPLICATE_WINDOW_MS;
        in.maxEndedIds = maxEndedIds;
        in.maxOpenPerAsker = maxOpen;
        in.maxOpenPerInstance = maxOpen;
        engine.settings(in);
        message.destination.wrap("pricing:quote".getBytes(StandardCharsets.UTF_8));
        message.responder.wrap("onAnswer".getBytes(StandardCharsets.UTF_8));
        message.payload.wrap("{\"amount\":1.10}".getBytes(StandardCharsets.UTF_8));
        reply.payload.wrap("1".getBytes(StandardCharsets.UTF_8));
    }

    private void start(final int instances) {
        final GatewayStartedInput gateway = new GatewayStartedInput();
        gateway.index = ++index;
        gateway.timeNs = timeNs;
        engine.gatewayStarted(gateway);
        for (int i = 0; i <= instances; i++) {
            final RegistrationInput in = new RegistrationInput();
            in.index = ++index;
            in.timeNs = timeNs;
            in.gateway = gateway.index;
            in.session = index;
            in.name = i < instances ? "pricing" : "shop";
            in.version = "1.0.0";
            if (i < instances) {
                in.methods.add("quote");
            }
            engine.registration(in);
            first = i == 0 ? index : first;
        }
        asker = index;
    }
}
