package io.patchbay.journal;

import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

import java.util.concurrent.TimeUnit;

/**
 * Reads a journal from its first record to its last of now on a thread of its own, a few batches ahead: that thread decodes and
 * takes the page faults, whoever asks for batches does the rest. For replay. Asked and closed by one thread.
 *
 * <p>Records are handed over in the journal's order, and what the reader throws comes after all records before it.
 */
public final class ReadAhead implements AutoCloseable {
    /** Batches that may be decoded and not yet done with. A power of two. */
    private static final int BATCHES = 8;
    private static final int SPINS = 2_000;
    private static final int YIELDS = 50;
    private static final long MIN_PARK_NS = TimeUnit.MICROSECONDS.toNanos(5);
    private static final long MAX_PARK_NS = TimeUnit.MICROSECONDS.toNanos(100);

    private final RecordBatch[] batches = new RecordBatch[BATCHES];
    private final IdleStrategy idle = newIdle();
    private final Thread thread;
    /** Batches handed over; written by the reading thread. */
    private volatile long filled;
    /** Batches that the asking thread is done with. */
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
     * The next records; those of the batch before are no longer valid.
     *
     * @return null at the end of the journal.
     * @throws JournalException where the next record is damaged or of a newer schema.
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
        // The last one is not given back: asked again, the answer is the same.
        isHolding = false;
        return null;
    }

    /**
     * A look at the batch that comes after the one that {@link #next()} has returned. Does not wait.
     *
     * @return valid as long as that one; null where it has not been read yet, or nothing follows.
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
            // What was handed over lies in the block that the reader holds.
            awaitUse(0, pause);
        }
    }

    /** False at the end. */
    private boolean fill(final JournalReader reader, final RecordBatch batch, final IdleStrategy pause) {
        reader.decodeInBlock(batch);
        if (batch.size() > 0) {
            return true;
        }
        // The reader may leave the block: nobody must look into it any more.
        if (!awaitUse(0, pause) || !reader.next(in -> batch.add(in, reader.lengthBytes()))) {
            return false;
        }
        return true;
    }

    /** Waits until not more than so many batches are in use; false where nobody asks any more. */
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

    /** Stops the reading thread, which is not interrupted: the journal must not be. */
    @Override
    public void close() {
        isStopped = true;
        boolean isInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
