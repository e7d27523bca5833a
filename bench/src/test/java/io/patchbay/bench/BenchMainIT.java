package io.patchbay.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs the commands of the benchmarks, against servers of their own, for as short a time as they allow.
 */
@Timeout(120)
class BenchMainIT {
    @TempDir
    private Path dir;

    @ParameterizedTest
    @ValueSource(strings = {
        "", "nonsense", "roundtrip --path pigeon", "roundtrip --seconds 0", "roundtrip --seconds soon",
            "roundtrip --outstanding 0",
        "roundtrip --outstanding 60001", "roundtrip --rate 0", "roundtrip --threads 3", "roundtrip --payload 10",
        "roundtrip --idle never", "roundtrip --client-threads 3", "roundtrip --nonsense", "floor --idle never",
        "floor --outstanding 0", "peers --rate 5", "fanout --path websocket-json", "fanout --listeners 0", "fanout --event shout",
        "replay --requests 0", "scale --instances 150", "scale --open 1", "throughput --at 2", "throughput --path pigeon",
        "all --nonsense", "jmh -- -nonsense", "demo --nonsense",
    })
    void shouldRefuseWrongUsage(final String arguments) {
        assertEquals(2, BenchMain.run(arguments.isEmpty() ? new String[0] : arguments.split(" ")), arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "roundtrip --help", "floor --help", "peers --help", "fanout --help",
        "replay --help", "scale --help", "throughput --help", "all --help", "jmh --help", "demo --help"})
    void shouldHelp(final String arguments) {
        assertEquals(0, BenchMain.run(arguments.split(" ")));
    }

    @Test
    void shouldSayThatItCouldNotRunWhereNoServerIs() {
        assertEquals(3, BenchMain.run("roundtrip", "--server", "127.0.0.1:1", "--seconds", "0.1", "--warmup", "0"));
    }

    @Test
    void shouldSayThatItCouldNotRunWhereTheServerDoesNotStart() {
        assertEquals(3, BenchMain.run("roundtrip", "--server-option", "nonsense=1"));
    }

    @Test
    void shouldMeasureRoundTripsThroughARealServerBesideTheFloor() throws IOException {
        final Path json = dir.resolve("closed.jsonl");
        final Path plot = dir.resolve("plot.html");

        assertEquals(0, BenchMain.run("roundtrip", "--seconds", "0.5", "--warmup", "0.2", "--warmup-limit", "1",
            "--outstanding", "1,8", "--path", "aeron-ipc", "--json", json.toString(), "--hgrm", dir.resolve("hgrm").toString(),
            "--plot", plot.toString()));

        final List<String> rows = Files.readAllLines(json);
        assertEquals(4, rows.size());
        for (int i = 0; i < rows.size(); i++) {
            final Map<String, String> row = fields(rows.get(i));
            assertMeasured(row, i < 2 ? "patchbay" : "floor");
            assertEquals("aeron-ipc", row.get("path"));
            assertEquals(i % 2 == 0 ? "1" : "8", row.get("outstanding"));
            assertTrue(Double.parseDouble(row.get("journal_bytes_per_message")) > 100, row::toString);
            assertTrue(Double.parseDouble(row.get("alloc_bytes_per_message")) >= 0, row::toString);
            assertTrue(Double.parseDouble(row.get("warmup_s")) >= 1, "to its limit of a second: " + row);
        }
        assertTrue(Files.readString(plot).contains("roundtrip patchbay aeron-ipc 8 outstanding"), plot::toString);
        try (Stream<Path> files = Files.list(dir.resolve("hgrm"))) {
            assertEquals(4, files.count());
        }
    }

    @Test
    void shouldMeasureOnASchedule() throws IOException {
        final Path json = dir.resolve("open.jsonl");

        assertEquals(0, BenchMain.run("roundtrip", "--seconds", "0.5", "--warmup", "0.2", "--warmup-limit", "0",
            "--rate", "200", "--client-threads", "2", "--path", "tcp-json", "--json", json.toString()));

        final Map<String, String> row = fields(Files.readAllLines(json).get(0));
        assertMeasured(row, "patchbay");
        assertFalse(row.containsKey("outstanding"));
        assertEquals("200", row.get("target_rate_per_s"));
        assertTrue(Double.parseDouble(row.get("rate_per_s")) <= 300, row::toString);
        assertMeasured(fields(Files.readAllLines(json).get(1)), "relay");
    }

    @ParameterizedTest
    @ValueSource(strings = {"aeron-udp", "websocket-json"})
    void shouldMeasureEachFurtherPath(final String path) throws IOException {
        final Path json = dir.resolve("path.jsonl");

        assertEquals(0, BenchMain.run("roundtrip", "--seconds", "0.3", "--warmup", "0.1", "--warmup-limit", "0",
            "--outstanding", "4", "--path", path, "--json", json.toString()));

        final Map<String, String> row = fields(Files.readAllLines(json).get(0));
        assertMeasured(row, "patchbay");
        assertEquals(path, row.get("path"));
    }

    @Test
    void shouldFanOutToEveryListener() throws IOException {
        final Path json = dir.resolve("fanout.jsonl");

        assertEquals(0, BenchMain.run("fanout", "--seconds", "0.3", "--warmup", "0.1", "--warmup-limit", "0",
            "--listeners", "3", "--no-beside", "--event", "broadcast,custom", "--json", json.toString()));

        final List<String> rows = Files.readAllLines(json);
        assertEquals(4, rows.size());
        for (final String row : rows) {
            assertEquals("3", fields(row).get("listeners"));
            assertEquals("0", fields(row).get("failed"));
            assertTrue(Double.parseDouble(fields(row).get("rate_per_s")) > 0, row);
        }
    }

    @Test
    void shouldVerifyAJournalBesideABareTailer() throws IOException {
        final Path json = dir.resolve("replay.jsonl");

        assertEquals(0, BenchMain.run("replay", "--requests", "40000", "--passes", "1", "--json", json.toString()));

        final List<String> rows = Files.readAllLines(json);
        assertEquals("patchbay", fields(rows.get(0)).get("subject"));
        assertEquals("bare-tailer", fields(rows.get(1)).get("subject"));
        assertTrue(Double.parseDouble(fields(rows.get(0)).get("records")) > 80_000, rows::toString);
    }

    @Test
    void shouldScale() throws IOException {
        final Path json = dir.resolve("scale.jsonl");

        assertEquals(0, BenchMain.run("scale", "--instances", "300", "--open", "1000", "--ended-ids", "2000", "--seconds",
            "0.1", "--json", json.toString()));

        final List<String> rows = Files.readAllLines(json);
        assertEquals(8, rows.size());
        assertEquals("10 instances", fields(rows.get(0)).get("size"));
        assertEquals("1000 open", fields(rows.get(7)).get("size"));
    }

    @Test
    void shouldFindTheHighestRateAndThenTheTail() throws IOException {
        final Path json = dir.resolve("throughput.jsonl");

        assertEquals(0, BenchMain.run("throughput", "--outstanding", "8", "--search", "0.3", "--warmup", "0.2",
            "--warmup-limit", "0", "--seconds", "0.5", "--at", "0.2", "--json", json.toString()));

        final List<String> rows = Files.readAllLines(json);
        assertEquals(2, rows.size());
        assertTrue(fields(rows.get(1)).containsKey("target_rate_per_s"), rows::toString);
    }

    private static void assertMeasured(final Map<String, String> row, final String subject) {
        assertEquals("roundtrip", row.get("bench"));
        assertEquals(subject, row.get("subject"));
        assertEquals("0", row.get("failed"));
        assertTrue(Double.parseDouble(row.get("rate_per_s")) > 0, row::toString);
        final double p50 = Double.parseDouble(row.get("p50_us"));
        assertTrue(p50 > 0 && p50 <= Double.parseDouble(row.get("p99_us")), row::toString);
        assertTrue(Double.parseDouble(row.get("p999_us")) <= Double.parseDouble(row.get("max_us")) * 1.01, row::toString);
    }

    private static Map<String, String> fields(final String json) throws IOException {
        final Map<String, String> fields = new HashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            assertEquals(JsonToken.START_OBJECT, parser.nextToken());
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                final String name = parser.currentName();
                parser.nextToken();
                fields.put(name, parser.getText());
            }
        }
        return fields;
    }
}
