package io.patchbay.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.host.OptionSources.OptionException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

@Timeout(10)
class OptionSourcesTest {
    @TempDir
    Path dir;

    @Test
    void shouldPreferTheEnvironmentToTheFile() throws Exception {
        final Path file = Files.writeString(dir.resolve("a.properties"), "max-frame=2048\ndata=/x\n");

        final OptionSources sources =
            OptionSources.of(new String[] {"server", "--config", file.toString()}, Map.of("PATCHBAY_MAX_FRAME", "4096"));

        assertEquals("4096", sources.value("max-frame"));
        assertEquals("/x", sources.value("data"));
        assertNull(sources.value("tcp"));
    }

    @Test
    void shouldNameAnUnknownOption() throws Exception {
        final Path file = Files.writeString(dir.resolve("a.properties"), "max-frmae=2048\n");
        final OptionSources sources = OptionSources.of(new String[] {"--config=" + file}, Map.of());

        final OptionException e = assertThrows(OptionException.class, () -> sources.refuseUnknown(Set.of("max-frame")));

        assertTrue(e.getMessage().contains("max-frmae") && e.getMessage().contains(file.toString()), e.getMessage());
    }

    @Test
    void shouldNameAMissingFile() {
        final OptionException e = assertThrows(OptionException.class,
            () -> OptionSources.of(new String[] {"--config", dir.resolve("none").toString()}, Map.of()));

        assertTrue(e.getMessage().contains("no such file"), e.getMessage());
    }
}
