package io.patchbay.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.engine.impure.Impure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tests, on the engine's bytecode, that the engine takes time only from records, uses no randomness and does no I/O.
 */
@Timeout(60)
class PurityTest {
    private static final Path ENGINE = Path.of("target/classes/io/patchbay/engine");

    @Test
    void shouldFindNothingImpureInTheEngine() throws IOException {
        final List<Path> classes;
        try (Stream<Path> files = Files.walk(ENGINE)) {
            classes = files.filter(file -> file.toString().endsWith(".class")).sorted().collect(Collectors.toList());
        }

        final Set<String> found = new TreeSet<>();
        for (final Path file : classes) {
            for (final String use : ForbiddenUses.of(Files.readAllBytes(file))) {
                found.add(file.getFileName() + " uses " + use);
            }
        }

        assertTrue(classes.size() > 50, () -> "only " + classes.size() + " classes");
        assertEquals(Set.of(), found);
    }

    @ParameterizedTest
    @ValueSource(classes = {Impure.Io.class, Impure.NioFile.class, Impure.Net.class, Impure.WallClock.class,
        Impure.Randomness.class, Impure.ThreadLocalRandomness.class, Impure.SplitRandomness.class, Impure.MathRandom.class,
        Impure.SecureRandomness.class, Impure.RandomUuid.class, Impure.Threads.class, Impure.VirtualTime.class,
        Impure.NanoTime.class, Impure.Millis.class, Impure.Identity.class, Impure.ObjectIdentity.class, Impure.Slf4j.class,
        Impure.JavaLogging.class, Impure.SystemLogger.class, Impure.Console.class, Impure.Chronicle.class, Impure.Aeron.class,
        Impure.MethodReference.class, Impure.OnlyAField.class, Impure.OnlyASignature.class, Impure.AgronaClock.class,
        Impure.Now.class, Impure.Environment.class})
    void shouldDetect(final Class<?> impure) throws IOException {
        final Set<String> found;
        try (InputStream in = impure.getResourceAsStream(impure.getName().replaceFirst(".*\\.", "") + ".class")) {
            found = ForbiddenUses.of(in.readAllBytes());
        }

        assertFalse(found.isEmpty(), impure::getName);
    }
}
