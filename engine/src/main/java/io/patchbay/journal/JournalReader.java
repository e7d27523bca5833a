package io.patchbay.journal;

import io.patchbay.data.JournalException;
import io.patchbay.engine.input.Input;
import io.patchbay.engine.input.Inputs;
import io.patchbay.journal.file.BlockWalk;
import io.patchbay.journal.record.RecordBatch;
import io.patchbay.journal.record.RecordHandler;
import io.patchbay.journal.record.RecordReader;
import io.patchbay.protocol.Indexes;

/**
 * A reader of the journal's records in order, while other threads and processes append. The live host, replay and tests poll it.
 * One thread, which must not be interrupted. Records without strings are read without allocation: messages, replies, broadcasts,
 * emits, queries, ticks. A record whose writer was killed while writing it is skipped.
 *
 * <p>Methods throw {@link JournalException} for a damaged record or one of a newer schema; the reader then stays before it.
 */
public final class JournalReader implements LogReader {
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

    @Override
    public int poll(final Inputs handler, final int limit) {
        int count = 0;
        while (count < limit && next(handler, null)) {
            count++;
        }
        return count;
    }

    @Override
    public boolean next(final RecordHandler handler) {
        return next(null, handler);
    }

    @Override
    public boolean isAtEnd() {
        return walk.isAtEnd();
    }

    @Override
    public long index() {
        return index;
    }

    /**
     * Returns the length of the record that was passed last, in bytes, without its header.
     *
     * @return 0 before the first.
     */
    public int lengthBytes() {
        return lengthBytes;
    }

    @Override
    public void moveTo(final long from) {
        walk.leave();
        startIndex = from;
        index = 0;
        if (place != null) {
            place.moveTo(from);
        }
    }

    @Override
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

    /** Fills a batch with the next records of the current block. They are valid until the reader leaves the block. */
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
