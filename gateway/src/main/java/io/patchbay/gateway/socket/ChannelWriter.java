package io.patchbay.gateway.socket;

import io.patchbay.gateway.session.EncodedFrame;
import io.patchbay.gateway.session.Framing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundBuffer;

/**
 * Writes everything that goes to one channel: frames, answers to HTTP requests and WebSocket control frames. No other class
 * writes to a channel. So every byte that the peer has not taken counts in the window of its connection and in that of all
 * connections (PROTOCOL.md, "Too slow"). On the agent's thread.
 */
public final class ChannelWriter {
    /** The owner of the channel: a session's connection, or a connection that has no session yet. */
    public interface Owner {
        /** Returns whether this side or the peer is ending the connection, which is then only kept for its last bytes. */
        boolean isEnding();

        /**
         * Ends the connection because too many bytes are unsent. Called where no set of sessions is being iterated, never while a
         * frame is being written.
         */
        void tooSlow();

        /** Called after a flush when the socket has taken all bytes. */
        void allSent();
    }

    private static final int MIN_BATCH_BYTES = 8 * 1_024;
    /** The largest size that Netty's pool caches for its thread. */
    private static final int MAX_BATCH_BYTES = 32 * 1_024;
    /** Number of bytes after which a flush does not wait for the end of the duty cycle. */
    private static final int FLUSH_BYTES = 256 * 1_024;

    private final Outbox outbox;
    private final Channel channel;
    private Owner owner;
    private ByteBuf batch;
    /** Size of the next batch, adapted to what the last ones needed. */
    private int batchBytes = MIN_BATCH_BYTES;
    private long writtenBytes;
    private boolean isEnded;
    private boolean isAboveWindow;
    private boolean isDirty;
    private boolean isBacklogged;
    private boolean isCountedAsEnding;
    private long countedBytes;

    public ChannelWriter(final Outbox outbox, final Channel channel, final Owner owner) {
        this.outbox = outbox;
        this.channel = channel;
        this.owner = owner;
    }

    /** Hands the channel over to another owner, with the bytes that are unsent. */
    public void owner(final Owner next) {
        owner = next;
    }

    public Owner owner() {
        return owner;
    }

    // ---- writing --------------------------------------------------------------------------------------------------------

    /** Adds a frame, which is sent with the next flush of the duty cycle. */
    void send(final EncodedFrame frame, final Framing framing) {
        if (isClosed()) {
            return;
        }
        final int bytes;
        if (frame.isShareable()) {
            final ByteBuf shared = frame.share(framing);
            bytes = shared.readableBytes();
            writeBatch();
            write(shared);
        } else {
            bytes = frame.length() + Framing.OVERHEAD_BYTES;
            reserve(bytes);
            frame.writeTo(batch, framing);
        }
        added(bytes);
    }

    /**
     * Returns a buffer with room for bytes that are not a frame of a session. The caller fills it at once and then calls
     * {@link #added(int)}.
     *
     * @param bytes to make room for.
     * @return null where nothing may be sent any more.
     */
    public ByteBuf room(final int bytes) {
        if (isClosed()) {
            return null;
        }
        reserve(bytes);
        return batch;
    }

    /** Counts bytes that were written into the buffer of {@link #room(int)}. */
    public void added(final int bytes) {
        outbox.framed(bytes);
        if (!isDirty) {
            isDirty = true;
            outbox.dirty(this);
        }
        if (writtenBytes > FLUSH_BYTES) {
            flushWritten();
            if (unsentBytes() > outbox.windowBytes()) {
                // The peer is about to be disconnected, so what follows would be useless to it.
                isAboveWindow = true;
                outbox.relieveSoon();
            }
        }
    }

    private boolean isClosed() {
        return isEnded || isAboveWindow || !channel.isActive();
    }

    private void reserve(final int bytes) {
        if (batch != null && batch.writableBytes() < bytes) {
            writeBatch();
            batchBytes = Math.min(batchBytes * 2, MAX_BATCH_BYTES);
        }
        if (batch == null) {
            final int capacity = Math.max(batchBytes, bytes);
            batch = channel.alloc().directBuffer(capacity, capacity);
        }
    }

    private void write(final ByteBuf buffer) {
        writtenBytes += buffer.readableBytes();
        channel.write(buffer, channel.voidPromise());
    }

    private void writeBatch() {
        if (batch != null) {
            final ByteBuf full = batch;
            batch = null;
            write(full);
        }
    }

    private void flushWritten() {
        writtenBytes = 0;
        channel.flush();
    }

    /** Hands the batch to the socket. While the socket takes no more bytes, the batch is filled up first. */
    void flush() {
        isDirty = false;
        if (pendingBytes() == 0 || writtenBytes > 0) {
            if (batchBytes > MIN_BATCH_BYTES && unsentBytes() < batchBytes / 4) {
                batchBytes /= 2;
            }
            writeBatch();
            flushWritten();
        }
        if (unsentBytes() == 0) {
            owner.allSent();
        } else if (!isBacklogged && channel.isActive()) {
            isBacklogged = true;
            outbox.backlogged(this);
        }
    }

    /**
     * Flushes everything and accepts nothing more.
     *
     * @return completed when the socket has taken the last byte.
     */
    ChannelFuture end() {
        isEnded = true;
        writeBatch();
        writtenBytes = 0;
        return channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
    }

    /** Closes the channel and drops its unsent bytes. */
    public void close() {
        isEnded = true;
        channel.close();
    }

    /** Releases the bytes that have not been handed to the channel. Called when the channel is closed. */
    public void release() {
        isEnded = true;
        if (batch != null) {
            batch.release();
            batch = null;
        }
    }

    boolean isEnded() {
        return isEnded;
    }

    // ---- accounting -----------------------------------------------------------------------------------------------------

    /** Returns the number of bytes that the socket has not taken. */
    public long unsentBytes() {
        return pendingBytes() + (batch == null ? 0 : batch.readableBytes());
    }

    private long pendingBytes() {
        final ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
        return pending == null ? 0 : pending.totalPendingWriteBytes();
    }

    /** Hands a waiting batch to a socket that takes bytes again, and counts the unsent bytes. */
    void count() {
        if (batch != null && pendingBytes() == 0 && channel.isActive()) {
            writeBatch();
            flushWritten();
        }
        isCountedAsEnding = isEnded || owner.isEnding();
        countedBytes = channel.isActive() ? unsentBytes() : 0;
    }

    /** Returns the number of unsent bytes at the last count. */
    long countedBytes() {
        return countedBytes;
    }

    /** Returns whether the connection was ending at the last count. */
    boolean isCountedAsEnding() {
        return isCountedAsEnding;
    }

    void notBacklogged() {
        isBacklogged = false;
        if (channel.isActive()) {
            owner.allSent();
        }
    }

    /** Ends the connection as too slow. The error and disconnect frames that follow are still accepted. */
    void evict() {
        isAboveWindow = false;
        owner.tooSlow();
    }
}
