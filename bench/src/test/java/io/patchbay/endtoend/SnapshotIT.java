package io.patchbay.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Kills real processes that take snapshots all the time and roll every second, under load. The next process must go on from a
 * snapshot, and nothing may be lost, doubled or out of order. {@code -Dpatchbay.kills=N} runs more rounds.
 */
@Timeout(900)
class SnapshotIT {
    private static final int KILLS = Integer.getInteger("patchbay.kills", 1);
    private static final long SEED = Long.getLong("patchbay.seed", System.nanoTime());
    private static final String[] OFTEN = {"--snapshot-every", "200", "--roll-cycle", "secondly-for-tests"};
    private static final String TAKEN = "snapshot at 0x";
    private static final String USED = "folds the journal from the snapshot at 0x";

    @TempDir
    Path data;

    private final Random random = new Random(SEED);

    @Test
    void shouldGoOnFromASnapshotWhenTheServerIsKilled() throws Exception {
        final Set<String> accepted = new HashSet<>();
        for (int i = 0; i < KILLS; i++) {
            try (PatchbayProcess server = PatchbayProcess.server(data, OFTEN);
                Load load = new Load(server.tcpPort(), server.tcpPort())) {
                load.awaitReplies(200 + random.nextInt(2_000));
                Load.awaitTrue(() -> server.err().contains(TAKEN), () -> "a snapshot: " + server.err());
                assertEquals(i > 0, server.err().contains(USED), server::err);

                server.kill9();

                Load.awaitTrue(load::isConsumerGone, "the end of the connection");
                accepted.addAll(load.accepted());
                assertEquals(List.of(), load.trouble(), "seed " + SEED);
            }
        }
        try (PatchbayProcess again = PatchbayProcess.server(data)) {
            assertTrue(again.err().contains(USED), again::err);
            assertEquals(0, again.terminate().exit());
        }
        audit(accepted);
        final PatchbayProcess.Result other =
            PatchbayProcess.start("server", "--data", data.toString(), "--roll-cycle", "daily").await();
        assertEquals(2, other.exit(), other::toString);
        assertTrue(other.err().contains("exists and rolls secondly-for-tests, which cannot change"), other::toString);
    }

    @Test
    void shouldGoOnFromASnapshotWhenTheEngineAloneIsKilled() throws Exception {
        try (PatchbayProcess gateway = PatchbayProcess.role("gateway", data, "--roll-cycle", "secondly-for-tests")) {
            PatchbayProcess engine = PatchbayProcess.role("engine", data, OFTEN);
            try (Load load = new Load(gateway.tcpPort(), gateway.tcpPort())) {
                int used = 0;
                for (int i = 0; i < KILLS; i++) {
                    load.awaitReplies(load.replies() + 200 + random.nextInt(2_000));
                    final PatchbayProcess killed = engine;
                    Load.awaitTrue(() -> killed.err().contains(TAKEN), () -> "a snapshot: " + killed.err());
                    load.awaitReplies(load.replies() + 200);

                    engine.kill9();
                    engine = PatchbayProcess.role("engine", data, OFTEN);

                    load.awaitReplies(load.replies() + 200);
                    used += engine.err().contains(USED) ? 1 : 0;
                }
                load.finish();
                assertEquals(List.of(), load.trouble(), "seed " + SEED);
                assertEquals(KILLS, used, "seed " + SEED);
                final List<Long> requests = load.requestOrder();
                for (int i = 0; i < requests.size(); i++) {
                    assertEquals(i, requests.get(i), "requests reach the service in order, once each; seed " + SEED);
                }
                final Set<String> accepted = new HashSet<>(load.accepted());
                load.leave();
                assertEquals(0, gateway.terminate().exit());
                assertEquals(0, engine.terminate().exit());
                audit(accepted);
            } finally {
                engine.close();
            }
        }
    }

    private void audit(final Set<String> accepted) throws Exception {
        assertTrue(!accepted.isEmpty(), "nothing was accepted; seed " + SEED);
        Audit.of(data).assertHolds(accepted);
        Audit.assertVerifies(data);
        assertEquals(0, Audit.state(data).get("open").size());
    }
}
