package io.patchbay.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Checks the language of sources and documents. Each {@link Rule} may be violated as often as {@code language-allowed.properties}
 * allows, with a count for each module. The counts only fall; {@code -Dpatchbay.language.record=true} records the present ones.
 */
@Timeout(60)
class LanguageTest {
    private static final Path HOME = Path.of(System.getProperty("patchbay.home", "..")).toAbsolutePath().normalize();
    private static final Path ALLOWED = HOME.resolve("bench/src/test/resources/language-allowed.properties");
    private static final List<String> MODULES = List.of("sdk", "engine", "replay-tool", "gateway", "bench");

    @ParameterizedTest
    @EnumSource(Rule.class)
    void shouldNotGetWorse(final Rule rule) throws IOException {
        final Properties allowed = new Properties();
        try (InputStream in = Files.newInputStream(ALLOWED)) {
            allowed.load(in);
        }

        final Map<String, List<String>> found = violations(rule);

        if (Boolean.getBoolean("patchbay.language.record")) {
            found.forEach((module, lines) -> allowed.setProperty(key(module, rule), Integer.toString(lines.size())));
            record(allowed);
            return;
        }
        found.forEach((module, lines) -> {
            final int limit = Integer.parseInt(allowed.getProperty(key(module, rule), "0"));
            assertTrue(lines.size() <= limit, () -> module + " has " + lines.size() + " " + rule.meaning() + "; at most " + limit
                + " may be left. All of them:\n" + String.join("\n", lines));
        });
    }

    @Test
    void shouldFindAPackageInfoInEachPackage() throws IOException {
        final List<Path> without = new ArrayList<>();
        for (final String module : MODULES) {
            try (Stream<Path> files = Files.walk(HOME.resolve(module).resolve("src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java")).map(Path::getParent).distinct()
                    .filter(folder -> !Files.exists(folder.resolve("package-info.java"))).forEach(without::add);
            }
        }

        assertEquals(List.of(), without);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "QUESTION; A.java; /** Is it there? */; 1",
        "QUESTION; A.java; /** Returns whether {@code a?b} is there. Is it? */; 0",
        "OLD_WORD; A.java; void ofWord(final String of) {; 2",
        "OLD_WORD; a.md; the oldest gives way (contract, section 3); 2",
        "OLD_WORD; A.java; class Wayside {; 0",
        "PURPOSE; package-info.java; /** Reads and writes. */; 1",
        "PURPOSE; package-info.java; /** Reads. And writes. */; 0",
        "PURPOSE; package-info.java; package a.b;1",
    })
    void shouldCountViolations(final Rule rule, final String file, final String text, final int count) {
        assertEquals(count, rule.check(Path.of(file), text).size());
    }

    @Test
    void shouldCountLongLinesOfProseOnly() {
        final String lines = "x".repeat(131);

        assertEquals(1, Rule.LONG_LINE.check(Path.of("a.md"), lines + "\n|" + lines + "\n```\n" + lines + "\n```\n").size());
        assertEquals(0, Rule.LONG_LINE.check(Path.of("A.java"), lines).size());
    }

    private static Map<String, List<String>> violations(final Rule rule) throws IOException {
        final Map<String, List<String>> found = new TreeMap<>();
        for (final String module : MODULES) {
            final Path folder = HOME.resolve(module);
            try (Stream<Path> files = Files.walk(folder)) {
                found.put(module, check(rule, files.filter(file -> !folder.relativize(file).startsWith("target"))));
            }
        }
        try (Stream<Path> files = Files.walk(HOME.resolve("docs"))) {
            found.put("docs", check(rule, files));
        }
        try (Stream<Path> files = Files.list(HOME)) {
            found.put("root", check(rule, files));
        }
        return found;
    }

    private static List<String> check(final Rule rule, final Stream<Path> files) throws IOException {
        final List<String> found = new ArrayList<>();
        for (final Path file : files.filter(LanguageTest::isChecked).sorted().toList()) {
            rule.check(file, Files.readString(file)).forEach(violation -> found.add(HOME.relativize(file) + ":" + violation));
        }
        return found;
    }

    private static boolean isChecked(final Path file) {
        final String name = file.toString();
        return (name.endsWith(".java") || name.endsWith(".md")) && !name.contains("node_modules")
            && !name.contains("/" + LanguageTest.class.getPackageName().replace('.', '/') + "/");
    }

    private static String key(final String module, final Rule rule) {
        return module + '.' + rule;
    }

    private static void record(final Properties allowed) throws IOException {
        final StringBuilder lines =
            new StringBuilder("# Violations of the language's rules that are left, by module; see LanguageTest.\n");
        allowed.stringPropertyNames().stream().sorted().filter(key -> !allowed.getProperty(key).equals("0"))
            .forEach(key -> lines.append(key).append('=').append(allowed.getProperty(key)).append('\n'));
        Files.writeString(ALLOWED, lines);
    }
}
