package io.patchbay.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.CodecException;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * What TCP and WebSocket connections share: a batch of framed bytes that is written once a duty cycle, the window of unsent
 * bytes, and the way a connection ends. All on the agent's thread.
 */
abstract class SocketConnection extends ChannelInboundHandlerAdapter implements Connection {
    private static final int MIN_BATCH_BYTES = 8 * 1_024;
    /** What Netty's pool keeps at hand for its thread. */
    private static final int MAX_BATCH_BYTES = 32 * 1_024;
    /** So much is handed to the socket at once, even within a duty cycle. */
    private static final int FLUSH_BYTES = 256 * 1_024;

    private final Outbox outbox;
    private final Framing framing;
    private final UnsafeBuffer frame;
    private ChannelHandlerContext context;
    private Session session;
    private ByteBuf batch;
    /** Size of the next batch, by what the last ones needed. */
    private int batchBytes = MIN_BATCH_BYTES;
    private long writtenBytes;
    private boolean isOutputEnded;
    private boolean isDirty;
    private boolean isBacklogged;
    private long countedBytes;

    SocketConnection(final Outbox outbox, final Framing framing, final UnsafeBuffer frame) {
        this.outbox = outbox;
        this.framing = framing;
        this.frame = frame;
    }

    /** The session of this connection can begin. */
    final void begin(final ChannelHandlerContext ctx, final Sessions sessions) {
        context = ctx;
        session = sessions.open(this);
    }

    final Session session() {
        return session;
    }

    /** A view of one frame's bytes, valid until the next. */
    final UnsafeBuffer view(final ByteBuf buffer, final int offset, final int length) {
        if (buffer.hasMemoryAddress()) {
            frame.wrap(buffer.memoryAddress() + offset, length);
        } else if (buffer.hasArray()) {
            frame.wrap(buffer.array(), buffer.arrayOffset() + offset, length);
        } else {
            final ByteBuffer bytes = buffer.nioBuffer(offset, length);
            frame.wrap(bytes, bytes.position(), length);
        }
        return frame;
    }

    @Override
    public final InetSocketAddress remote() {
        return (InetSocketAddress)context.channel().remoteAddress();
    }

    @Override
    public final InetSocketAddress local() {
        return (InetSocketAddress)context.channel().localAddress();
    }

    // ---- sending --------------------------------------------------------------------------------------------------------

    @Override
    public final void send(final EncodedFrame out) {
        if (isOutputEnded || !context.channel().isActive()) {
            return;
        }
        if (out.isShareable()) {
            writeBatch();
            write(out.share(framing));
        } else {
            final int needed = out.length() + Framing.OVERHEAD_BYTES;
            if (batch != null && batch.writableBytes() < needed) {
                writeBatch();
                batchBytes = Math.min(batchBytes * 2, MAX_BATCH_BYTES);
            }
            if (batch == null) {
                final int capacity = Math.max(batchBytes, needed);
                batch = context.alloc().directBuffer(capacity, capacity);
            }
            out.writeTo(batch, framing);
        }
        outbox.framed();
        if (!isDirty) {
            isDirty = true;
            outbox.dirty(this);
        }
        if (writtenBytes > FLUSH_BYTES) {
            flushWritten();
        }
    }

    private void write(final ByteBuf buffer) {
        writtenBytes += buffer.readableBytes();
        context.write(buffer, context.voidPromise());
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
        context.flush();
    }

    /** Hands what is there to the socket; while the socket takes no more, the batch fills up first. */
    final void flush() {
        isDirty = false;
        if (pendingBytes() == 0 || writtenBytes > 0) {
            if (batchBytes > MIN_BATCH_BYTES && unsentBytes() < batchBytes / 4) {
                batchBytes /= 2;
            }
            writeBatch();
            flushWritten();
        }
        if (unsentBytes() > 0 && !isBacklogged && context.channel().isActive()) {
            isBacklogged = true;
            outbox.backlogged(this);
        }
    }

    /** Of a backlogged connection: what has changed in its unsent bytes since the last call. One that ends no longer counts. */
    final long countUnsent() {
        if (batch != null && pendingBytes() == 0) {
            writeBatch();
            flushWritten();
        }
        final long before = countedBytes;
        countedBytes = session.isInputOver() || !context.channel().isActive() ? 0 : unsentBytes();
        return countedBytes - before;
    }

    /** Unsent bytes as last counted. */
    final long countedBytes() {
        return countedBytes;
    }

    final void notBacklogged() {
        isBacklogged = false;
    }

    private long unsentBytes() {
        return pendingBytes() + (batch == null ? 0 : batch.readableBytes());
    }

    private long pendingBytes() {
        final ChannelOutboundBuffer pending = context.channel().unsafe().outboundBuffer();
        return pending == null ? 0 : pending.totalPendingWriteBytes();
    }

    // ---- ending ---------------------------------------------------------------------------------------------------------

    /** Writes what a transport says at its end, and tells when that is sent. */
    abstract ChannelFuture farewell(ChannelHandlerContext ctx, String reason);

    @Override
    public final void endOutput(final String reason) {
        if (isOutputEnded) {
            return;
        }
        isOutputEnded = true;
        writeBatch();
        writtenBytes = 0;
        final Channel channel = context.channel();
        farewell(context, reason).addListener(sent -> {
            if (sent.isSuccess() && !((DuplexChannel)channel).isInputShutdown()) {
                ((DuplexChannel)channel).shutdownOutput();
            } else {
                channel.close();
            }
        });
    }

    @Override
    public final void close() {
        isOutputEnded = true;
        context.close();
    }

    @Override
    public final void userEventTriggered(final ChannelHandlerContext ctx, final Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            inputEnded();
        }
        ctx.fireUserEventTriggered(event);
    }

    /** The peer sends nothing more. */
    final void inputEnded() {
        if (session == null) {
            context.close();
        } else if (isOutputEnded) {
            if (!((DuplexChannel)context.channel()).isOutputShutdown()) {
                return;
            }
            context.close();
        } else {
            session.inputEnded();
        }
    }

    @Override
    public void channelInactive(final ChannelHandlerContext ctx) {
        isOutputEnded = true;
        if (batch != null) {
            batch.release();
            batch = null;
        }
        if (session != null) {
            session.connectionLost();
        }
        ctx.fireChannelInactive();
    }

    /** What the network or the peer's bytes cause ends the connection, what the program causes ends the agent. */
    @Override
    public void exceptionCaught(final ChannelHandlerContext ctx, final Throwable cause) {
        if (!(cause instanceof IOException || cause instanceof CodecException)) {
            outbox.failed(cause);
        }
        ctx.close();
    }
}
