package io.patchbay.journal;

import net.openhft.chronicle.queue.RollCycle;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Looks at every byte of a journal that matters, and goes on behind damage to say all that there is. Reads only; of a live
 * journal as well. One thread.
 */
public final class JournalCheck {
    /** So many places of damage are told; more are counted. */
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
     * Of one journal.
     *
     * @param dataOrJournalDir a data directory, or the queue's own directory.
     * @throws JournalException where neither is there.
     */
    public JournalCheck(final Path dataOrJournalDir) {
        dir = Journal.queueDir(dataOrJournalDir);
        ChronicleSetup.ensure();
    }

    /**
     * One place that is not as it was written.
     *
     * @param problem what, where; its message is for the operator.
     * @param lost    records that cannot be read for it: 0 where it only leads to records, which are all there.
     */
    public record Damage(JournalException problem, long lost) {
    }

    /**
     * Looks.
     *
     * @param progress told how many records were sound so far, now and then.
     * @return this.
     * @throws JournalException where a file cannot be read, or is of a newer version.
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
     * Counts what is known from elsewhere to be missing behind the journal's end.
     *
     * @param problem what.
     */
    public void missesAtEnd(final JournalException problem) {
        onDamage(problem, 1);
    }

    /**
     * Is it certain that files are missing, or are not this journal's?
     *
     * @return false where all damage is within the journal's own files.
     */
    public boolean isNotWhole() {
        return isNotWhole;
    }

    /**
     * The journal's own directory.
     *
     * @return absolute.
     */
    public Path dir() {
        return dir;
    }

    /**
     * Is all as it was written, an unfinished last record aside?
     *
     * @return false where a repair is due.
     */
    public boolean isSound() {
        return places == 0;
    }

    /**
     * The first places that are not, in the journal's order.
     *
     * @return at most {@link #MAX_TOLD}.
     */
    public List<Damage> damages() {
        return damages;
    }

    /**
     * How many there are.
     *
     * @return at least as many as are told.
     */
    public long places() {
        return places;
    }

    /**
     * Records that are as they were written, wherever.
     *
     * @return 0 and more.
     */
    public long records() {
        return records;
    }

    /**
     * Index of the first of them.
     *
     * @return 0 for none.
     */
    public long firstIndex() {
        return firstIndex;
    }

    /**
     * Index of the last of them.
     *
     * @return 0 for none.
     */
    public long lastIndex() {
        return lastIndex;
    }

    /**
     * How many records cannot be read, as far as can be told.
     *
     * @return 0 where what is damaged only leads to records.
     */
    public long lost() {
        return lost;
    }

    /**
     * Index of the first record that cannot be read.
     *
     * @return 0 for none.
     */
    public long lostIndex() {
        return lostIndex;
    }

    /**
     * Records before that one: what a repair keeps.
     *
     * @return all where none is lost.
     */
    public long soundRecords() {
        return soundRecords;
    }

    /**
     * Index of the last of them.
     *
     * @return 0 for none.
     */
    public long soundIndex() {
        return soundIndex;
    }

    /**
     * Index of a last record that its writer never finished, which is no damage: it was never accepted.
     *
     * @return 0 where there is none.
     */
    public long tornIndex() {
        return tornIndex;
    }
}
