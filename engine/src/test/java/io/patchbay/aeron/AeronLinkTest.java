package io.patchbay.aeron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.patchbay.data.DataDirectory;
import io.patchbay.data.DataDirectoryException;
import io.patchbay.delivery.gateway.GatewayLink;
import io.patchbay.journal.SmallDisk;

import org.agrona.IoUtil;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

@Timeout(60)
class AeronLinkTest {
    private static final long WAIT_NS = TimeUnit.SECONDS.toNanos(15);

    @TempDir
    Path dir;

    @Test
    void shouldRunOneDriverForAllAndKeepOthersOut() throws IOException {
        final DataDirectory directory = DataDirectory.open(dir);
        final Path aeronDir;
        try (AeronLink first = link(directory, true, true); AeronLink second = link(directory, true, true)) {
            runUntil(List.of(first, second), () -> first.isUp() && second.isUp());

            assertTrue(first.hasDriver());
            assertFalse(second.hasDriver());
            aeronDir = first.aeronDir();
            assertEquals(aeronDir, second.aeronDir());
            for (final Path made : List.of(aeronDir, aeronDir.getParent())) {
                assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
            }
        }
        assertFalse(Files.exists(aeronDir.getParent()));
        assertFalse(Files.exists(dir.resolve(DriverDirectory.FILE)));
    }

    @Test
    void shouldTakeTheDriverOverWhenItsProcessIsGone() {
        final DataDirectory directory = DataDirectory.open(dir);
        final AeronLink first = link(directory, true, true);
        try (AeronLink second = link(directory, true, true); AeronLink engine = link(directory, false, true)) {
            runUntil(List.of(first), first::isUp);
            runUntil(List.of(first, second, engine), () -> second.isUp() && engine.isUp());
            final long before = engine.generation();

            first.close();
            runUntil(List.of(second, engine), () -> second.hasDriver() && engine.isUp() && engine.generation() != before);

            assertNotEquals(before, engine.generation());
            assertFalse(engine.hasDriver());
        }
    }

    @Test
    void shouldStayDownWhereItMayNotRunTheDriver() {
        final DataDirectory directory = DataDirectory.open(dir);
        try (AeronLink engine = link(directory, false, true)) {
            for (int i = 0; i < 1_000; i++) {
                engine.doWork();
            }

            assertFalse(engine.isUp());
            assertEquals(0, engine.generation());
        }
    }

    @Test
    void shouldRunTheDriverOnAThreadOfItsOwn() {
        final DataDirectory directory = DataDirectory.open(dir);
        try (AeronLink first = link(directory, true, false); AeronLink second = link(directory, false, false)) {
            runUntil(List.of(first), first::isUp);

            runUntil(List.of(second), second::isUp);

            assertTrue(first.hasDriver());
        }
    }

    @Test
    void shouldStartAnotherDriverWhereTheFirstOnesFilesAreRemoved() throws IOException {
        final DataDirectory directory = DataDirectory.open(dir);
        for (final boolean invokes : new boolean[] {true, false}) {
            try (AeronLink first = link(directory, true, invokes); AeronLink engine = link(directory, false, true)) {
                runUntil(List.of(first, engine), () -> first.isUp() && engine.isUp());
                final Path before = first.aeronDir();
                final long generation = engine.generation();

                IoUtil.delete(before.getParent().toFile(), false);
                runUntil(List.of(first, engine), () -> first.isUp() && engine.isUp() && !before.equals(first.aeronDir())
                    && first.aeronDir().equals(engine.aeronDir()));

                assertTrue(first.hasDriver());
                assertNotEquals(generation, engine.generation());
                assertTrue(Files.exists(first.aeronDir()));
            }
        }
    }

    @Test
    void shouldStartAnotherDriverWhereTheFileOfAStreamIsRemoved() throws IOException {
        final DataDirectory directory = DataDirectory.open(dir);
        try (AeronLink link = link(directory, true, true)) {
            runUntil(List.of(link), link::isUp);
            final Path before = link.aeronDir();
            final PendingPublication stream =
                new PendingPublication(link.streams(), SystemNanoClock.INSTANCE, GatewayLink.IPC, 7);
            runUntil(List.of(link), () -> stream.poll() != null);

            IoUtil.delete(before.resolve("publications").toFile(), false);
            runUntil(List.of(link), () -> link.isUp() && !before.equals(link.aeronDir()));

            assertFalse(Files.exists(before.getParent()));
        }
    }

    @Test
    void shouldRefuseAStreamWithLongerTermsThanItsOwn() {
        try (AeronLink link = link(DataDirectory.open(dir), true, true)) {
            runUntil(List.of(link), link::isUp);
            final PendingPublication stream = new PendingPublication(link.streams(), SystemNanoClock.INSTANCE,
                StreamSizes.publicationChannel(GatewayLink.IPC, 64 << 20), 7);

            runUntil(List.of(link), () -> stream.poll() != null || stream.failure() != null);

            assertNull(stream.get());
            assertTrue(stream.failure().contains("term-length"), stream.failure());
            assertFalse(stream.isRetried());
        }
    }

    @Test
    void shouldRefuseStreamsThatDoNotFitAndServeThemOnceThereIsRoom() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(dir.resolve("shm"), 20)) {
            assumeTrue(disk != null, "no right to mount a small disk: a full one is not tested");
            final DataDirectory directory = DataDirectory.open(dir.resolve("data"));
            try (AeronLink link = new AeronLink(new AeronLinkContext().dataDirectory(directory, disk.dir()))) {
                runUntil(List.of(link), link::isUp);
                final List<PendingPublication> streams = new ArrayList<>();
                final int termLength = StreamSizes.termLength(64 << 10);
                final String channel = StreamSizes.publicationChannel(GatewayLink.IPC, termLength);
                for (int i = 0; i < 8; i++) {
                    streams.add(new PendingPublication(link.streams(), SystemNanoClock.INSTANCE, channel, 100 + i));
                }
                runUntil(List.of(link), () -> streams.stream().allMatch(s -> s.poll() != null || s.failure() != null));
                final List<PendingPublication> made = streams.stream().filter(s -> s.get() != null).toList();
                final List<PendingPublication> refused = streams.stream().filter(s -> s.get() == null).toList();
                assertEquals(2, made.size());
                assertTrue(refused.get(0).failure().contains("KiB"), refused.get(0).failure());

                // All of it is allocated: other processes that fill the rest cannot end this one.
                disk.fill(0);
                for (final PendingPublication stream : made) {
                    final UnsafeBuffer all = new UnsafeBuffer(new byte[termLength / 8]);
                    final InStream reader = subscription(link, channel, 100 + streams.indexOf(stream));
                    for (long sent = 0; sent < 4L * termLength; sent += all.capacity()) {
                        runUntil(List.of(link), () -> reader.poll((buffer, offset, length, header) -> { }, 1_000) >= 0
                            && stream.get().offer(all, 0, all.capacity()) > 0);
                    }
                    reader.close();
                }

                made.get(0).close();
                disk.empty();
                runUntil(List.of(link), () -> refused.stream().anyMatch(s -> s.poll() != null));
                assertTrue(link.isUp());
            }
        }
    }

    @Test
    void shouldSayInOneLineWhereItsOwnNeedsDoNotFitAndLeaveNothing() throws Exception {
        for (final int megabytes : new int[] {1, 8, 12}) {
            try (SmallDisk disk = SmallDisk.mount(dir.resolve("shm"), megabytes)) {
                assumeTrue(disk != null, "no right to mount a small disk: a full one is not tested");
                final DataDirectory directory = DataDirectory.open(dir.resolve("data"));
                try (AeronLink link = new AeronLink(new AeronLinkContext().dataDirectory(directory, disk.dir()))) {
                    final DataDirectoryException e = assertThrows(DataDirectoryException.class, link::runNow);

                    assertTrue(e.getMessage().contains("KiB"), e.getMessage());
                    assertFalse(e.getMessage().contains("\n"), e.getMessage());
                }
                assertEquals(0, disk.dir().toFile().list().length);
                assertFalse(Files.exists(directory.root().resolve(DriverDirectory.FILE)));
            }
        }
    }

    private static InStream subscription(final AeronLink link, final String channel, final int streamId) {
        final PendingSubscription pending = new PendingSubscription(link.streams(), channel, streamId, null);
        runUntil(List.of(link), () -> pending.poll() != null);
        return pending.poll();
    }

    @Test
    void shouldBeConcludedOnce() {
        final AeronLinkContext context = new AeronLinkContext().dataDirectory(DataDirectory.open(dir));
        new AeronLink(context).close();

        assertThrows(IllegalStateException.class, () -> new AeronLink(context));
    }

    private static AeronLink link(final DataDirectory directory, final boolean launches, final boolean invokes) {
        return new AeronLink(new AeronLinkContext()
            .dataDirectory(directory).launchDriver(launches).invokeDriver(invokes).name("test"));
    }

    private static void runUntil(final List<AeronLink> links, final BooleanSupplier condition) {
        final long deadline = System.nanoTime() + WAIT_NS;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - deadline < 0, "waited in vain");
            links.forEach(AeronLink::doWork);
            Thread.yield();
        }
    }
}
