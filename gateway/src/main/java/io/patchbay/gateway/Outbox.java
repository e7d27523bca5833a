package io.patchbay.gateway;

import java.util.ArrayList;
import java.util.List;

/**
 * The connections that have something to send: flushes each once a duty cycle, and watches the windows of those whose sockets
 * do not take all (contract, section 7). One thread.
 */
final class Outbox {
    /** More frames than this since the last flush are events for many, not answers. */
    private static final int FAN_OUT_FRAMES = 64;
    /** Turns within the sockets' turn that such events wait at most. */
    private static final int FAN_OUT_TURNS = 8;

    private final long windowBytes;
    private final long windowTotalBytes;
    private final ArrayList<SocketConnection> dirty = new ArrayList<>();
    private final List<SocketConnection> backlogged = new ArrayList<>();
    private int frames;
    private int turns;
    private long totalBytes;
    private Throwable failure;

    Outbox(final GatewayContext context) {
        windowBytes = context.windowBytes();
        windowTotalBytes = context.windowTotalBytes();
    }

    void dirty(final SocketConnection connection) {
        dirty.add(connection);
    }

    /** A frame was put into some batch. */
    void framed() {
        frames++;
    }

    void backlogged(final SocketConnection connection) {
        backlogged.add(connection);
    }

    /** A program error within a connection: stops the agent. */
    void failed(final Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
    }

    void throwFailure() {
        if (failure instanceof RuntimeException) {
            throw (RuntimeException)failure;
        } else if (failure != null) {
            throw new IllegalStateException(failure);
        }
    }

    /**
     * Flushes while more input is at hand. What goes to many is written more rarely, since for each receiver a system call
     * costs as much as dozens of frames; a duty cycle ends with a whole flush anyway.
     */
    void flushAmidInput() {
        if (frames < FAN_OUT_FRAMES || ++turns >= FAN_OUT_TURNS) {
            flush();
        }
    }

    int flush() {
        frames = 0;
        turns = 0;
        final int count = dirty.size();
        for (int i = 0; i < count; i++) {
            dirty.get(i).flush();
        }
        dirty.clear();
        return count;
    }

    /** Drops who is above its window; and, while all together are above theirs, who has the most unsent. */
    int pollBacklogged() {
        int dropped = 0;
        SocketConnection slowest = null;
        for (int i = backlogged.size() - 1; i >= 0; i--) {
            final SocketConnection connection = backlogged.get(i);
            totalBytes += connection.countUnsent();
            if (connection.countedBytes() == 0) {
                connection.notBacklogged();
                backlogged.remove(i);
            } else if (connection.countedBytes() > windowBytes) {
                connection.session().tooSlow();
                dropped++;
            } else if (slowest == null || connection.countedBytes() > slowest.countedBytes()) {
                slowest = connection;
            }
        }
        if (totalBytes > windowTotalBytes && slowest != null) {
            slowest.session().tooSlow();
            dropped++;
        }
        return dropped;
    }
}
