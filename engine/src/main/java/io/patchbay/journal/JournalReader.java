package io.patchbay.journal;

import io.patchbay.engine.Inputs;
import io.patchbay.engine.input.Input;
import io.patchbay.protocol.Indexes;

/**
 * Reads the journal's records in order, while others append: the live host, replay and tests poll it. One thread, which must
 * not be interrupted. No allocation for records without strings: messages, replies, broadcasts, emits, queries, ticks. The
 * record of a writer that was killed over it is passed over.
 *
 * <p>Methods throw {@link JournalException} for a record of a newer schema or a damaged one, and stay in front of it.
 */
public final class JournalReader implements AutoCloseable {
    private final Journal journal;
    private final RecordReader records = new RecordReader();
    private final BlockWalk walk = new BlockWalk();
    private ReadingPlace place;
    private long startIndex;
    private long index;
    private int lengthBytes;

    JournalReader(final Journal journal) {
        this.journal = journal;
    }

    /**
     * Hands the next records, as many as there are now, each to the method of its kind.
     *
     * @param handler to call.
     * @param limit   records at most.
     * @return records handed over; 0 at the end of the journal.
     */
    public int poll(final Inputs handler, final int limit) {
        int count = 0;
        while (count < limit && next(handler, null)) {
            count++;
        }
        return count;
    }

    /**
     * Hands over the next record, if there is one now.
     *
     * @param handler to call.
     * @return false at the end of the journal.
     */
    public boolean next(final RecordHandler handler) {
        return next(null, handler);
    }

    /**
     * Is there certainly nothing to hand over now? One volatile read, for those who ask all the time: whichever process appends
     * is seen at once.
     *
     * @return false where there is a record, or where only a poll can tell.
     */
    public boolean isAtEnd() {
        return walk.isAtEnd();
    }

    /**
     * Index of the record that was handed over last.
     *
     * @return 0 before the first.
     */
    public long index() {
        return index;
    }

    /**
     * Bytes of that record in the journal, its header not counted.
     *
     * @return 0 before the first.
     */
    public int lengthBytes() {
        return lengthBytes;
    }

    /**
     * The next record to be handed over is the first whose index is not below this one.
     *
     * @param from an index, of a record or not.
     */
    public void moveTo(final long from) {
        walk.leave();
        startIndex = from;
        index = 0;
        if (place != null) {
            place.moveTo(from);
        }
    }

    /**
     * The next record need not be handed over: the one after it comes next.
     *
     * @param passed index of the next record, which is in the journal.
     */
    public void passOver(final long passed) {
        final int length = walk.isInBlock() && walk.index() == passed ? nextInBlock() : BlockWalk.LOST;
        if (length >= 0) {
            walk.step(length);
        } else if (walk.isInBlock()) {
            leave();
            startIndex = passed + 1;
        } else {
            moveTo(passed + 1);
        }
        index = passed;
    }

    private boolean next(final Inputs inputs, final RecordHandler handler) {
        while (walk.isInBlock() || enter()) {
            final int length = nextInBlock();
            if (length >= 0) {
                if (walk.index() >= startIndex) {
                    final Input in = decode(records, length);
                    walk.step(length);
                    hand(in, length, inputs, handler);
                    return true;
                }
                walk.step(length);
            } else if (length == BlockWalk.LOST) {
                leave();
            } else if (!place.mustConfirm()) {
                return false;
            } else {
                leave();
                place.goesOn();
            }
        }
        return false;
    }

    private Input decode(final RecordReader reader, final int length) {
        try {
            return reader.read(walk.index(), walk.address(), length);
        } catch (final JournalException e) {
            throw e.at(place.path(), walk.position());
        }
    }

    private boolean enter() {
        return place != null && place.enter(walk) || place == null && open() && place.enter(walk);
    }

    private void leave() {
        place.at(walk.position(), walk.index());
        walk.leave();
    }

    /** Fills a batch with the next records, as far as they lie in the block that it is in. They are valid until it leaves it. */
    void decodeInBlock(final RecordBatch batch) {
        while (walk.isInBlock() && !batch.isFull() && walk.index() >= startIndex) {
            final int length = nextInBlock();
            if (length < 0) {
                return;
            }
            final long next = walk.index();
            try {
                batch.read(next, walk.address(), length);
            } catch (final JournalException e) {
                throw e.at(place.path(), walk.position());
            }
            walk.step(length);
            index = next;
            lengthBytes = length;
        }
    }

    private int nextInBlock() {
        try {
            return walk.next();
        } catch (final InternalError e) {
            // The file is shorter than its mapping.
            throw JournalException.unavailable("The journal in " + journal.dir() + " cannot be read beyond the record "
                + Indexes.format(index) + " (" + e + "): one of its files has been cut while it was in use. Stop what uses it;"
                + " ./patchbay journal check says how much is sound.", e);
        }
    }

    private void hand(final Input in, final int length, final Inputs inputs, final RecordHandler handler) {
        index = in.index;
        lengthBytes = length;
        if (inputs == null) {
            handler.onRecord(in);
        } else {
            in.applyTo(inputs);
        }
    }

    private boolean open() {
        if (!journal.isThere()) {
            return false;
        }
        place = new ReadingPlace(journal);
        place.moveTo(startIndex);
        return true;
    }

    @Override
    public void close() {
        walk.leave();
        if (place != null) {
            place.close();
        }
    }
}
