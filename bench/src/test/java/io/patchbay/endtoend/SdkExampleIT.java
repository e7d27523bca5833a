package io.patchbay.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.patchbay.bench.process.ChildJvm;
import io.patchbay.endtoend.PatchbayProcess.Result;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Installs the SDK into a local Maven repository, builds the project {@code sdk/examples/java} against it, outside of this build,
 * and runs the project's programs against a real server, in JVMs without flags.
 */
@Timeout(300)
class SdkExampleIT {
    private static final Path HOME = PatchbayProcess.home();

    @TempDir
    private Path dir;

    /** Removes the links into this build's repository, so that the folder's removal cannot follow them. */
    @AfterEach
    void unlink() throws IOException {
        if (Files.exists(dir.resolve("repository"))) {
            try (Stream<Path> paths = Files.walk(dir.resolve("repository"), 2)) {
                for (final Path link : paths.filter(Files::isSymbolicLink).toList()) {
                    Files.delete(link);
                }
            }
        }
    }

    @Test
    void shouldBuildAndRunTheExampleAgainstTheInstalledSdk() throws Exception {
        needsMaven();
        final Path repository = linkedRepository();
        final Path sources = copySources();
        final Path example = dir.resolve("example");
        copy(HOME.resolve("sdk/examples/java"), example);

        final Result installed = maven(sources, repository, sources.resolve("patchbay").toString(), "install-sdk");
        assertEquals(0, installed.exit(), installed::toString);
        final Result built = maven(example, repository, "mvn", "-B", "package");

        assertEquals(0, built.exit(), built::toString);
        assertTrue(built.out().contains("Tests run: 2, Failures: 0, Errors: 0, Skipped: 0"), built::toString);
        assertRuns(example);
    }

    private void assertRuns(final Path example) throws Exception {
        try (PatchbayProcess server = PatchbayProcess.server(dir.resolve("data"));
            PatchbayProcess pricing = program(example, "com.example.pricing.PricingMain", server.ready("tcp"))) {
            pricing.awaitLine("registered as i-");

            final Result known = program(example, "com.example.pricing.DeskMain", server.ready("tcp"), "EURUSD").await();
            final Result unknown = program(example, "com.example.pricing.DeskMain", server.ready("tcp"), "GBPCHF").await();
            final Result served = pricing.terminate();

            assertEquals(new Result(0, "{\"bid\":1.0750,\"ask\":1.0752}\n", ""), known);
            assertEquals(1, unknown.exit(), unknown::toString);
            assertTrue(unknown.err().startsWith("no quote: unknown-pair"), unknown::toString);
            assertEquals("", served.err());
            assertTrue(served.out().endsWith("disconnected: unregistered\n"), served::toString);
        }
    }

    private static PatchbayProcess program(final Path example, final String main, final String... args) throws IOException {
        final List<String> command = new ArrayList<>(List.of(ChildJvm.java(), "-cp",
            example.resolve("target/pricing.jar") + File.pathSeparator + example.resolve("target/lib/*"), main));
        command.addAll(List.of(args));
        return PatchbayProcess.startProgram(command.toArray(new String[0]));
    }

    private static void needsMaven() {
        final boolean found = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(folder -> new File(folder, "mvn").canExecute());
        if (!found) {
            System.err.println("SKIPPED: no mvn on PATH; install Maven 3.6.3 or newer to build the example of the SDK");
        }
        assumeTrue(found, "no mvn on PATH; install Maven 3.6.3 or newer to build the example of the SDK");
    }

    private static Result maven(final Path folder, final Path repository, final String... command) throws Exception {
        final List<String> all = new ArrayList<>(List.of("env", "--chdir=" + folder, "MAVEN_OPTS=-XX:TieredStopAtLevel=1"));
        all.addAll(List.of(command));
        all.add("-Dmaven.repo.local=" + repository);
        if ("offline=true".equals(System.getProperty("patchbay.maven"))) {
            all.add("-o");
        }
        try (PatchbayProcess started = PatchbayProcess.startProgram(all.toArray(new String[0]))) {
            return started.await();
        }
    }

    /** Makes a local repository that has all of this build's own repository by symbolic links, but for what is installed. */
    private Path linkedRepository() throws IOException {
        final Path cache = Path.of(System.getProperty("patchbay.localRepository",
            Path.of(System.getProperty("user.home"), ".m2", "repository").toString()));
        final Path repository = Files.createDirectory(dir.resolve("repository"));
        link(cache, repository, "io");
        link(cache.resolve("io"), Files.createDirectory(repository.resolve("io")), "patchbay");
        return repository;
    }

    private static void link(final Path from, final Path to, final String exceptFor) throws IOException {
        try (Stream<Path> entries = Files.list(from)) {
            for (final Path entry : entries.filter(path -> !path.endsWith(exceptFor)).toList()) {
                Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
            }
        }
    }

    /** Copies what {@code install-sdk} needs, so that it does not build where this build's programs run. */
    private Path copySources() throws IOException {
        final Path sources = Files.createDirectory(dir.resolve("sources"));
        for (final String file : List.of("patchbay", "jvm-flags.sh", "pom.xml", ".mvn", "sdk/src/main")) {
            copy(HOME.resolve(file), sources.resolve(file));
        }
        try (Stream<Path> modules = Files.list(HOME)) {
            for (final Path pom : modules.map(module -> module.resolve("pom.xml")).filter(Files::exists).toList()) {
                copy(pom, sources.resolve(HOME.relativize(pom)));
            }
        }
        return sources;
    }

    private static void copy(final Path from, final Path to) throws IOException {
        Files.createDirectories(to.getParent());
        try (Stream<Path> files = Files.walk(from)) {
            files.filter(file -> !file.startsWith(from.resolve("target"))).forEach(file -> {
                try {
                    Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
                } catch (final IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
