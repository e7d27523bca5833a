package io.patchbay.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.engine.Engine;
import io.patchbay.engine.SilentOutputs;
import io.patchbay.protocol.Choose;
import io.patchbay.protocol.Encoding;
import io.patchbay.protocol.Indexes;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

@Timeout(60)
class ReplayCommandsTest {
    private static final String PAYLOAD = "{\"b\":1.50, \"a\":[\"é😀\\u0041\"],\"b\":null}";

    @TempDir
    Path dir;

    private Path data;
    private long first;
    private long one;
    private long two;
    private long desk;
    private long asked;
    private long answered;
    private long open;
    private long last;
    private String hash;

    @BeforeEach
    void writeAJournal() {
        try (Scenario live = new Scenario(dir.resolve("data"), new SilentOutputs())) {
            data = live.root();
            live.start();
            live.later(10);
            one = live.register("pricing", "1.0.0", Choose.ROUND_ROBIN, "quote", "cancel");
            live.later(10);
            two = live.register("pricing", "1.1.0", Choose.ROUND_ROBIN, "quote");
            desk = live.register("desk", "0.1.0", Choose.ROUND_ROBIN);
            live.checkpoint();
            asked = live.message(desk, 1, "pricing@1:quote", "quoted", PAYLOAD);
            live.later(2);
            live.reply(one, 1, true, "1");
            live.later(3);
            answered = live.reply(one, 1, false, "2");
            live.later(1);
            live.message(desk, 2, "pricing:quote", "", "null");
            live.message(desk, 3, "rates:spot", "spotted", "{}");
            live.message(desk, 4, "pricing@3:quote", "quoted", "{}");
            live.message(desk, 5, "pricing:sell", "sold", "{}");
            live.message(desk, 1, "pricing:quote", "quoted", "{}");
            live.reply(one, 77, false, "{}");
            live.broadcast(one, "[1, 2]");
            live.emit(two, "tick", Encoding.JSON, "{\"at\":1}".getBytes(StandardCharsets.UTF_8));
            live.emit(two, "blob", Encoding.BINARY, new byte[] {0, (byte)0xff});
            final long late = live.message(desk, 6, "pricing:cancel", "cancelled", "{}");
            live.later(30_001);
            live.withheld(late, one);
            live.checkpoint();
            open = live.message(desk, 7, "pricing:cancel", "cancelled", "{}");
            live.message(desk, 8, "pricing@1.1:quote", "quoted", "{}");
            live.later(5);
            last = live.closed(two);
            hash = Indexes.format(live.engine().stateHash());
            first = one & 0xffff_ffff_0000_0000L;
        }
    }

    @Test
    void shouldPrintEveryEventAsAFrameThoughNobodyListens() {
        final List<String> lines = Ran.on(data, "events").lines();

        final String i1 = Indexes.instance(one);
        final String i2 = Indexes.instance(two);
        assertEquals(List.of(
            "service-connect", "service-online", "service-connect", "unhandled-message", "unhandled-message",
            "unhandled-message", "unhandled-message", "broadcast-message", "pricing:tick", "pricing:blob", "unhandled-message",
            "service-disconnect", "unhandled-message"), fields(lines, "event"));
        assertEquals("{\"type\":\"event\",\"event\":\"service-connect\",\"service\":\"pricing\",\"version\":\"1.0.0\","
            + "\"instance\":\"" + i1 + "\",\"methods\":[\"quote\",\"cancel\"],\"index\":\"" + Indexes.format(one)
            + "\",\"time\":\"2026-11-22T12:00:00.010000000Z\"}", lines.get(0));
        assertEquals("{\"type\":\"event\",\"event\":\"service-online\",\"service\":\"pricing\",\"version\":\"1.0.0\","
            + "\"instance\":\"" + i1 + "\",\"methods\":[\"quote\",\"cancel\"],\"index\":\"" + Indexes.format(one)
            + "\",\"time\":\"2026-11-22T12:00:00.010000000Z\"}", lines.get(1));
        assertEquals(List.of("no-service", "no-version", "no-method", "no-request", "timeout", "closed", "instance-lost"),
            fields(lines, "reason"));
        assertTrue(lines.get(3).startsWith("{\"type\":\"event\",\"event\":\"unhandled-message\",\"id\":\"" + uuid(3)
            + "\",\"destination\":\"rates:spot\",\"consumer\":\"desk\",\"responder\":\"spotted\",\"reason\":\"no-service\","
            + "\"request\":\"0x"), lines.get(3));
        assertFalse(lines.get(3).contains("\"instance\""), lines.get(3));
        assertTrue(lines.get(7).contains("\"from\":\"pricing\",\"instance\":\"" + i1 + "\",\"payload\":[1, 2],\"index\":"),
            lines.get(7));
        assertTrue(lines.get(8).contains("\"service\":\"pricing\",\"instance\":\"" + i2 + "\",\"payload\":{\"at\":1},"),
            lines.get(8));
        assertTrue(lines.get(9).contains("\"payload\":\"AP8=\",\"encoding\":\"base64\","), lines.get(9));
        assertTrue(lines.get(11).contains("\"version\":\"1.1.0\",\"instance\":\"" + i2 + "\",\"reason\":\"closed\",\"index\":\""
            + Indexes.format(last)), lines.get(11));
    }

    @Test
    void shouldLimitEventsByIndexAndTime() {
        final List<String> all = Ran.on(data, "events").lines();

        assertEquals(all.subList(0, 2), Ran.on(data, "events", "--to", Indexes.format(two - 1)).lines());
        assertEquals(all.subList(2, 13), Ran.on(data, "events", "--from", Indexes.format(two)).lines());
        assertEquals(all.subList(0, 2), Ran.on(data, "events", "--to", "2026-11-22T12:00:00.01Z").lines());
        assertEquals(all.subList(10, 13), Ran.on(data, "events", "--from", "2026-11-22T13:00:30+01:00").lines());
        assertEquals(List.of(), Ran.on(data, "events", "--from", "2027-01-01T00:00:00Z").lines());
    }

    @Test
    void shouldPrintTheStateNowAndAtAnyRecordAndTime() {
        final String now = Ran.on(data, "state").lines().get(0);
        assertEquals("{\"index\":\"" + Indexes.format(last) + "\",\"time\":\"2026-11-22T12:00:30.032000000Z\",\"hash\":\"" + hash
            + "\",\"services\":[{\"name\":\"pricing\",\"instances\":[{\"instance\":\"" + Indexes.instance(one)
            + "\",\"version\":\"1.0.0\",\"methods\":[\"quote\",\"cancel\"],\"pending\":1}]}],\"consumers\":[{\"name\":\"desk\","
            + "\"instance\":\"" + Indexes.instance(desk) + "\"}],\"open\":[{\"id\":\"" + uuid(7) + "\",\"index\":\""
            + Indexes.format(open) + "\",\"consumer\":\"desk\",\"destination\":\"pricing:cancel\",\"instance\":\""
            + Indexes.instance(one) + "\",\"deadline\":\"2026-11-22T12:01:00.027000000Z\"}]}", now);
        assertEquals(now, Ran.on(data, "state", "--at", Indexes.format(last)).lines().get(0));
        assertEquals(now, Ran.on(data, "state", "--at", "2026-12-01T00:00:00Z").lines().get(0));

        final String whileAsked = Ran.on(data, "state", "--at", Indexes.format(asked)).lines().get(0);
        assertTrue(whileAsked.contains("\"open\":[{\"id\":\"" + uuid(1)), whileAsked);
        assertTrue(whileAsked.contains("\"time\":\"2026-11-22T12:00:00.020000000Z\""), whileAsked);
        assertEquals("{\"index\":null,\"time\":null,\"hash\":\"" + Indexes.format(emptyHash())
            + "\",\"services\":[],\"consumers\":[],\"open\":[]}",
            Ran.on(data, "state", "--at", Indexes.format(first - 1)).lines().get(0));
    }

    @Test
    void shouldTraceAMessagesWholeLife() {
        final List<String> lines = Ran.on(data, "trace", uuid(1).toUpperCase(Locale.ROOT)).lines();

        assertEquals(List.of("received", "journaled", "routed", "replied", "delivered", "replied", "delivered", "ended",
            "received", "journaled", "refused"), fields(lines, "step"));
        assertTrue(lines.get(0).contains("\"consumer\":\"desk\",\"instance\":\"" + Indexes.instance(desk)
            + "\",\"session\":\"s-desk\",\"destination\":\"pricing@1:quote\",\"responder\":\"quoted\""), lines.get(0));
        assertTrue(lines.get(2).contains("\"instance\":\"" + Indexes.instance(one) + "\",\"why\":\"round-robin\","
            + "\"candidates\":[\"" + Indexes.instance(one) + "\",\""
            + Indexes.instance(two) + "\"],\"deadline\":\"2026-11-22T12:00:30.020000000Z\""),
            lines.get(2));
        assertTrue(lines.get(3).contains("\"afterNs\":2000000,\"totalNs\":2000000"), lines.get(3));
        assertTrue(lines.get(5).contains("\"index\":\"" + Indexes.format(answered) + "\""), lines.get(5));
        assertTrue(lines.get(5).contains("\"afterNs\":3000000,\"totalNs\":5000000"), lines.get(5));
        assertTrue(lines.get(6).contains("\"to\":\"" + Indexes.instance(desk) + "\""), lines.get(6));
        assertTrue(lines.get(7).contains("\"status\":\"replied\""), lines.get(7));
        assertTrue(lines.get(10).contains("\"code\":\"duplicate\""), lines.get(10));

        assertEquals(List.of("received", "journaled", "routed", "withheld", "unhandled", "ended"),
            fields(Ran.on(data, "trace", uuid(6)).lines(), "step").stream().sorted(byLife()).collect(Collectors.toList()));
        assertEquals(List.of("received", "journaled", "unhandled", "ended"),
            fields(Ran.on(data, "trace", uuid(3)).lines(), "step"));
        assertEquals(List.of("received", "journaled", "routed", "ended"),
            fields(Ran.on(data, "trace", uuid(2)).lines(), "step"));
        assertEquals(lines, Ran.on(data, "trace", Indexes.format(asked)).lines());
    }

    private static Comparator<String> byLife() {
        return Comparator.comparing(List.of("received", "journaled", "routed", "withheld", "unhandled", "ended")::indexOf);
    }

    @Test
    void shouldSayThatAMessageIsNotThere() {
        final Ran ran = Ran.on(data, "trace", uuid(99));

        assertEquals(1, ran.exitCode);
        assertEquals("", ran.out);
        assertTrue(ran.err.contains(uuid(99)) && ran.err.trim().indexOf('\n') < 0, ran.err);
    }

    @Test
    void shouldPrintStatistics() {
        final String line = Ran.on(data, "stats").lines().get(0);

        assertTrue(line.contains("\"message\":9,"), line);
        assertTrue(line.contains("\"checkpoint\":2,\"clock-leap\":0}"), line);
        assertTrue(line.contains("\"messages\":{\"requests\":4,\"oneWay\":1,\"replied\":1,\"open\":1,\"unhandled\":{"
            + "\"no-service\":1,\"no-version\":1,\"no-method\":1,\"timeout\":1,\"instance-lost\":1,\"no-request\":1},"
            + "\"errors\":{\"duplicate\":1}}"), line);
        assertTrue(line.contains("\"services\":[{\"name\":\"pricing\",\"requests\":4,\"oneWay\":1,\"replied\":1,\"errors\":0,"
            + "\"unhandled\":2,\"latencyUs\":{\"p50\":5"), line);
        assertTrue(line.contains("\"cycles\":1}"), line);
    }

    @Test
    void shouldVerifyAgainstCheckpoints() {
        final String line = Ran.on(data, "verify").lines().get(0);

        assertEquals("{\"records\":" + (last - first + 1) + ",\"checkpoints\":2,\"first\":\"" + Indexes.format(first)
            + "\",\"last\":\"" + Indexes.format(last) + "\",\"ok\":true,\"differs\":null}", line);
    }

    @Test
    void shouldNameTheFirstCheckpointThatDiffers() {
        final long wrong;
        try (Scenario live = new Scenario(dir.resolve("wrong"), new SilentOutputs())) {
            live.start();
            live.checkpoint(0, live.engine().stateHash() + 1);
            wrong = live.tick();
        }
        try (Scenario live = new Scenario(dir.resolve("later"), new SilentOutputs())) {
            live.start();
            final long tick = live.tick();
            final long hashThere = live.engine().stateHash();
            live.later(1);
            live.register("a", "1.0.0", Choose.ROUND_ROBIN, "m");
            live.checkpoint(tick, hashThere);
            final long at = live.tick();
            live.checkpoint(at, live.engine().stateHash() ^ 4);
            live.checkpoint(at, live.engine().stateHash() ^ 8);

            final Ran ran = Ran.on(dir.resolve("later"), "verify");

            assertEquals(1, ran.exitCode);
            assertTrue(ran.out.contains("\"checkpoints\":3,"), ran.out);
            assertTrue(ran.out.contains("\"ok\":false,\"differs\":\"" + Indexes.format(at) + "\"}"), ran.out);
        }

        final Ran ran = Ran.on(dir.resolve("wrong"), "verify");
        assertEquals(1, ran.exitCode);
        assertTrue(ran.out.contains("\"differs\":\"" + Indexes.format(wrong - 1) + "\"}"), ran.out);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 40, 300, 3_000})
    void shouldVerifyCheckpointsOfRecordsFurtherBack(final int back) {
        for (final long flipped : new long[] {0, 8}) {
            final Path there = dir.resolve("back-" + back + "-" + flipped);
            final long at;
            try (Scenario live = new Scenario(there, new SilentOutputs())) {
                live.start();
                at = live.tick();
                final long hashThere = live.engine().stateHash();
                for (int i = 1; i < back; i++) {
                    live.later(1);
                    live.tick();
                }
                live.checkpoint(at, hashThere ^ flipped);
            }

            final Ran ran = Ran.on(there, "verify");

            assertTrue(ran.out.contains("\"checkpoints\":1,"), ran.out);
            assertTrue(ran.out.contains(flipped == 0 ? "\"ok\":true,\"differs\":null}"
                : "\"ok\":false,\"differs\":\"" + Indexes.format(at) + "\"}"), ran.out);
        }
    }

    @Test
    void shouldSayThatACheckpointNamesNoRecordBeforeIt() {
        for (final long at : new long[] {-1, Long.MAX_VALUE, 1}) {
            final Path there = dir.resolve("no-" + at);
            final long checkpoint;
            try (Scenario live = new Scenario(there, new SilentOutputs())) {
                live.start();
                checkpoint = live.checkpoint(at, live.engine().stateHash());
            }

            final Ran ran = Ran.on(there, "verify");

            assertEquals(1, ran.exitCode);
            final String named = Indexes.format(at == 1 ? 1 : checkpoint);
            assertTrue(ran.out.contains("\"ok\":false,\"differs\":\"" + named + "\"}"), ran.out);
        }
    }

    @Test
    void shouldExportEveryRecord() {
        final List<String> lines = Ran.on(data, "export").lines();

        assertEquals(last - first + 1, lines.size());
        assertTrue(lines.get(0).startsWith("{\"index\":\"" + Indexes.format(first)
            + "\",\"time\":\"2026-11-22T12:00:00.000000000Z\",\"kind\":\"settings\",\"defaultTimeoutMs\":30000,"), lines.get(0));
        assertEquals("{\"index\":\"" + Indexes.format(asked) + "\",\"time\":\"2026-11-22T12:00:00.020000000Z\","
            + "\"kind\":\"message\",\"instance\":\"" + Indexes.instance(desk) + "\",\"id\":\"" + uuid(1)
            + "\",\"destination\":\"pricing@1:quote\",\"consumer\":\"desk\",\"responder\":\"quoted\",\"payload\":" + PAYLOAD
            + "}",
            lines.get((int)(asked - first)));
        final String registration = lines.get((int)(one - first));
        assertTrue(registration.contains("\"kind\":\"registration\",\"instance\":\"" + Indexes.instance(one)
            + "\",\"session\":\"s-pricing\""), registration);
        assertTrue(registration.contains("\"name\":\"pricing\",\"version\":\"1.0.0\",\"methods\":[\"quote\",\"cancel\"],"
            + "\"listen\":[],\"choose\":\"round-robin\"}"), registration);
        assertTrue(lines.stream().anyMatch(line -> line.contains("\"payload\":\"AP8=\",\"encoding\":\"base64\"}")));
        assertEquals(lines.subList(2, 5), Ran.on(data, "export", "--from", Indexes.format(first + 2), "--to",
            Indexes.format(first + 4)).lines());
    }

    @Test
    void shouldLeavePayloadsOutWhereAsked() {
        final List<String> lines = Ran.on(data, "export", "--redact").lines();

        assertEquals(last - first + 1, lines.size());
        assertTrue(lines.stream().noneMatch(line -> line.contains("payload")
            || line.contains("AP8=")));
    }

    @Test
    void shouldPrintTablesForAPerson() {
        for (final String command : List.of("events", "state", "stats", "verify", "export")) {
            final List<String> lines = Ran.on(data, command, "--format", "text").lines();

            assertFalse(lines.isEmpty());
            assertFalse(lines.get(0).startsWith("{"), lines.get(0));
        }
        assertTrue(Ran.on(data, "trace", uuid(1), "--format", "text").out.contains("2.00 ms"));
    }

    @Test
    void shouldReadACopyAndAnEmptyDirectory() throws IOException {
        final Path copy = Files.createDirectories(dir.resolve("copy"));
        try (Stream<Path> files = Files.list(data.resolve("journal"))) {
            for (final Path file : (Iterable<Path>)files::iterator) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        assertEquals(Ran.on(data, "events").out, Ran.on(copy, "events").out);
        assertEquals(Ran.on(data, "state").out, Ran.on(copy, "state").out);

        try (Scenario live = new Scenario(dir.resolve("empty"), new SilentOutputs())) {
            assertEquals(0, live.engine().index());
        }
        assertEquals(List.of(), Ran.on(dir.resolve("empty"), "events").lines());
        assertEquals(List.of(), Ran.on(dir.resolve("empty"), "export").lines());
        assertTrue(Ran.on(dir.resolve("empty"), "state").lines().get(0).startsWith("{\"index\":null,\"time\":null,"));
        assertEquals("{\"records\":0,\"checkpoints\":0,\"first\":null,\"last\":null,\"ok\":true,\"differs\":null}",
            Ran.on(dir.resolve("empty"), "verify").lines().get(0));
        assertEquals(1, Ran.on(dir.resolve("empty"), "stats").lines().size());
    }

    @Test
    void shouldRefuseWrongUsageWithOneLine() {
        for (final String[] args : new String[][] {
            {"events", "--from", "yesterday"}, {"events", "--colour"}, {"state", "--at", "0x"}, {"trace", "--data", "x"},
            {"trace", "me"}, {"export", "--format", "xml"}, {"teleport"}, {"--data", "x"}}) {
            final Ran ran = Ran.replay(args);

            assertEquals(2, ran.exitCode, String.join(" ", args) + ran.err);
            assertEquals(1, ran.err.trim().lines().count(), ran.err);
            assertFalse(ran.err.contains("\tat "), ran.err);
            assertEquals("", ran.out);
        }
    }

    @Test
    void shouldTakeOptionsFromAPropertiesFile() throws IOException {
        final Path nowhere = dir.resolve("not-there");
        final Path config = Files.writeString(dir.resolve("p.properties"), "data=" + nowhere + "\ntcp=127.0.0.1:0\n");

        final Ran ran = Ran.replay("events", "--config", config.toString());
        final Ran missing = Ran.replay("events", "--config", dir.resolve("none").toString());

        assertEquals(3, ran.exitCode);
        assertTrue(ran.err.contains(nowhere.toString()), ran.err);
        assertEquals(2, missing.exitCode);
        assertTrue(missing.err.contains("no such file"), missing.err);
    }

    @Test
    void shouldRefuseWhatIsNoJournalWithOneLine() throws IOException {
        for (final Path path : List.of(dir.resolve("nowhere"), Files.createDirectories(dir.resolve("other")),
            Files.writeString(dir.resolve("file"), "x"))) {
            final Ran ran = Ran.on(path, "events");

            assertEquals(3, ran.exitCode);
            assertEquals(1, ran.err.trim().lines().count(), ran.err);
            assertTrue(ran.err.contains(path.toString()), ran.err);
        }
    }

    @Test
    void shouldHelp() {
        assertTrue(Ran.replay("--help").lines().get(0).startsWith("Usage: ./patchbay replay "));
        assertTrue(Ran.replay("events", "--help").lines().get(0).startsWith("Usage: ./patchbay replay events "));
        assertEquals(0, Ran.replay("--version").exitCode);
        assertEquals(Ran.replay("--help").out, Ran.replay().out);
    }

    private static long emptyHash() {
        return new Engine(new SilentOutputs()).stateHash();
    }

    private static String uuid(final long id) {
        return new UUID(0, id).toString();
    }

    /** Returns the values of a top-level text field, from the lines that have it. */
    private static List<String> fields(final List<String> lines, final String name) {
        final String begin = '"' + name + "\":\"";
        return lines.stream().filter(line -> line.contains(begin)).map(line -> {
            final int from = line.indexOf(begin) + begin.length();
            return line.substring(from, line.indexOf('"', from));
        }).collect(Collectors.toList());
    }
}
