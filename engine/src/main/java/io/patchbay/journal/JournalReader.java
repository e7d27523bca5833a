package io.patchbay.journal;

import io.patchbay.engine.Inputs;
import io.patchbay.engine.input.Input;
import io.patchbay.protocol.Indexes;

import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.core.io.Closeable;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.wire.DocumentContext;

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
    private ChronicleQueue queue;
    private ExcerptTailer tailer;
    private long startIndex;
    private long index;
    private int lengthBytes;
    private boolean isPassedOver;

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
        if (tailer != null) {
            position();
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
        } else {
            walk.leave();
            isPassedOver = true;
        }
        index = passed;
    }

    private boolean next(final Inputs inputs, final RecordHandler handler) {
        if (walk.isInBlock()) {
            final int length = nextInBlock();
            if (length >= 0) {
                final Input in = records.read(walk.index(), walk.address(), length);
                walk.step(length);
                hand(in, length, inputs, handler);
                return true;
            }
            if (length == BlockWalk.NOTHING) {
                return false;
            }
            // Where only records before the start were seen, none of them is handed over now.
            startIndex = Math.max(startIndex, walk.index());
            walk.leave();
            position();
        }
        return nextByTailer(inputs, handler);
    }

    /** Fills a batch with the next records, as far as they lie in the block that it is in. They are valid until it leaves it. */
    void decodeInBlock(final RecordBatch batch) {
        while (walk.isInBlock() && !batch.isFull()) {
            final int length = nextInBlock();
            if (length < 0) {
                return;
            }
            final long next = walk.index();
            batch.read(next, walk.address(), length);
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
            throw unreadable(e);
        }
    }

    private boolean nextByTailer(final Inputs inputs, final RecordHandler handler) {
        if (tailer == null && !open()) {
            return false;
        }
        if (isPassedOver) {
            isPassedOver = false;
            startIndex = index;
            position();
            startIndex = index + 1;
        }
        while (true) {
            try (DocumentContext document = nextDocument()) {
                if (!document.isPresent()) {
                    return false;
                }
                if (document.index() >= startIndex) {
                    take(document, inputs, handler);
                    return true;
                }
                if (document.index() == startIndex - 1) {
                    begin(document);
                }
            }
        }
    }

    private DocumentContext nextDocument() {
        try {
            return tailer.readingDocument();
        } catch (final RuntimeException | InternalError e) {
            throw unreadable(e);
        }
    }

    private JournalException unreadable(final Throwable e) {
        return JournalException.unavailable("The journal in " + journal.dir() + " cannot be read beyond the record "
            + Indexes.format(index) + " (" + e + "): restore it from a copy, or replay up to that record.", e);
    }

    private void take(final DocumentContext document, final Inputs inputs, final RecordHandler handler) {
        final Bytes<?> bytes = document.wire().bytes();
        final int length = (int)bytes.readRemaining();
        boolean read = false;
        final Input in;
        try {
            in = records.read(document.index(), bytes.addressForRead(bytes.readPosition()), length);
            read = true;
        } finally {
            if (!read) {
                document.rollbackOnClose();
            }
        }
        begin(document);
        hand(in, length, inputs, handler);
    }

    private void begin(final DocumentContext document) {
        if (document.wire().usePadding()) {
            final Bytes<?> bytes = document.wire().bytes();
            walk.begin(bytes, document.index(), (int)bytes.readRemaining());
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
        queue = journal.queue();
        if (queue == null) {
            return false;
        }
        tailer = queue.createTailer();
        tailer.singleThreadedCheckDisabled(true);
        position();
        return true;
    }

    private void position() {
        try {
            if (startIndex <= 0 || !tailer.moveToIndex(startIndex) && !tailer.moveToIndex(startIndex - 1)) {
                tailer.toStart();
            }
        } catch (final RuntimeException | InternalError e) {
            throw unreadable(e);
        }
    }

    @Override
    public void close() {
        walk.leave();
        Closeable.closeQuietly(tailer);
    }
}
