package io.patchbay.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.engine.SilentOutputs;
import io.patchbay.protocol.Choose;
import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.Indexes;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/**
 * Checks what the replay tool prints about messages that waited for a service to rejoin after a restart of the server.
 */
@Timeout(60)
class WaitedForRejoinTest {
    @TempDir
    Path dir;
    private Path data;
    private long waiting;
    private long back;

    @BeforeEach
    void writeAJournal() {
        try (Scenario live = new Scenario(dir.resolve("data"), new SilentOutputs())) {
            data = live.root();
            live.start(10_000);
            final long desk = live.register("desk", "0.1.0", Choose.ROUND_ROBIN);
            live.closed(live.register("pricing", "1.0.0", Choose.ROUND_ROBIN, "quote"), DisconnectReason.SHUTTING_DOWN);
            live.later(5);
            waiting = live.message(desk, 1, "pricing:quote", "quoted", "{}");
            live.message(desk, 2, "pricing:sell", "sold", "{}");
            live.later(2_000);
            live.checkpoint();
            back = live.register("pricing", "1.1.0", Choose.ROUND_ROBIN, "quote");
            live.later(3);
            live.reply(back, 1, false, "1");
            live.later(9_000);
            live.tick();
            live.checkpoint();
        }
    }

    @Test
    void shouldTraceHowLongAMessageWaitedAndWhoGotIt() {
        final List<String> lines = Ran.on(data, "trace", "00000000-0000-0000-0000-000000000001", "--format", "json").lines();

        assertEquals(8, lines.size(), lines::toString);
        assertTrue(lines.get(2).contains("\"step\":\"waiting\"") && lines.get(2).contains("\"index\":\""
            + Indexes.format(waiting)) && lines.get(2).contains("waiting for rejoin"), lines.get(2));
        assertTrue(lines.get(3).contains("\"step\":\"waited\"") && lines.get(3).contains("\"why\":\"waited for rejoin\","
            + "\"from\":\"2026-11-22T12:00:00.005000000Z\",\"to\":\"2026-11-22T12:00:02.005000000Z\""), lines.get(3));
        assertTrue(lines.get(4).contains("\"step\":\"routed\"") && lines.get(4).contains("\"index\":\"" + Indexes.format(back))
            && lines.get(4).contains("\"instance\":\"" + Indexes.instance(back)), lines.get(4));
        assertTrue(lines.get(5).contains("\"step\":\"replied\""), lines.get(5));
        assertTrue(lines.get(6).contains("\"step\":\"delivered\""), lines.get(6));
        assertTrue(lines.get(7).contains("\"step\":\"ended\""), lines.get(7));
    }

    @Test
    void shouldTraceThatAMessageWaitedInVain() {
        final String traced = String.join("\n",
            Ran.on(data, "trace", "00000000-0000-0000-0000-000000000002", "--format", "json").lines());

        assertTrue(traced.contains("\"step\":\"waited\"") && traced.contains("\"reason\":\"no-method\""), traced);
    }

    @Test
    void shouldListWhatWaitsAsOpenWithoutAnInstance() {
        final String state =
            Ran.on(data, "state", "--at", Indexes.format(back - 2), "--format", "json").lines().get(0);

        assertTrue(state.contains("\"destination\":\"pricing:quote\",\"instance\":null,"
            + "\"deadline\":\"2026-11-22T12:00:30.005"), state);
        final String text = String.join("\n",
            Ran.on(data, "state", "--at", Indexes.format(back - 2), "--format", "text").lines());
        assertTrue(text.contains("desk -> pricing:quote, waiting for the service to rejoin, until"), text);
    }

    @Test
    void shouldCountAndExportAndVerify() {
        final String stats = Ran.on(data, "stats", "--format", "json").lines().get(0);
        assertTrue(stats.contains("\"open\":0,\"waitedForRejoin\":2,\"unhandled\":{\"no-method\":1}"), stats);
        final String exported = String.join("\n", Ran.on(data, "export", "--format", "json").lines());
        assertTrue(exported.contains("\"rejoinGraceMs\":10000,\"rejoinServiceBytes\":1048576,"
            + "\"rejoinTotalBytes\":1048576"), exported);
        assertTrue(Ran.on(data, "verify").lines().get(0).contains("\"ok\":true"));
    }
}
