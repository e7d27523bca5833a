package io.patchbay.gateway.socket;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The connections with unsent bytes. It flushes each once a duty cycle, and enforces the windows of those whose sockets do not
 * take all (PROTOCOL.md, "Too slow"). One thread.
 */
public final class Outbox {
    /** With more frames than this since the last flush, they are events for many receivers instead of answers. */
    private static final int FAN_OUT_FRAMES = 64;
    /** Number of turns of the engine for which such events wait at most. */
    private static final int FAN_OUT_TURNS = 8;
    /** Upper bound of the bytes that may be added between two flushes. */
    private static final long MAX_UNFLUSHED_BYTES = 32L << 20;
    private static final int UNFLUSHED_PART = 8;
    private static final Comparator<ChannelWriter> SLOWEST_FIRST =
        Comparator.comparingLong(ChannelWriter::countedBytes).reversed();

    private final long windowBytes;
    private final long windowTotalBytes;
    private final long unflushedLimitBytes;
    private final ArrayList<ChannelWriter> dirty = new ArrayList<>();
    private final List<ChannelWriter> backlogged = new ArrayList<>();
    private int frames;
    private int turns;
    private long unflushedBytes;
    private long openBytes;
    private long endingBytes;
    private Throwable failure;

    /**
     * Creates an outbox without connections.
     *
     * @param windowBytes      bytes that may be unsent to one connection.
     * @param windowTotalBytes bytes that may be unsent to all connections together.
     */
    public Outbox(final long windowBytes, final long windowTotalBytes) {
        this.windowBytes = windowBytes;
        this.windowTotalBytes = windowTotalBytes;
        unflushedLimitBytes = Math.min(MAX_UNFLUSHED_BYTES, windowTotalBytes / UNFLUSHED_PART);
    }

    long windowBytes() {
        return windowBytes;
    }

    void dirty(final ChannelWriter writer) {
        dirty.add(writer);
    }

    /** Counts the bytes of a frame or an answer that was added to a batch. */
    void framed(final int bytes) {
        frames++;
        unflushedBytes += bytes;
    }

    void backlogged(final ChannelWriter writer) {
        backlogged.add(writer);
    }

    /** Keeps a program error in a connection, which is to stop the agent. */
    void failed(final Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
    }

    public void throwFailure() {
        if (failure instanceof RuntimeException) {
            throw (RuntimeException)failure;
        } else if (failure != null) {
            throw new IllegalStateException(failure);
        }
    }

    /**
     * Flushes while more input is waiting. Frames for many receivers are flushed less often, since each receiver costs a system
     * call, as much as dozens of frames. A duty cycle ends with a complete flush anyway.
     */
    public void flushAmidInput() {
        if (frames < FAN_OUT_FRAMES || ++turns >= FAN_OUT_TURNS) {
            flush();
        }
    }

    public int flush() {
        frames = 0;
        turns = 0;
        unflushedBytes = 0;
        final int count = dirty.size();
        for (int i = 0; i < count; i++) {
            dirty.get(i).flush();
        }
        dirty.clear();
        return count;
    }

    /** Makes the next {@link #relieve()} act. Called when a connection is above its window. */
    void relieveSoon() {
        unflushedBytes = Long.MAX_VALUE / 2;
    }

    /**
     * Flushes and enforces the windows within a duty cycle that has added much. Called after each frame, where no set of sessions
     * is being iterated. It costs a comparison while little is unsent.
     */
    public void relieve() {
        if (unflushedBytes > unflushedLimitBytes) {
            flush();
            pollBacklogged();
        }
    }

    /**
     * Disconnects each connection that is above its window, and the slowest ones while all together are above the total window.
     * Unsent bytes of connections that are ending have the same bound. Above it, the largest of them are closed without their
     * last bytes.
     *
     * @return the number of connections that were disconnected.
     */
    public int pollBacklogged() {
        if (backlogged.isEmpty()) {
            return 0;
        }
        int dropped = 0;
        openBytes = 0;
        endingBytes = 0;
        for (int i = backlogged.size() - 1; i >= 0; i--) {
            final ChannelWriter writer = backlogged.get(i);
            writer.count();
            if (writer.countedBytes() == 0) {
                backlogged.remove(i);
                writer.notBacklogged();
            } else if (writer.isCountedAsEnding()) {
                endingBytes += writer.countedBytes();
            } else if (writer.countedBytes() > windowBytes) {
                dropped += evict(writer);
            } else {
                openBytes += writer.countedBytes();
            }
        }
        return openBytes > windowTotalBytes || endingBytes > windowTotalBytes ? dropped + dropSlowest() : dropped;
    }

    private int dropSlowest() {
        int dropped = 0;
        backlogged.sort(SLOWEST_FIRST);
        for (int i = 0; i < backlogged.size() && openBytes > windowTotalBytes; i++) {
            final ChannelWriter writer = backlogged.get(i);
            if (!writer.isCountedAsEnding()) {
                openBytes -= writer.countedBytes();
                dropped += evict(writer);
            }
        }
        for (int i = 0; i < backlogged.size() && endingBytes > windowTotalBytes; i++) {
            final ChannelWriter writer = backlogged.get(i);
            if (writer.isCountedAsEnding()) {
                endingBytes -= writer.countedBytes();
                writer.close();
                dropped++;
            }
        }
        return dropped;
    }

    private int evict(final ChannelWriter writer) {
        writer.evict();
        writer.count();
        endingBytes += writer.countedBytes();
        return 1;
    }
}
