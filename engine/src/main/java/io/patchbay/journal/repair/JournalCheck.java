package io.patchbay.journal.repair;

import io.patchbay.data.JournalException;
import io.patchbay.journal.ChronicleSetup;
import io.patchbay.journal.Journal;
import io.patchbay.journal.JournalContext;

import net.openhft.chronicle.queue.RollCycle;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * A check of every byte of a journal that matters. It continues after damage, so as to report all of it. Reads only, and may read
 * a live journal. One thread.
 */
public final class JournalCheck {
    /** Maximum number of damaged places that are reported; further ones are only counted. */
    public static final int MAX_TOLD = 100;
    private static final int STEP_RECORDS = 1 << 14;

    private final Path dir;
    private final List<Damage> damages = new ArrayList<>();
    private long records;
    private long firstIndex;
    private long lastIndex;
    private long places;
    private long lost;
    private long soundRecords;
    private long soundIndex;
    private long lostIndex;
    private long tornIndex;
    private boolean isNotWhole;

    /**
     * Creates a check of one journal.
     *
     * @param dataOrJournalDir a data directory, or the queue's own directory.
     * @throws JournalException if there is neither.
     */
    public JournalCheck(final Path dataOrJournalDir) {
        dir = Journal.queueDir(dataOrJournalDir);
        ChronicleSetup.ensure();
    }

    /**
     * A place that is not as it was written.
     *
     * @param problem what is wrong and where; its message is for the operator.
     * @param lost    number of records that cannot be read because of it; 0 if it only leads to records that are all there.
     */
    public record Damage(JournalException problem, long lost) {
    }

    /**
     * Runs the check.
     *
     * @param progress called now and then with the number of sound records so far.
     * @return this.
     * @throws JournalException if a file cannot be read, or is of a newer version.
     */
    public JournalCheck run(final LongConsumer progress) {
        new Salvage(dir, new Salvage.Sink() {
            @Override
            public void record(final RollCycle rollCycle, final int cycle, final long index, final long address,
                final int length) {
                onRecord(index);
                if ((records & STEP_RECORDS - 1) == 0) {
                    progress.accept(records);
                }
            }

            @Override
            public boolean damage(final JournalException damage, final long count) {
                onDamage(damage, count);
                return true;
            }

            @Override
            public void torn(final long index, final Path file, final long position) {
                tornIndex = index;
            }
        }).run(JournalContext.defaultRollCycle());
        return this;
    }

    private void onRecord(final long index) {
        if (records++ == 0) {
            firstIndex = index;
        }
        lastIndex = index;
        if (lost == 0) {
            soundRecords = records;
            soundIndex = index;
        }
    }

    private void onDamage(final JournalException damage, final long count) {
        places++;
        isNotWhole |= damage.problem() == JournalException.Problem.NOT_WHOLE;
        if (lost == 0 && count > 0) {
            lostIndex = damage.index() == 0 ? lastIndex + 1 : damage.index();
        }
        lost += count;
        if (damages.size() < MAX_TOLD) {
            damages.add(new Damage(damage, count));
        }
    }

    /**
     * Adds damage known from elsewhere: records are missing after the journal's end.
     *
     * @param problem what is missing.
     */
    public void missesAtEnd(final JournalException problem) {
        onDamage(problem, 1);
    }

    /**
     * Returns whether it is certain that files are missing, or are not this journal's.
     *
     * @return false if all damage is within the journal's own files.
     */
    public boolean isNotWhole() {
        return isNotWhole;
    }

    /**
     * Returns the directory of the queue.
     *
     * @return an absolute path.
     */
    public Path dir() {
        return dir;
    }

    /**
     * Returns whether the journal is as it was written, except for an unfinished last record.
     *
     * @return false if a repair is due.
     */
    public boolean isSound() {
        return places == 0;
    }

    /**
     * Returns the first damaged places, in the journal's order.
     *
     * @return at most {@link #MAX_TOLD} places.
     */
    public List<Damage> damages() {
        return damages;
    }

    /**
     * Returns the number of damaged places.
     *
     * @return at least the number of those reported.
     */
    public long places() {
        return places;
    }

    /**
     * Returns the number of sound records, wherever they are.
     *
     * @return 0 or more.
     */
    public long records() {
        return records;
    }

    /**
     * Returns the index of the first sound record.
     *
     * @return 0 if there is none.
     */
    public long firstIndex() {
        return firstIndex;
    }

    /**
     * Returns the index of the last sound record.
     *
     * @return 0 if there is none.
     */
    public long lastIndex() {
        return lastIndex;
    }

    /**
     * Returns the number of records that cannot be read, as far as it is known.
     *
     * @return 0 if only bytes that lead to records are damaged.
     */
    public long lost() {
        return lost;
    }

    /**
     * Returns the index of the first record that cannot be read.
     *
     * @return 0 if there is none.
     */
    public long lostIndex() {
        return lostIndex;
    }

    /**
     * Returns the number of sound records before the first lost one: those that a repair keeps.
     *
     * @return all records if none is lost.
     */
    public long soundRecords() {
        return soundRecords;
    }

    /**
     * Returns the index of the last sound record before the first lost one.
     *
     * @return 0 if there is none.
     */
    public long soundIndex() {
        return soundIndex;
    }

    /**
     * Returns the index of a last record that its writer never finished. It is no damage, since it was never accepted.
     *
     * @return 0 if there is none.
     */
    public long tornIndex() {
        return tornIndex;
    }
}
