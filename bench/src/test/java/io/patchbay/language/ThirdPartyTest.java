package io.patchbay.language;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Checks that the list of third parties' libraries and licenses beside the sources is that of the build, which refuses licenses
 * that it does not know.
 */
@Timeout(60)
class ThirdPartyTest {
    @Test
    void shouldListTheLibrariesOfTheBuild() throws IOException {
        final Path home = Path.of(System.getProperty("patchbay.home", "..")).toAbsolutePath().normalize();
        final Path built = home.resolve("bench/target/THIRD-PARTY");

        final List<String> lines = Files.readAllLines(built);

        assertEquals(String.join("\n", lines), Files.readString(home.resolve("THIRD-PARTY")).stripTrailing(),
            "the list is out of date: cp " + built + " " + home.resolve("THIRD-PARTY"));
    }
}
