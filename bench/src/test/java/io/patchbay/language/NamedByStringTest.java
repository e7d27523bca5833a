package io.patchbay.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Tests that no test names a production class, method or field by a string, which a rename would break, nor changes classes as
 * they are loaded.
 */
@Timeout(60)
class NamedByStringTest {
    private static final Path HOME = Path.of(System.getProperty("patchbay.home", "..")).toAbsolutePath().normalize();
    private static final List<String> MODULES = List.of("sdk", "engine", "replay-tool", "gateway", "bench");

    @Test
    void shouldFindNoProductionNameInAStringOfAnyTest() throws IOException {
        final Set<String> fullNames = new TreeSet<>();
        final Set<String> simpleNames = new TreeSet<>();
        for (final String module : MODULES) {
            final Path folder = HOME.resolve(module).resolve("src/main/java");
            for (final Path file : sources(folder)) {
                final String path = folder.relativize(file).toString();
                fullNames.add(path.substring(0, path.length() - ".java".length()).replace('/', '.'));
                simpleNames.add(file.getFileName().toString().replace(".java", ""));
            }
        }
        assertFalse(fullNames.isEmpty());
        final NamedByString finder = new NamedByString(fullNames, simpleNames);

        final List<String> found = new ArrayList<>();
        for (final String module : MODULES) {
            for (final Path file : sources(HOME.resolve(module).resolve("src/test/java"))) {
                if (!file.getParent().endsWith(NamedByStringTest.class.getPackageName().replace('.', '/'))) {
                    finder.find(Files.readString(file)).forEach(use -> found.add(HOME.relativize(file) + ":" + use));
                }
            }
        }

        assertEquals(List.of(), found);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "names.put(\"io/patchbay/data/LockFile\"); 1",
        "log(\"io.patchbay.data.LockFile takes no lock\"); 1",
        "log(\"io.patchbay.data.Other\"); 0",
        "edit(\"data.LockFile\"); 1",
        "edit(\"other.LockFile\"); 0",
        "Class.forName(\"io.patchbay.data.Lock\"); 1",
        "field(\"LockFile.size\"); 1",
        "field(\"Lock\"); 0",
        "field(\"LockFile\"); 1",
        "// \"LockFile\"; 0",
        "say(\"the LockFile is there\"); 0",
        "type.getDeclaredField(\"size\"); 1",
        "type.getDeclaredFields(); 0",
        "map.getField(key, 'x'); 0",
        "new ClassWriter(0); 1",
    })
    void shouldFindNamesOnly(final String source, final int count) {
        final NamedByString finder =
            new NamedByString(Set.of("io.patchbay.data.LockFile", "io.patchbay.data.Lock"), Set.of("LockFile", "Lock"));

        assertEquals(count, finder.find(source).size());
    }

    private static List<Path> sources(final Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        }
    }
}
