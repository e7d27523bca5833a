package io.patchbay.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.data.DataDirectory;
import io.patchbay.endtoend.PatchbayProcess.Result;

import org.agrona.IoUtil;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * Files of the journal go missing, get other names, or are replaced by others while nobody runs: the next start names what is
 * wrong and changes nothing, and when it has been mended all is there. Whole directories may be copied and moved.
 */
final class JournalFiles implements WorldFault {
    private static final int CHUNK_BYTES = 1 << 20;
    private static final int ATTEMPTS = 10;

    /** What somebody does to the files. */
    private enum Change {
        NEWEST_REMOVED, ANY_REMOVED, ALL_REMOVED, RENAMED, SWAPPED, FOREIGN, OLDER_COPY, COPIED, MOVED, NO_SNAPSHOTS, NO_MARKER;

        String label() {
            return name().toLowerCase().replace('_', ' ');
        }
    }

    @Override
    public String inject(final WorldSetup setup, final Random random) throws Exception {
        Change change = Change.values()[random.nextInt(Change.values().length)];
        final boolean isHard = random.nextBoolean() && change != Change.OLDER_COPY;
        if (change == Change.SWAPPED && setup.journalFiles().size() < 2) {
            change = Change.RENAMED;
        }
        final Path aside = Files.createDirectories(setup.dir().resolve("aside"));
        final Path older = change == Change.OLDER_COPY ? copyNewest(setup, aside) : null;
        setup.allow(Lane.RESTARTED);
        setup.stop(isHard);
        final Path journal = setup.data().resolve("journal");
        switch (change) {
            case COPIED -> {
                final Path copy = setup.dir().resolve("copy");
                copy(setup.data(), copy);
                assertStarts(setup, copy);
                IoUtil.delete(copy.toFile(), false);
            }
            case MOVED -> {
                final Path moved = setup.dir().resolve("moved");
                Files.move(setup.data(), moved);
                assertStarts(setup, moved);
                Files.move(moved, setup.data());
            }
            case NO_SNAPSHOTS -> IoUtil.delete(setup.data().resolve("snapshots").toFile(), true);
            case NO_MARKER -> {
                final Path marker = setup.data().resolve(DataDirectory.MARKER);
                Files.move(marker, aside.resolve(DataDirectory.MARKER));
                assertRefused(setup, random, journal, DataDirectory.MARKER);
                Files.move(aside.resolve(DataDirectory.MARKER), marker);
            }
            default -> refuse(setup, random, change, journal, aside, older);
        }
        IoUtil.delete(aside.toFile(), false);
        setup.start();
        setup.awaitAllServed();
        return change.label();
    }

    private static void refuse(final WorldSetup setup, final Random random, final Change change, final Path journal,
        final Path aside, final Path older) throws Exception {
        final List<String> files = setup.journalFiles();
        final String newest = newest(setup);
        final List<String> moved = new ArrayList<>();
        final String victim = switch (change) {
            case ANY_REMOVED, RENAMED, FOREIGN -> files.get(random.nextInt(files.indexOf(newest) + 1));
            case SWAPPED -> files.get(random.nextInt(files.indexOf(newest)));
            case OLDER_COPY -> older.getFileName().toString();
            default -> newest;
        };
        moved.addAll(change == Change.ALL_REMOVED ? files : List.of(victim));
        if (change == Change.SWAPPED) {
            moved.add(files.get(files.indexOf(victim) + 1));
        }
        final Path kept = Files.createDirectories(aside.resolve("kept"));
        for (final String name : moved) {
            Files.move(journal.resolve(name), kept.resolve(name));
        }
        final Path put = journal.resolve(change == Change.RENAMED ? victim + ".old" : victim);
        switch (change) {
            case RENAMED -> copy(kept.resolve(victim), put);
            case FOREIGN -> copy(setup.foreignFile(), put);
            case OLDER_COPY -> copy(older, put);
            case SWAPPED -> {
                copy(kept.resolve(moved.get(0)), journal.resolve(moved.get(1)));
                copy(kept.resolve(moved.get(1)), put);
            }
            default -> { }
        }

        assertRefused(setup, random, journal, victim);
        if (random.nextBoolean()) {
            final Result checked = PatchbayProcess.run("journal", "check", setup.data().toString());
            assertEquals(1, checked.exit(), checked::toString);
            assertTrue((checked.out() + checked.err()).contains(victim), () -> "it does not name " + victim + ": " + checked);
        }

        if (change != Change.ALL_REMOVED) {
            Files.deleteIfExists(put);
        }
        for (final String name : moved) {
            Files.move(kept.resolve(name), journal.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void assertRefused(final WorldSetup setup, final Random random, final Path journal, final String victim)
        throws Exception {
        final List<String> roles = List.of("server", "gateway", "engine");
        final TreeMap<String, Long> before = checks(journal);

        final Result started = PatchbayProcess.run(setup.arguments(roles.get(random.nextInt(roles.size())), setup.data(), 0));

        assertEquals(3, started.exit(), started::toString);
        assertTrue(started.err().contains(victim), () -> "it does not name " + victim + ": " + started);
        assertFalse(started.err().contains("\tat "), started::toString);
        assertEquals(before, checks(journal), "bytes of the journal after a start that was refused");
    }

    private static void assertStarts(final WorldSetup setup, final Path data) throws Exception {
        try (PatchbayProcess server = PatchbayProcess.start(setup.arguments("server", data, 0))) {
            server.awaitReady();
            assertEquals(0, server.terminate().exit(), server::err);
        }
    }

    /** Copies the file that is written to, at a moment after which more records come into it. */
    private static Path copyNewest(final WorldSetup setup, final Path aside) throws Exception {
        for (int i = 0; i < ATTEMPTS; i++) {
            final String name = newest(setup);
            final Path copy = aside.resolve(name);
            copy(setup.data().resolve("journal").resolve(name), copy);
            setup.lanes().awaitAllServed();
            if (name.equals(newest(setup))) {
                return copy;
            }
            Files.delete(copy);
        }
        throw new AssertionError("no file of the journal was written to for long enough");
    }

    /** Returns the newest file that has records; one made ahead of its time may be there besides. */
    private static String newest(final WorldSetup setup) throws IOException {
        for (final String line : Files.readAllLines(setup.data().resolve(DataDirectory.MARKER))) {
            if (line.startsWith("newest=")) {
                return line.substring("newest=".length());
            }
        }
        throw new AssertionError("patchbay.properties names no file");
    }

    /** Copies as an operator would, holes included. */
    private static void copy(final Path from, final Path to) throws IOException, InterruptedException {
        final int exit =
            new ProcessBuilder("cp", "-a", "--sparse=always", from.toString(), to.toString()).inheritIO().start().waitFor();
        assertEquals(0, exit, () -> "cp " + from + ' ' + to);
    }

    private static TreeMap<String, Long> checks(final Path journal) throws IOException {
        final TreeMap<String, Long> checks = new TreeMap<>();
        final byte[] chunk = new byte[CHUNK_BYTES];
        try (var files = Files.newDirectoryStream(journal, "*.cq4*")) {
            for (final Path file : files) {
                final CRC32C check = new CRC32C();
                try (InputStream in = Files.newInputStream(file)) {
                    for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                        check.update(chunk, 0, length);
                    }
                }
                checks.put(file.getFileName().toString(), check.getValue());
            }
        }
        checks.remove("metadata.cq4t");
        return checks;
    }
}
