package io.patchbay.journal.disk;

import io.patchbay.thread.HelperThreads;
import io.patchbay.thread.Niceness;

import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.MappedBytes;
import net.openhft.chronicle.bytes.MappedBytesStore;
import net.openhft.chronicle.bytes.MappedFile;
import net.openhft.chronicle.core.io.ReferenceOwner;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps the journal's writers from waiting for pages, if enabled. Its own thread populates pages ahead of the writers in small
 * steps, and maps the next block before they need it; the kernel's read-ahead is switched off then. The distance ahead follows
 * the writers' pace, so that a quiet journal takes no space. No byte is ever changed. Writers call it from any thread.
 *
 * <p>Without that thread the kernel's read-ahead stays on: it loads many pages at one fault, where each page would cost its own.
 */
public final class PreTouch implements AutoCloseable {
    private static final long MIN_AHEAD_BYTES = 256 << 10;
    private static final long MAX_AHEAD_BYTES = 16 << 20;
    /** Bytes populated in one step, so that the thread never holds a core for long. */
    private static final long STEP_BYTES = 128 << 10;
    /** The distance ahead is what is written during this number of pauses. */
    private static final int PAUSES_AHEAD = 8;
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long BEHIND_PAUSE_NS = TimeUnit.MICROSECONDS.toNanos(300);
    private static final long IDLE_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int IDLE_AFTER_PAUSES = 50;

    private final ReferenceOwner owner = ReferenceOwner.temporary("pre-touch");
    private final FileRoom room;
    private final boolean isThreadWanted;
    private final AtomicLong written = new AtomicLong();
    private volatile BytesStore<?, ?> advised;
    private volatile boolean isClosed;
    private final Thread thread;
    /** The fields from here on are guarded by this object's monitor. */
    private MappedBytesStore block;
    private MappedBytesStore nextBlock;
    private MappedFile file;
    private long touched;

    /** Starts the thread at once: a thread started by a writer would inherit the CPU that the writer may be pinned to. */
    public PreTouch(final FileRoom room, final boolean isThreadWanted) {
        this.room = room;
        this.isThreadWanted = isThreadWanted;
        thread = isThreadWanted ? new Thread(this::run, "patchbay-pages") : null;
        if (thread != null) {
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Notes that a writer, which holds the block, has come to another block. */
    public synchronized void onBlock(final MappedBytes bytes, final long position) {
        final BytesStore<?, ?> store = bytes.bytesStore();
        if (!isThreadWanted || isClosed || !(store instanceof MappedBytesStore) || store == block) {
            return;
        }
        if (store != advised) {
            Pages.noReadAhead(store);
            advised = store;
        }
        if (block == null || file != bytes.mappedFile() || store.start() > block.start()) {
            final boolean isSameFile = file == bytes.mappedFile();
            release(block);
            block = (MappedBytesStore)store;
            if (nextBlock == block) {
                nextBlock = null;
            } else {
                block.reserve(owner);
                release(nextBlock);
                nextBlock = null;
                touched = isSameFile ? Math.min(touched, block.safeLimit()) : 0;
            }
            file = bytes.mappedFile();
            touched = Math.max(touched, roundUp(position));
            written.set(position);
        }
    }

    /** Notes that a writer has written up to a position of its current block. */
    public void onWritten(final long position) {
        written.lazySet(position);
    }

    private void run() {
        Niceness.yieldToAllOthers();
        long last = 0;
        long aheadBytes = MIN_AHEAD_BYTES;
        int quiet = 0;
        while (!isClosed) {
            final long now = written.get();
            if (now == last) {
                quiet++;
            } else {
                quiet = 0;
                final long pace = last == 0 || now < last ? 0 : (now - last) * PAUSES_AHEAD;
                // The distance grows at once and shrinks slowly.
                aheadBytes = Math.min(MAX_AHEAD_BYTES, Math.max(Math.max(MIN_AHEAD_BYTES, pace), aheadBytes - aheadBytes / 64));
                last = now;
            }
            final boolean isBehind = step(now + aheadBytes);
            LockSupport.parkNanos(isBehind ? BEHIND_PAUSE_NS : quiet > IDLE_AFTER_PAUSES ? IDLE_PAUSE_NS : PAUSE_NS);
        }
    }

    /** Populates some pages up to a position. Returns whether there is more to do. */
    private synchronized boolean step(final long target) {
        if (isClosed || block == null || touched >= target) {
            return false;
        }
        final long writtenPage = roundUp(written.get());
        if (touched < writtenPage) {
            touched = writtenPage;
        }
        // Beyond the block's own part, the writer is in the next block.
        final boolean isBeyond = touched >= block.safeLimit();
        if (isBeyond && nextBlock == null) {
            mapNext();
        }
        final MappedBytesStore store = isBeyond ? nextBlock : block;
        if (store == null || touched < store.start()) {
            return false;
        }
        // On a full disk, a page without a block would end the process.
        final long there = Math.min(store.safeLimit(), room.allocated(file));
        final long to = Math.min(Math.min(touched + STEP_BYTES, roundUp(target)), there);
        if (to <= touched) {
            return false;
        }
        Pages.populate(store, touched, to);
        touched = to;
        return touched < target;
    }

    private void mapNext() {
        try {
            nextBlock = file.acquireByteStore(owner, block.safeLimit());
            Pages.noReadAhead(nextBlock);
            advised = nextBlock;
        } catch (final IOException | IllegalStateException e) {
            // The writer maps it itself when it comes there.
            touched = Long.MAX_VALUE;
        }
    }

    private void release(final MappedBytesStore store) {
        if (store != null) {
            store.release(owner);
        }
    }

    private static long roundUp(final long position) {
        return position + Pages.BYTES - 1 & -Pages.BYTES;
    }

    @Override
    public void close() {
        synchronized (this) {
            isClosed = true;
        }
        if (thread != null) {
            LockSupport.unpark(thread);
            HelperThreads.join(thread);
        }
        synchronized (this) {
            release(block);
            release(nextBlock);
            block = null;
            nextBlock = null;
        }
    }
}
