package io.patchbay.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

@Timeout(120)
class BenchMainTest {
    @TempDir
    private Path dir;

    @ParameterizedTest
    @ValueSource(strings = {
        "", "nonsense", "roundtrip --path pigeon", "roundtrip --seconds 0", "roundtrip --seconds soon",
            "roundtrip --outstanding 0",
        "roundtrip --outstanding 60001", "roundtrip --rate 0", "roundtrip --threads 3", "roundtrip --payload 10",
        "roundtrip --idle never", "roundtrip --nonsense", "jmh -- -nonsense", "demo --nonsense",
    })
    void shouldRefuseWrongUsage(final String arguments) {
        assertEquals(2, BenchMain.run(arguments.isEmpty() ? new String[0] : arguments.split(" ")), arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "roundtrip --help", "jmh --help", "demo --help"})
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
    void shouldMeasureRoundTripsThroughARealServer() throws IOException {
        final Path closed = dir.resolve("closed.jsonl");
        final Path open = dir.resolve("open.jsonl");

        assertEquals(0, BenchMain.run("roundtrip", "--seconds", "0.5", "--warmup", "0.2", "--outstanding", "1,8", "--json",
            closed.toString()));
        assertEquals(0, BenchMain.run("roundtrip", "--seconds", "0.5", "--warmup", "0.2", "--rate", "200", "--threads", "2",
            "--path", "tcp-json", "--json", open.toString()));

        final List<String> rows = Files.readAllLines(closed);
        assertEquals(4, rows.size());
        assertEquals("aeron-ipc", fields(rows.get(0)).get("path"));
        assertEquals("8", fields(rows.get(1)).get("outstanding"));
        assertEquals("tcp-json", fields(rows.get(3)).get("path"));
        for (final String row : rows) {
            assertMeasured(fields(row));
        }
        final Map<String, String> row = fields(Files.readAllLines(open).get(0));
        assertMeasured(row);
        assertEquals("null", row.get("outstanding"));
        assertEquals("200", row.get("target_rate_per_s"));
        assertTrue(Double.parseDouble(row.get("rate_per_s")) <= 300, row::toString);
    }

    private static void assertMeasured(final Map<String, String> row) {
        assertEquals("roundtrip", row.get("bench"));
        assertEquals("patchbay", row.get("subject"));
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
