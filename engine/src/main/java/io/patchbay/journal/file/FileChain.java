package io.patchbay.journal.file;

import io.patchbay.data.JournalException;
import io.patchbay.protocol.Indexes;

import net.openhft.chronicle.queue.RollCycle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The check that a journal's files are all there and are its own. Each file must follow the file that its {@link FileLink} names.
 * The first one must begin the journal, or be where {@link Pruned} says; the last one must go as far as the {@link JournalMark}
 * knows. Files of older builds have no link; the first link after them holds how many records they have together. Reads the
 * beginning and the last record of each file by plain reads, in a live journal as well.
 */
public final class FileChain {
    /** A place where files are missing or do not belong to this journal. */
    public record Break(int cycle, JournalException problem, long lost) {
        /** Value of {@code cycle} for a break after the last file. */
        public static final int AT_END = Integer.MAX_VALUE;
    }

    private static final int ATTEMPTS = 10;
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long UNKNOWN = -1;

    private final Path dir;
    private final RollCycle rollCycle;
    private final JournalMark mark;
    private final TreeMap<Integer, Path> files;
    private final List<LinkedFile> members = new ArrayList<>();
    private final List<Break> breaks = new ArrayList<>();
    private final Pruned pruned;
    private final String journal;
    private long total = UNKNOWN;

    /** Reads each file's link, in the order that suits a live journal: it grows at its end and loses its oldest files. */
    private FileChain(final Path dir, final RollCycle rollCycle, final int beforeCycle) {
        this.dir = dir;
        this.rollCycle = rollCycle;
        mark = readMark();
        files = CycleFiles.list(dir, rollCycle);
        for (final Map.Entry<Integer, Path> file : files.headMap(beforeCycle).entrySet()) {
            if (Files.isRegularFile(file.getValue())) {
                final LinkedFile member = LinkedFile.read(file.getValue(), rollCycle, file.getKey());
                if (member != null) {
                    members.add(member);
                }
            } else {
                broken(file.getKey(), file.getValue(), 1, "it is no file");
            }
        }
        pruned = readPruned();
        journal = identity();
    }

    /** Throws if a file is missing or does not belong here. */
    public static void require(final Path dir, final RollCycle rollCycle) {
        for (int attempt = 1; ; attempt++) {
            try {
                final List<Break> breaks = breaks(dir, rollCycle);
                if (breaks.isEmpty()) {
                    return;
                }
                if (attempt == ATTEMPTS) {
                    throw breaks.get(0).problem;
                }
            } catch (final JournalException e) {
                // A file that was just begun, or was just removed by retention, is looked at again.
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    /** Returns all breaks, in the order of the files; empty if the journal is whole. */
    public static List<Break> breaks(final Path dir, final RollCycle rollCycle) {
        final FileChain chain = new FileChain(dir, rollCycle, Integer.MAX_VALUE);
        chain.followLinks();
        chain.compareEnd();
        return chain.breaks;
    }

    /** Returns the journal's identity in its newest file with a link; empty if there is none. */
    public static String identityIn(final Path dir, final RollCycle rollCycle) {
        for (final Map.Entry<Integer, Path> file : CycleFiles.list(dir, rollCycle).descendingMap().entrySet()) {
            final LinkedFile member = LinkedFile.read(file.getValue(), rollCycle, file.getKey());
            if (member != null && member.link() != null) {
                return member.link().journal();
            }
        }
        return "";
    }

    /** Returns the newest file that has a link or a record now; null for none. */
    public static LinkedFile newest(final Path dir, final RollCycle rollCycle) {
        return newestBefore(dir, rollCycle, Integer.MAX_VALUE);
    }

    public static LinkedFile newestBefore(final Path dir, final RollCycle rollCycle, final int cycle) {
        final NavigableMap<Integer, Path> earlier = CycleFiles.list(dir, rollCycle).headMap(cycle, false);
        for (final Map.Entry<Integer, Path> file : earlier.descendingMap().entrySet()) {
            final LinkedFile member = LinkedFile.read(file.getValue(), rollCycle, file.getKey());
            if (member != null) {
                return member;
            }
        }
        return null;
    }

    /** Returns the link for a file that is about to get its first record. The files before it have ended. */
    public static FileLink next(final Path dir, final RollCycle rollCycle, final int cycle, final String journal) {
        final long first = rollCycle.toIndex(cycle, 0);
        final LinkedFile before = newestBefore(dir, rollCycle, cycle);
        if (before == null) {
            return new FileLink(journal, first, FileLink.NONE, 0, 0, Pruned.of(dir).records());
        }
        // Two processes may have opened a journal without an identity: the one that wrote first decides.
        final String named = before.link() == null ? journal : before.link().journal();
        return before.successor(named, first, rollCycle, recordsUpTo(dir, rollCycle, before));
    }

    /** Returns how many records all files up to and including this one have had. */
    public static long recordsUpTo(final Path dir, final RollCycle rollCycle, final LinkedFile file) {
        if (file.link() != null) {
            return file.link().records() + file.records();
        }
        final FileChain chain = new FileChain(dir, rollCycle, file.cycle() + 1);
        chain.followLinks();
        return Math.max(0, chain.total);
    }

    private JournalMark readMark() {
        try {
            final JournalMark beside = JournalMark.beside(dir);
            return beside == null ? JournalMark.NONE : beside;
        } catch (final JournalException e) {
            breaks.add(new Break(Integer.MIN_VALUE, e, 0));
            return JournalMark.NONE;
        }
    }

    private Pruned readPruned() {
        try {
            return Pruned.of(dir);
        } catch (final JournalException e) {
            breaks.add(new Break(Integer.MIN_VALUE, e, 0));
            return Pruned.NOTHING;
        }
    }

    /** Returns the identity in the marker; if that has none, the identity in the first file with a link. */
    private String identity() {
        if (!mark.journal().isEmpty()) {
            return mark.journal();
        }
        for (final LinkedFile member : members) {
            if (member.link() != null) {
                final Path marker = JournalMark.markerOf(dir);
                if (marker != null && breaks.isEmpty()) {
                    broken(Integer.MIN_VALUE, marker, 0, "it no longer names the journal " + member.link().journal()
                        + ", to which " + member.path().getFileName() + " belongs");
                }
                return member.link().journal();
            }
        }
        return "";
    }

    private void followLinks() {
        LinkedFile before = null;
        for (final LinkedFile member : members) {
            follow(before, member);
            before = member;
            if (member.isUnknown()) {
                total = UNKNOWN;
            } else if (total != UNKNOWN) {
                total += member.records();
            }
        }
    }

    private void follow(final LinkedFile before, final LinkedFile member) {
        final FileLink link = member.link();
        if (link == null) {
            if (!member.isUnknown()) {
                followUnlinked(before, member);
            }
            return;
        }
        if (link.first() != rollCycle.toIndex(member.cycle(), 0)) {
            broken(member, 1, "it was written as " + name(link.first()) + ", not under this name");
        } else if (!link.journal().equals(journal)) {
            broken(member, 1, "it belongs to another journal, " + link.journal() + ", and this one is " + journal);
        } else if (before == null) {
            if (link.hasPrevious() && (pruned.first() == 0 || pruned.first() < link.first())) {
                broken(member, link.records(), "it follows " + missing(link.previous()) + prunedNote());
            } else if (pruned.first() == link.first() && pruned.records() != link.records()) {
                broken(member, 1, Pruned.FILE + " is not this journal's: it counts " + pruned.records()
                    + " records that were removed, and there were " + link.records());
            }
        } else if (!before.isUnknown()) {
            followLinked(before, member, link);
        }
        total = link.records();
    }

    private void followLinked(final LinkedFile before, final LinkedFile member, final FileLink link) {
        final String name = before.path().getFileName().toString();
        if (!link.hasPrevious() || link.previousCycle(rollCycle) < before.cycle()) {
            broken(before, before.records(), "it is not this journal's: " + member.path().getFileName() + " follows "
                + (link.hasPrevious() ? name(link.previous()) : "no other file"));
        } else if (link.previousCycle(rollCycle) > before.cycle()) {
            broken(member, total == UNKNOWN ? 1 : link.records() - total, "it follows " + missing(link.previous()));
        } else if (link.last() != before.last()) {
            broken(member, Math.max(1, link.last() - before.last()), name + " ends with the record " + or(before.last())
                + ", where it ended with " + or(link.last()) + " when this file began");
        } else if (link.check() != before.check()) {
            broken(member, 1, name + " is not this journal's: its last record is another than when this file began");
        } else if (total != UNKNOWN && total != link.records()) {
            broken(member, Math.max(1, link.records() - total), "the files before it had " + link.records()
                + " records together when it began, and have " + total);
        }
    }

    private void followUnlinked(final LinkedFile before, final LinkedFile member) {
        if (before != null && before.link() != null) {
            broken(member, member.records(), "it does not say which journal it belongs to, and files before it do");
        } else if (before == null) {
            if (pruned.first() != 0 && rollCycle.toCycle(pruned.first()) < member.cycle()) {
                broken(member, 1, "the journal begins with " + missing(pruned.first()));
            }
            total = pruned.first() == 0 ? 0 : UNKNOWN;
        }
        if (pruned.first() != 0 && rollCycle.toCycle(pruned.first()) == member.cycle()) {
            total = pruned.records();
        }
    }

    private void compareEnd() {
        if (mark.pruned() > pruned.first()) {
            broken(Integer.MIN_VALUE, dir.resolve(Pruned.FILE), 1, "it says no more that retention has removed what was before "
                + Indexes.format(mark.pruned()));
        }
        if (!pruned.journal().isEmpty() && !journal.isEmpty() && !pruned.journal().equals(journal)) {
            broken(Integer.MIN_VALUE, dir.resolve(Pruned.FILE), 1, "it belongs to another journal, " + pruned.journal());
        }
        if (members.isEmpty() && pruned.first() != 0 && mark.newest().isEmpty()) {
            broken(Break.AT_END, dir, 1, "all of its files are missing");
        }
        if (!mark.newest().isEmpty() && members.stream().noneMatch(member -> member.path().endsWith(mark.newest()))) {
            final Path newest = dir.resolve(mark.newest());
            broken(Break.AT_END, newest, 1, Files.exists(newest) ? "it has no records any more" : "it is missing");
        }
        if (mark.last() != 0) {
            compareLast();
        }
    }

    private void compareLast() {
        final int cycle = rollCycle.toCycle(mark.last());
        for (final LinkedFile member : members) {
            if (member.cycle() == cycle && !member.isUnknown()) {
                if (member.last() < mark.last()) {
                    broken(Break.AT_END, member.path(), mark.last() - Math.max(member.last(), rollCycle.toIndex(cycle, 0) - 1),
                        "it ends with the record " + or(member.last()) + ", where there was one " + Indexes.format(mark.last()));
                } else if (!member.has(mark.last(), mark.lastCheck(), rollCycle)) {
                    broken(Break.AT_END, member.path(), 1, "its record " + Indexes.format(mark.last()) + " is another than this"
                        + " journal had: it is a file of another journal, or of a copy that went on by itself");
                }
                return;
            }
            if (member.cycle() == cycle) {
                return;
            }
        }
        if (breaks.isEmpty()) {
            broken(Break.AT_END, dir, 1, "the file with its record " + Indexes.format(mark.last()) + " is missing");
        }
    }

    private String prunedNote() {
        return pruned.first() == 0 ? "" : ", and retention has removed only what was before " + Indexes.format(pruned.first());
    }

    private void broken(final LinkedFile member, final long lost, final String what) {
        broken(member.cycle(), member.path(), lost, what);
    }

    private void broken(final int cycle, final Path file, final long lost, final String what) {
        final long index = cycle < 0 || cycle == Break.AT_END ? 0 : rollCycle.toIndex(cycle, 0);
        breaks.add(new Break(cycle, JournalException.notWhole(dir, file, index, what), Math.max(0, lost)));
    }

    private String name(final long firstIndex) {
        return CycleFiles.path(dir, rollCycle, rollCycle.toCycle(firstIndex)).getFileName().toString();
    }

    private String missing(final long firstIndex) {
        final Path file = CycleFiles.path(dir, rollCycle, rollCycle.toCycle(firstIndex));
        return file.getFileName() + (Files.exists(file) ? ", which has no records any more" : ", which is missing");
    }

    private static String or(final long index) {
        return index == 0 ? "none" : Indexes.format(index);
    }
}
