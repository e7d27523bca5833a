package io.patchbay.journal;

import io.patchbay.journal.record.RecordBatch;
import io.patchbay.thread.HelperThreads;

import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

import java.util.concurrent.TimeUnit;

/**
 * A reader of a journal, up to the last record of now, that works on its own thread a few batches ahead. That thread decodes the
 * records and takes the page faults. Used by replay; one thread asks for batches and closes it.
 *
 * <p>Records are handed over in the journal's order. An exception of the reader is thrown after all records before it.
 */
public final class ReadAhead implements AutoCloseable {
    /** Maximum number of batches that are decoded and still in use. A power of two. */
    private static final int BATCHES = 8;
    private static final int SPINS = 2_000;
    private static final int YIELDS = 50;
    private static final long MIN_PARK_NS = TimeUnit.MICROSECONDS.toNanos(5);
    private static final long MAX_PARK_NS = TimeUnit.MICROSECONDS.toNanos(100);

    private final RecordBatch[] batches = new RecordBatch[BATCHES];
    private final IdleStrategy idle = newIdle();
    private final Thread thread;
    /** Number of batches handed over; written by the reading thread. */
    private volatile long filled;
    /** Number of batches that the asking thread is done with. */
    private volatile long used;
    private volatile boolean isStopped;
    private boolean isHolding;

    ReadAhead(final Journal journal, final long from) {
        for (int i = 0; i < BATCHES; i++) {
            batches[i] = new RecordBatch();
        }
        thread = new Thread(() -> read(journal, from), "journal-read-ahead");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Returns the next records; those of the batch before are no longer valid.
     *
     * @return null at the end of the journal.
     * @throws io.patchbay.data.JournalException if the next record is damaged or of a newer schema.
     */
    public RecordBatch next() {
        if (isHolding) {
            final Throwable failure = batch(used).failure();
            if (failure != null) {
                throw rethrown(failure);
            }
            isHolding = false;
            used++;
        }
        idle.reset();
        while (filled == used) {
            idle.idle();
        }
        final RecordBatch batch = batch(used);
        isHolding = true;
        if (batch.size() > 0) {
            return batch;
        }
        if (batch.failure() != null) {
            throw rethrown(batch.failure());
        }
        // The last batch is not released: a further call returns the same.
        isHolding = false;
        return null;
    }

    /**
     * Returns the batch after the one that {@link #next()} has returned. Does not wait.
     *
     * @return a batch, valid as long as that one; null if it has not been read yet, or if there is none.
     */
    public RecordBatch peek() {
        final RecordBatch batch = isHolding && filled - used > 1 ? batch(used + 1) : null;
        return batch == null || batch.size() == 0 ? null : batch;
    }

    private RuntimeException rethrown(final Throwable failure) {
        if (failure instanceof Error) {
            throw (Error)failure;
        }
        return (RuntimeException)failure;
    }

    private void read(final Journal journal, final long from) {
        final IdleStrategy pause = newIdle();
        try (JournalReader reader = journal.newReader()) {
            reader.moveTo(from);
            boolean goesOn = true;
            while (goesOn && awaitUse(BATCHES - 1, pause)) {
                final RecordBatch batch = batch(filled);
                batch.clear();
                try {
                    goesOn = fill(reader, batch, pause);
                } catch (final RuntimeException | Error e) {
                    batch.failed(e);
                    goesOn = false;
                }
                filled++;
            }
            // The records handed over lie in the block that the reader holds.
            awaitUse(0, pause);
        }
    }

    /** Fills a batch. Returns false at the end. */
    private boolean fill(final JournalReader reader, final RecordBatch batch, final IdleStrategy pause) {
        reader.decodeInBlock(batch);
        if (batch.size() > 0) {
            return true;
        }
        // The reader may leave the block, so no batch may refer to it any more.
        if (!awaitUse(0, pause) || !reader.next(in -> batch.add(in, reader.lengthBytes()))) {
            return false;
        }
        return true;
    }

    /** Waits until at most a number of batches are in use. Returns false once the reader is closed. */
    private boolean awaitUse(final int count, final IdleStrategy pause) {
        pause.reset();
        while (filled - used > count) {
            if (isStopped) {
                return false;
            }
            pause.idle();
        }
        return !isStopped;
    }

    private RecordBatch batch(final long number) {
        return batches[(int)number & BATCHES - 1];
    }

    private static IdleStrategy newIdle() {
        return new BackoffIdleStrategy(SPINS, YIELDS, MIN_PARK_NS, MAX_PARK_NS);
    }

    /** Stops the reading thread. It is not interrupted, since the journal must not be. */
    @Override
    public void close() {
        isStopped = true;
        HelperThreads.join(thread);
    }
}
