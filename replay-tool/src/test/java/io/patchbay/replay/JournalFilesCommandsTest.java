package io.patchbay.replay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.data.DataDirectory;
import io.patchbay.data.DataDirectoryException;
import io.patchbay.data.ProcessLock;
import io.patchbay.engine.Engine;
import io.patchbay.engine.SilentOutputs;
import io.patchbay.engine.input.TickInput;
import io.patchbay.host.SnapshotTaker;
import io.patchbay.journal.Journal;
import io.patchbay.journal.JournalContext;
import io.patchbay.journal.JournalReader;
import io.patchbay.journal.JournalWriter;
import io.patchbay.protocol.Indexes;
import io.patchbay.snapshot.Snapshots;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs {@code ./patchbay journal check} and {@code repair} on sound and on damaged journals.
 */
@Timeout(60)
class JournalFilesCommandsTest {
    private static final int RECORDS = 50;
    private static final int DAMAGED = 30;

    @TempDir
    private Path dir;
    private Path data;
    private Path file;
    private final List<Long> indexes = new ArrayList<>();

    @BeforeEach
    void writeAJournal() throws IOException {
        data = dir.resolve("data");
        final JournalContext context = new JournalContext().dataDirectory(DataDirectory.open(data));
        try (Journal journal = new Journal(context); JournalWriter writer = journal.newWriter()) {
            final TickInput tick = new TickInput();
            for (int i = 0; i < RECORDS; i++) {
                writer.tick(tick);
                indexes.add(tick.index);
            }
        }
        try (Stream<Path> files = Files.list(data.resolve("journal"))) {
            file = files.filter(f -> f.toString().endsWith(".cq4")).findFirst().orElseThrow();
        }
    }

    @Test
    void shouldFindASoundJournalSoundAndLeaveItAlone() throws IOException {
        final byte[] before = Files.readAllBytes(file);

        final Ran check = Ran.journal("check", data.toString());
        final Ran repair = Ran.journal("repair", data.toString());

        assertEquals(0, check.exitCode, check.err);
        assertTrue(check.out.contains("\"ok\":true,\"records\":" + RECORDS + ','), check.out);
        assertEquals(0, repair.exitCode, repair.err);
        assertTrue(repair.out.contains("\"repaired\":false"), repair.out);
        assertArrayEquals(before, Files.readAllBytes(file));
        assertEquals(List.of("clock", "journal", "patchbay.properties"), names(data));
    }

    @Test
    void shouldRefuseAnEmptyDirectoryWhereAJournalWasAndGoOnOnlyByARepair() throws IOException {
        Files.delete(file);
        Files.delete(file.resolveSibling("metadata.cq4t"));

        for (final String command : List.of("verify", "events", "state", "stats", "export")) {
            final Ran ran = Ran.on(data, command);
            assertEquals(1, ran.exitCode, command);
            assertTrue(ran.err.contains(file.getFileName() + ": it is missing"), ran.err);
            assertEquals(1, ran.err.split("\n").length, ran.err);
        }
        assertTrue(Ran.on(data, "verify").out.contains("\"ok\":false"));
        final Ran check = Ran.journal("check", data.toString());
        assertEquals(1, check.exitCode, check.err);
        assertTrue(check.out.contains("\"ok\":false") && check.out.contains("it is missing"), check.out);

        assertEquals(0, Ran.journal("repair", data.toString()).exitCode);
        assertEquals(0, Ran.on(data, "verify").exitCode);
    }

    @Test
    void shouldStopAtADamagedRecordAndKeepAllBeforeIt() throws IOException {
        damage(DAMAGED);
        final byte[] damaged = Files.readAllBytes(file);
        final String at = Indexes.format(indexes.get(DAMAGED));

        for (final String command : List.of("verify", "events", "state", "stats", "export")) {
            final Ran ran = Ran.on(data, command);
            assertEquals(3, ran.exitCode, command);
            assertTrue(ran.err.contains(at) && ran.err.contains("./patchbay journal check " + data), ran.err);
        }
        final Ran check = Ran.journal("check", data.toString());
        assertEquals(1, check.exitCode, check.err);
        assertTrue(check.out.contains("\"lost\":1,\"firstLost\":\"" + at + "\",\"sound\":" + DAMAGED + ','), check.out);
        assertTrue(check.out.contains("\"records\":" + (RECORDS - 1) + ','), check.out);

        final Ran repair = Ran.journal("repair", data.toString());
        assertEquals(0, repair.exitCode, repair.err);
        final String lastKept = Indexes.format(indexes.get(DAMAGED - 1));
        assertTrue(repair.out.contains("\"records\":" + DAMAGED + ",\"last\":\"" + lastKept + "\",\"leftOut\":"
            + (RECORDS - 1 - DAMAGED) + ','), repair.out);
        final String kept = names(data).stream().filter(name -> name.startsWith("damaged-")).findFirst().orElseThrow();
        assertArrayEquals(damaged, Files.readAllBytes(data.resolve(kept).resolve("journal").resolve(file.getFileName())));

        assertEquals(0, Ran.journal("check", data.toString()).exitCode);
        assertEquals(0, Ran.on(data, "verify").exitCode);
        try (Journal journal = new Journal(new JournalContext().dataDirectory(DataDirectory.open(data)));
            JournalWriter writer = journal.newWriter(); JournalReader reader = journal.newReader()) {
            final TickInput tick = new TickInput();
            writer.tick(tick);
            assertEquals(indexes.get(DAMAGED), tick.index);
            assertEquals(DAMAGED + 1, reader.poll(new Engine(new SilentOutputs()), Integer.MAX_VALUE));
        }
    }

    @Test
    void shouldRepairIntoANewDirectoryAndChangeNothing() throws IOException {
        damage(DAMAGED);
        final byte[] damaged = Files.readAllBytes(file);
        final Path to = dir.resolve("to");

        final Ran repair = Ran.journal("repair", data.toString(), "--to", to.toString());

        assertEquals(0, repair.exitCode, repair.err);
        assertArrayEquals(damaged, Files.readAllBytes(file));
        assertEquals(List.of("clock", "journal", "patchbay.properties"), names(data));
        final Ran verify = Ran.on(to, "verify");
        assertTrue(verify.out.contains("\"records\":" + DAMAGED + ','), verify.out);
        final Ran again = Ran.journal("repair", data.toString(), "--to", to.toString());
        assertEquals(3, again.exitCode);
        assertTrue(again.err.contains("has a journal"), again.err);
    }

    @Test
    void shouldLoseNothingWhereOnlyTheFileAboutRecordsIsDamaged() throws IOException {
        final byte[] bytes = Files.readAllBytes(file);
        bytes[6] ^= 1;
        Files.write(file, bytes);

        final Ran check = Ran.journal("check", data.toString());
        final Ran repair = Ran.journal("repair", data.toString());

        assertEquals(1, check.exitCode);
        assertTrue(check.out.contains("\"records\":" + RECORDS + ',') && check.out.contains("\"lost\":0,"), check.out);
        assertEquals(0, repair.exitCode, repair.err);
        assertTrue(Ran.on(data, "verify").out.contains("\"records\":" + RECORDS + ','));
    }

    @Test
    void shouldNotCutWhereASnapshotLiesBehindTheDamageUnlessTold() throws IOException {
        try (Journal journal = Journal.openReadOnly(data);
            SnapshotTaker taker = new SnapshotTaker(new Snapshots(journal), 65_536, () -> true)) {
            taker.take(indexes.get(DAMAGED + 5));
        }
        damage(DAMAGED);

        final Ran check = Ran.journal("check", data.toString());
        final Ran refused = Ran.journal("repair", data.toString());
        final Ran cut = Ran.journal("repair", data.toString(), "--cut");

        final String snapshot = Indexes.format(indexes.get(DAMAGED + 5));
        assertTrue(check.out.contains("\"snapshotBeyond\":\"" + snapshot + '"'), check.out);
        assertEquals(3, refused.exitCode);
        assertTrue(refused.err.contains(snapshot) && refused.err.contains("--cut"), refused.err);
        assertEquals(0, cut.exitCode, cut.err);
        assertEquals(List.of(), names(data.resolve("snapshots")), "a snapshot of what has been left out");
    }

    @Test
    void shouldNotRepairWhatIsInUse() throws IOException {
        damage(DAMAGED);
        try (ProcessLock engine = DataDirectory.open(data).tryLockEngine()) {
            assertTrue(engine != null);
            final Ran repair = Ran.journal("repair", data.toString());

            assertEquals(3, repair.exitCode);
            assertTrue(repair.err.contains("stop it first"), repair.err);
        }
    }

    @Test
    void shouldFinishARepairThatWasInterruptedBeforeItsLastStep() throws IOException {
        Files.move(data.resolve("journal"), data.resolve("journal.repaired"));

        final DataDirectoryException refused = assertThrows(DataDirectoryException.class, () -> DataDirectory.open(data));
        final Ran repair = Ran.journal("repair", data.toString());

        assertTrue(refused.getMessage().contains("./patchbay journal repair " + data.toAbsolutePath()), refused.getMessage());
        assertEquals(0, repair.exitCode, repair.err);
        assertFalse(Files.exists(data.resolve("journal.repaired")));
        assertTrue(Ran.on(data, "verify").out.contains("\"records\":" + RECORDS + ','));
    }

    @Test
    void shouldRefuseWhatItCannotDo() {
        assertEquals(0, Ran.journal().exitCode, "without a command: help");
        assertEquals(2, Ran.journal("mend").exitCode);
        assertEquals(3, Ran.journal("check", dir.resolve("nowhere").toString()).exitCode);
        final Ran bare = Ran.journal("repair", data.resolve("journal").toString());
        assertEquals(0, bare.exitCode, "a sound one needs no repair, wherever it is: " + bare.err);
    }

    private void damage(final int record) throws IOException {
        final byte[] bytes = Files.readAllBytes(file);
        final byte[] kind = "kind\u00e4tick".getBytes(StandardCharsets.ISO_8859_1);
        int found = -1;
        int at = -1;
        for (int i = 0; i < bytes.length - kind.length && found < record; i++) {
            int same = 0;
            while (same < kind.length && bytes[i + same] == kind[same]) {
                same++;
            }
            if (same == kind.length) {
                found++;
                at = i;
            }
        }
        assertEquals(record, found);
        bytes[at + kind.length + 8] ^= 1;
        Files.write(file, bytes);
    }

    private static List<String> names(final Path in) throws IOException {
        try (Stream<Path> files = Files.list(in)) {
            return files.map(f -> f.getFileName().toString()).filter(name -> !name.endsWith(".lock")).sorted()
                .collect(Collectors.toList());
        }
    }
}
