package io.patchbay.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.endtoend.PatchbayProcess.Result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Processes of other PID namespaces on the same data directory, and lock files that somebody removes: nobody gets in beside the
 * ones that run, and one that dies while it writes stops nobody.
 */
final class Namespaces implements WorldFault {
    private static final int MAX_FLOOD_MS = 600;
    private static final int BATCH = 50;

    @Override
    public String inject(final WorldSetup setup, final Random random) throws Exception {
        final int losses = setup.tcpLosses();
        return switch (random.nextInt(3)) {
            case 0 -> {
                assertRefused(setup, random, "runs on the data directory");
                setup.awaitAllServed();
                assertEquals(losses, setup.tcpLosses(), "sessions lost by a second server");
                yield "a second one";
            }
            case 1 -> {
                dieWhileWriting(setup, random);
                setup.awaitAllServed();
                assertEquals(losses, setup.tcpLosses(), "sessions lost by the death of another gateway");
                yield "death of a gateway that writes";
            }
            default -> {
                removeLockFiles(setup, random);
                yield "removed lock files";
            }
        };
    }

    private static void assertRefused(final WorldSetup setup, final Random random, final String why) throws Exception {
        final String role = random.nextBoolean() ? "server" : "engine";
        final String[] arguments = setup.arguments(role, setup.data(), 0);
        final boolean isInNamespace = random.nextInt(4) != 0;
        try (PatchbayProcess second = isInNamespace ? PatchbayProcess.startInPidNamespace(arguments)
            : PatchbayProcess.start(arguments)) {
            final Result result = second.await();

            assertEquals(3, result.exit(), result::toString);
            assertEquals("", result.out());
            assertTrue(result.err().contains(why), result::toString);
        }
    }

    private static void dieWhileWriting(final WorldSetup setup, final Random random) throws Exception {
        final List<String> trouble = new ArrayList<>();
        try (PatchbayProcess gateway = PatchbayProcess.startInPidNamespace(setup.arguments("gateway", setup.data(), 0))) {
            gateway.awaitReady();
            final AckLane lane = new AckLane("elsewhere", gateway.tcpPort(), "steady:echo", trouble);
            final JsonPeer flooder = new JsonPeer(gateway.tcpPort(), frame -> { });
            flooder.send("{\"type\":\"register\",\"name\":\"flooder\",\"version\":\"1.0.0\",\"listen\":[]}");
            Load.awaitTrue(() -> {
                lane.tick();
                return lane.accepted().size() > 2;
            }, "messages by the other gateway");
            final long endNs = System.nanoTime() + random.nextInt(MAX_FLOOD_MS) * 1_000_000L;
            while (System.nanoTime() < endNs) {
                flooder.send(batch());
                lane.tick();
            }

            gateway.kill9();

            lane.close();
            flooder.close();
            setup.accepted(lane.accepted());
        }
        assertEquals(List.of(), trouble);
    }

    private static String batch() {
        final StringBuilder frames = new StringBuilder();
        for (int i = 0; i < BATCH; i++) {
            frames.append(i == 0 ? "" : "\n").append("{\"type\":\"message\",\"id\":\"").append(UUID.randomUUID())
                .append("\",\"destination\":\"nobody:there\",\"payload\":0}");
        }
        return frames.toString();
    }

    private static void removeLockFiles(final WorldSetup setup, final Random random) throws Exception {
        final List<Path> files = List.of(setup.data().resolve("processes"), setup.data().resolve("journal/writers"));
        final int which = random.nextInt(3);
        for (int i = 0; i < files.size(); i++) {
            if (which == i || which == 2) {
                remove(files.get(i), random);
            }
        }

        assertRefused(setup, random, "");
        setup.lanes().awaitAllServed();
        setup.allow(Lane.RESTARTED);
        setup.stop(random.nextBoolean());
        setup.start();
        setup.awaitAllServed();
    }

    private static void remove(final Path file, final Random random) throws IOException {
        if (random.nextBoolean()) {
            Files.delete(file);
        } else {
            final Path copy = file.resolveSibling("copy");
            Files.copy(file, copy);
            Files.move(copy, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
