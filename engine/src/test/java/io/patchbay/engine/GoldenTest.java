package io.patchbay.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.patchbay.engine.input.Input;
import io.patchbay.engine.testkit.Damage;
import io.patchbay.engine.testkit.EngineRun;
import io.patchbay.engine.testkit.GoldenFile;
import io.patchbay.engine.testkit.RecordLine;
import io.patchbay.protocol.Indexes;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Tests the rules of PROTOCOL.md, one topic a file: readable records in, readable outputs out. Every file is run again with each
 * line missing, doubled and damaged. {@code -Dpatchbay.golden.update=true} writes the engine's present outputs into the files.
 */
@Timeout(120)
class GoldenTest {
    private static final Path DIRECTORY = Path.of("src/test/resources/golden");

    static Stream<Path> files() throws IOException {
        return Files.list(DIRECTORY).sorted();
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldSayWhatTheFileSays(final Path file) throws IOException {
        final List<String> expected = Files.readAllLines(file);

        final List<String> actual = GoldenFile.rendered(expected);

        if (Boolean.getBoolean("patchbay.golden.update")) {
            Files.write(file, actual);
        } else {
            assertEquals(String.join("\n", expected), String.join("\n", actual));
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldBearAMissingLine(final Path file) throws IOException {
        final List<RecordLine> records = GoldenFile.records(Files.readAllLines(file));

        for (int i = 0; i < records.size(); i++) {
            final List<RecordLine> fewer = new ArrayList<>(records);
            fewer.remove(i);
            runTwice(GoldenFile.inputs(fewer));
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldBearADoubledLine(final Path file) throws IOException {
        final List<RecordLine> records = GoldenFile.records(Files.readAllLines(file));

        for (int i = 0; i < records.size(); i++) {
            final List<RecordLine> more = new ArrayList<>(records);
            more.add(i, records.get(i));
            runTwice(GoldenFile.inputs(more));
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldBearARecordThatComesTwiceWithItsIndex(final Path file) throws IOException {
        final List<Input> inputs = GoldenFile.inputs(GoldenFile.records(Files.readAllLines(file)));
        final EngineRun once = new EngineRun(Indexes::format, 0);
        final EngineRun twice = new EngineRun(Indexes::format, 0);

        for (final Input in : inputs) {
            once.apply(in);
            twice.apply(in);
            twice.apply(in);
        }

        assertEquals(once.text.lines, twice.text.lines);
        assertEquals(once.engine.stateHash(), twice.engine.stateHash());
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldBearADamagedLine(final Path file) throws IOException {
        final List<Input> whole = GoldenFile.inputs(GoldenFile.records(Files.readAllLines(file)));

        for (int i = 0; i < whole.size(); i++) {
            for (final Consumer<Input> damage : Damage.of(whole.get(i))) {
                final List<Input> inputs = new ArrayList<>(whole);
                inputs.set(i, Damage.copy(whole.get(i)));
                damage.accept(inputs.get(i));
                runTwice(inputs);
            }
        }
    }

    /** Runs records through two engines. Fails if a rule is broken or the two runs differ. */
    private static void runTwice(final List<Input> inputs) {
        final EngineRun first = new EngineRun(Indexes::format, 0);
        final EngineRun second = new EngineRun(Indexes::format, 0);
        for (final Input in : inputs) {
            first.apply(in);
            second.apply(in);
        }
        first.checkHash();
        assertEquals(first.text.lines, second.text.lines);
        assertEquals(first.hashes, second.hashes);
    }
}
