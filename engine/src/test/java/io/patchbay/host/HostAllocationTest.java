package io.patchbay.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.patchbay.delivery.TestGateway;
import io.patchbay.delivery.TestInstance;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

@Timeout(60)
class HostAllocationTest {
    private static final byte[] PAYLOAD = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
    private static final int WARM_UP = 20_000;
    private static final int MEASURED = 10_000;
    @TempDir
    Path dir;

    @Test
    void shouldAllocateNothingForAMessage() {
        try (HostRig rig = new HostRig(dir)) {
            rig.startEngine();
            final TestGateway gateway = rig.startGateway();
            final long id = gateway.register("pricing", "quote", "ipc", false);
            final int stream = gateway.attachIpc(id);
            final long consumer = gateway.register("shop", "");
            rig.runUntil("registered", () -> gateway.frames("Registered").size() == 2);
            final TestInstance instance = new TestInstance(rig.directory, id, stream, gateway.link.ingressStreamId());
            rig.others.add(instance::doWork);

            run(rig, gateway, instance, consumer, WARM_UP);
            final long[] bytes = run(rig, gateway, instance, consumer, MEASURED);

            // The other duty cycles include the growing maps of ids, and the watch that reads files five times a second.
            assertEquals(0, bytes[MEASURED * 9 / 10], "bytes in 9 of 10 duty cycles: " + Arrays.toString(bytes));
            instance.close();
        }
    }

    /** Sends one-way messages to an Aeron instance. Returns the bytes that the engine's agent allocated for each, sorted. */
    private static long[] run(final HostRig rig, final TestGateway gateway, final TestInstance instance, final long consumer,
        final int messages) {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        final long thread = Thread.currentThread().getId();
        final long[] bytes = new long[messages];
        for (int i = 0; i < messages; i++) {
            gateway.message(consumer, "pricing:quote", "", 0, PAYLOAD);
            final long before = threads.getThreadAllocatedBytes(thread);
            rig.engine.doWork();
            bytes[i] = threads.getThreadAllocatedBytes(thread) - before;
            gateway.doWork();
            instance.doWork();
            instance.frames.clear();
        }
        rig.runUntilCaughtUp();
        Arrays.sort(bytes);
        return bytes;
    }
}
