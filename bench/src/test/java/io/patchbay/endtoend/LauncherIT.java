package io.patchbay.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.patchbay.endtoend.PatchbayProcess.Result;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs the launcher {@code patchbay}, and checks how it finds itself and Java, which flags it gives the JVM, and what reaches
 * standard output.
 */
@Timeout(120)
class LauncherIT {
    private static final String LAUNCHER = PatchbayProcess.home().resolve("patchbay").toString();
    private static final Path JDKS = Path.of("/usr/lib/jvm");
    private static final String[] MODULES = {"gateway", "replay-tool", "bench"};

    @TempDir
    private Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"PATCHBAY_JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"})
    void shouldTakeTheCollectorThatTheUserChooses(final String variable) throws Exception {
        final Map<String, String> g1 = Map.of(variable, "-XX:+UseG1GC");

        assertIsToken(PatchbayProcess.run(g1, "token", "x"));
        assertEquals(0, PatchbayProcess.run(g1, "replay", "--help").exit());
        assertEquals(0, PatchbayProcess.run(g1, "bench", "--help").exit());
    }

    @Test
    void shouldUseTheCollectorOfAnArgumentFile() throws Exception {
        final Path file = Files.writeString(dir.resolve("jvm.args"), "-XX:+UseG1GC\n");

        final Result result = PatchbayProcess.run(Map.of("PATCHBAY_JAVA_OPTS", "-Xlog:gc @" + file), "token", "x");

        assertIsToken(result);
        assertTrue(result.err().contains("Using G1"), result::toString);
    }

    @Test
    void shouldGiveTheProcessesOfABenchTheFlagsOfTheUser() throws Exception {
        final Result result = PatchbayProcess.run(Map.of("JAVA_TOOL_OPTIONS", "-XX:+UseSerialGC -XX:+UseLargePages"),
            "bench", "floor", "--seconds", "0.2", "--warmup", "0");

        assertEquals(0, result.exit(), result::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "PATCHBAY_JAVA_OPTS, -XX:+UseLargePages",
        "PATCHBAY_JAVA_OPTS, -Xlog:gc -Xlog:safepoint::uptime -Xlog:class+load:stdout",
        "PATCHBAY_JAVA_OPTS, -Xlog",
        "PATCHBAY_JAVA_OPTS, -verbose:gc",
        "PATCHBAY_JAVA_OPTS, -XX:+PrintGC",
        "PATCHBAY_JAVA_OPTS, -XX:+PrintFlagsFinal -XX:+PrintCompilation",
        "JAVA_TOOL_OPTIONS, -XX:+UseLargePages -Xlog:gc",
        "JDK_JAVA_OPTIONS, -XX:+UseLargePages -Xlog:gc*",
    })
    void shouldKeepWhatTheJvmSaysFromStdout(final String variable, final String options) throws Exception {
        final Result result = PatchbayProcess.run(Map.of(variable, options), "token", "x");

        assertIsToken(result);
        assertTrue(options.contains("UseLargePages") || result.err().lines().count() > 2, "the JVM's log is lost: " + result);
    }

    @Test
    void shouldSayNothingOfTheJvmWhereNothingIsAsked() throws Exception {
        final Result result = PatchbayProcess.run("token", "x");

        assertIsToken(result);
        assertEquals(2, result.err().lines().count(), result::toString);
    }

    @Test
    void shouldWriteAThreadDumpToStderr() throws Exception {
        try (PatchbayProcess server = PatchbayProcess.server(dir.resolve("data"))) {
            PatchbayProcess.startProgram("kill", "-QUIT", Long.toString(server.pid())).await();
            Load.awaitTrue(() -> server.err().contains("Full thread dump"), "the thread dump");

            final Result result = server.terminate();

            assertEquals(0, result.exit(), result::toString);
            assertEquals(1, result.lines().size(), "stdout holds the ready line only: " + result);
            assertFalse(result.err().contains("WARNING: "), "the JVM warns: " + result);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PATCHBAY_JAVA_OPTS, -XX:Nope=1",
        "PATCHBAY_JAVA_OPTS, -Xmx1000t",
        "PATCHBAY_JAVA_OPTS, -Xlog:nonsense",
        "PATCHBAY_JAVA_OPTS, -XX:+UseSerialGC -XX:+UseParallelGC",
        "PATCHBAY_JAVA_OPTS, --nonsense",
        "PATCHBAY_JAVA_OPTS, -Dhalf=\"a quote",
        "JAVA_TOOL_OPTIONS, -XX:Nope=1",
        "JDK_JAVA_OPTIONS, --nonsense",
    })
    void shouldEndWith3WhereJavaDoesNotStart(final String variable, final String options) throws Exception {
        final Result result = PatchbayProcess.run(Map.of(variable, options), "token", "x");

        assertEquals(3, result.exit(), result::toString);
        assertEquals("", result.out(), result::toString);
        assertTrue(result.err().contains("patchbay: ") && result.err().contains("PATCHBAY_JAVA_OPTS"), result::toString);
    }

    @Test
    void shouldHonorQuotesAndExpandNothing() throws Exception {
        final Path touched = dir.resolve("touched");
        final String options = "-Done=\"a  b\" '-Dtwo=it costs $HOME `touch " + touched + "` $(touch " + touched + ")'"
            + " -Dthree=* -XshowSettings:properties";

        final Result result = PatchbayProcess.run(Map.of("PATCHBAY_JAVA_OPTS", options), "token", "x");

        assertIsToken(result);
        assertTrue(result.err().contains("one = a  b\n"), result::toString);
        assertTrue(result.err().contains("two = it costs $HOME `touch " + touched + "` $(touch "), result::toString);
        assertTrue(result.err().contains("three = *\n"), result::toString);
        assertFalse(Files.exists(touched));
    }

    @Test
    void shouldFindItselfWhateverCdpathIs() throws Exception {
        final Path home = PatchbayProcess.home();
        final String fromAbove = home.getParent().relativize(home).resolve("patchbay").toString();

        assertIsToken(run(home.getParent(), "CDPATH=.:/tmp", fromAbove, "token", "x"));
        assertIsToken(run(home, "CDPATH=/tmp:.", "./patchbay", "token", "x"));
    }

    @Test
    void shouldFindItselfThroughSymbolicLinks() throws Exception {
        final Path folder = Files.createDirectory(dir.resolve("with space"));
        final Path link = Files.createSymbolicLink(folder.resolve("pb"), Path.of(LAUNCHER));
        Files.createSymbolicLink(dir.resolve("-again"), Path.of("with space/pb"));

        assertIsToken(run(folder, "A=b", link.toString(), "token", "x"));
        assertIsToken(run(dir, "A=b", "./-again", "token", "x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"LANG=xx_YY.UTF-8", "LC_ALL=xx_YY.UTF-8", "LC_TIME=xx_YY.UTF-8", "LANG=C", "LC_ALL=POSIX"})
    void shouldTakeNonAsciiPathsInAnyLocale(final String locale) throws Exception {
        final Path home = copy(Files.createDirectory(utf8("caf\u00e9 \u4e2d")));

        final Result token = run(dir, locale, home.resolve("patchbay").toString(), "token", "x");
        final Result verify = run(dir, locale, LAUNCHER, "replay", "verify", "--data", utf8("nul-\u00e9").toString());

        assertIsToken(token);
        assertEquals(3, verify.exit(), verify::toString);
        assertTrue(verify.err().contains("nul-\u00e9"), verify::toString);
    }

    @Test
    void shouldRunWithoutAWarningOnEveryJdkOfThisMachine() throws Exception {
        assumeTrue(Files.isDirectory(JDKS), "no folder " + JDKS + " with JDKs");
        final List<Path> homes = new ArrayList<>();
        try (Stream<Path> entries = Files.list(JDKS)) {
            entries.filter(home -> !Files.isSymbolicLink(home) && feature(home) >= 17).forEach(homes::add);
        }
        if (homes.stream().noneMatch(home -> feature(home) != Runtime.version().feature())) {
            System.err.println("SKIPPED: no JDK but that of these tests in /usr/lib/jvm; install another to run on it");
        }
        for (final Path home : homes) {
            final Map<String, String> java = Map.of("JAVA_HOME", home.toString());

            final Result token = PatchbayProcess.run(java, "token", "x");
            final Path data = dir.resolve(home.getFileName().toString());
            final Result served;
            try (PatchbayProcess server = PatchbayProcess.role(java, "server", data)) {
                final Result called = PatchbayProcess.run(java, "call", "--server", server.ready("tcp"), "a:b", "1");
                assertEquals(1, called.exit(), called::toString);
                assertSilent(called, "a:b");
                served = server.terminate();
            }
            final Result verified = PatchbayProcess.run(java, "replay", "verify", "--data", data.toString());

            assertIsToken(token);
            assertSilent(token, "x");
            assertEquals(0, served.exit(), served::toString);
            assertEquals(0, verified.exit(), verified::toString);
            assertSilent(served, "server");
            assertSilent(verified, "verify");
        }
    }

    private static void assertSilent(final Result result, final String command) {
        assertFalse(result.err().contains("WARNING: "), command + ": the JVM warns: " + result);
    }

    /** Returns the version of a JDK; 0 if the folder holds none. */
    private static int feature(final Path home) {
        try (Stream<String> lines = Files.lines(home.resolve("release"))) {
            return lines.filter(line -> line.startsWith("JAVA_VERSION=\""))
                .mapToInt(line -> Integer.parseInt(line.replaceAll("^JAVA_VERSION=\"(\\d+).*", "$1"))).findFirst().orElse(0);
        } catch (final IOException | UncheckedIOException e) {
            return 0;
        }
    }

    @Test
    void shouldRefuseAnOldJava() throws Exception {
        final Path old = Files.createDirectories(dir.resolve("jdk-11"));
        Files.writeString(old.resolve("release"), "IMPLEMENTOR=\"N\"\nJAVA_VERSION=\"11.0.2\"\n");
        Files.copy(Path.of("/bin/true"), Files.createDirectory(old.resolve("bin")).resolve("java"),
            StandardCopyOption.COPY_ATTRIBUTES);

        final Result result = PatchbayProcess.run(Map.of("JAVA_HOME", old.toString()), "token", "x");

        assertEquals(3, result.exit(), result::toString);
        assertTrue(result.err().contains("11") && result.err().contains("JDK 17"), result::toString);
    }

    @Test
    void shouldSayThatTheBuildIsMissing() throws Exception {
        final Path home = Files.createDirectory(dir.resolve("empty"));
        copyScripts(home);

        final Result result = run(dir, "A=b", home.resolve("patchbay").toString(), "token", "x");

        assertEquals(3, result.exit(), result::toString);
        assertTrue(result.err().contains("patchbay-gateway.jar is missing"), result::toString);
    }

    /** Returns a path with letters beyond ASCII. Skips the test if this JVM cannot write such paths. */
    private Path utf8(final String name) {
        assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")), "needs a locale of UTF-8 for the tests themselves");
        return dir.resolve(name);
    }

    /** Makes a copy of the home folder, with the modules of this build. */
    private static Path copy(final Path home) throws IOException {
        copyScripts(home);
        for (final String module : MODULES) {
            Files.createSymbolicLink(home.resolve(module), PatchbayProcess.home().resolve(module));
        }
        return home;
    }

    private static void copyScripts(final Path home) throws IOException {
        for (final String script : List.of("patchbay", "jvm-flags.sh")) {
            Files.copy(PatchbayProcess.home().resolve(script), home.resolve(script), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private static Result run(final Path folder, final String variable, final String... command) throws Exception {
        final List<String> all = new ArrayList<>(List.of("env", "--chdir=" + folder, variable));
        all.addAll(List.of(command));
        try (PatchbayProcess started = PatchbayProcess.startProgram(all.toArray(new String[0]))) {
            return started.await();
        }
    }

    private static void assertIsToken(final Result result) {
        assertEquals(0, result.exit(), result::toString);
        final List<String> lines = result.out().lines().toList();
        assertEquals(2, lines.size(), result::toString);
        assertTrue(lines.get(0).startsWith("x.") && lines.get(1).startsWith("{\"principal\":\"x\""), result::toString);
    }
}
