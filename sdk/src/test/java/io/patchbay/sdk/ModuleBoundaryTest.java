package io.patchbay.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.objectweb.asm.ClassReader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Tests what the SDK depends on. A user's service must not inherit Chronicle, its flags or its telemetry.
 */
@Timeout(60)
class ModuleBoundaryTest {
    private static final int CLASS_CONSTANT = 7;
    private static final List<String> ALLOWED = List.of("java/", "io/patchbay/sdk/", "io/patchbay/protocol/", "io/patchbay/text/",
        "io/patchbay/time/", "org/agrona/", "io/aeron/", "com/fasterxml/jackson/core/");

    @Test
    void shouldReferToAgronaAeronAndJacksonAlone() throws Exception {
        final Set<String> others = new TreeSet<>();
        final Path classes = Path.of(Client.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        int count = 0;

        try (Stream<Path> files = Files.walk(classes)) {
            for (final Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
                count++;
                collect(file, others);
            }
        }

        assertTrue(count > 50, "only " + count + " classes found in " + classes);
        assertEquals(Set.of(), others);
    }

    private static void collect(final Path file, final Set<String> others) throws IOException {
        final ClassReader reader = new ClassReader(Files.readAllBytes(file));
        final char[] buffer = new char[reader.getMaxStringLength()];
        for (int item = 1; item < reader.getItemCount(); item++) {
            final int at = reader.getItem(item);
            if (at > 0 && reader.readByte(at - 1) == CLASS_CONSTANT) {
                final String name = reader.readUTF8(at, buffer).replaceFirst("^\\[+L?", "");
                if (name.contains("/") && ALLOWED.stream().noneMatch(name::startsWith)) {
                    others.add(name);
                }
            }
        }
    }

    @Test
    void shouldHaveNoChronicleOnItsClassPath() {
        final String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

        assertTrue(classPath.contains("agrona"), classPath);
        assertFalse(classPath.contains("chronicle") || classPath.contains("openhft"), classPath);
    }
}
