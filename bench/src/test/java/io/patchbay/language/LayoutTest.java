package io.patchbay.language;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks the layout of the packages of all modules.
 */
@Timeout(120)
class LayoutTest {
    private static final Path HOME = Path.of(System.getProperty("patchbay.home", "..")).toAbsolutePath().normalize();
    private static final List<String> MODULES = List.of("sdk", "engine", "replay-tool", "gateway", "bench");
    private static final int MAX_FILES = 30;

    @Test
    void shouldHaveNoCycleBetweenPackages() {
        final List<Path> compiled = MODULES.stream().map(module -> HOME.resolve(module).resolve("target/classes")).toList();

        final JavaClasses classes = new ClassFileImporter().importPaths(compiled);

        slices().matching("io.patchbay.(**)").should().beFreeOfCycles().check(classes);
    }

    @Test
    void shouldHaveAtMostThirtyFilesInAPackage() throws IOException {
        final Map<String, Long> larger = new TreeMap<>();
        for (final String module : MODULES) {
            final Path root = HOME.resolve(module).resolve("src/main/java");
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(file -> file.toString().endsWith(".java"))
                    .collect(Collectors.groupingBy(file -> root.relativize(file.getParent()).toString(), Collectors.counting()))
                    .forEach((folder, count) -> {
                        if (count > MAX_FILES) {
                            larger.put(module + " " + folder, count);
                        }
                    });
            }
        }

        assertEquals(Map.of(), larger);
    }
}
