package io.patchbay.gateway.socket;

import io.patchbay.gateway.session.Connection;
import io.patchbay.gateway.session.EncodedFrame;
import io.patchbay.gateway.session.Framing;
import io.patchbay.gateway.session.Session;
import io.patchbay.gateway.session.Sessions;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.CodecException;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * The common part of TCP and WebSocket connections: the session, its frames, and the end of the connection. On the agent's
 * thread.
 */
abstract class SocketConnection extends ChannelInboundHandlerAdapter implements Connection,
    ChannelWriter.Owner {
    private final Outbox outbox;
    private final Framing framing;
    private final UnsafeBuffer frame;
    private ChannelHandlerContext context;
    private Session session;
    private ChannelWriter writer;

    SocketConnection(final Outbox outbox, final Framing framing, final UnsafeBuffer frame) {
        this.outbox = outbox;
        this.framing = framing;
        this.frame = frame;
    }

    /** Begins the session of this connection, which writes to the channel from now on. */
    public final void begin(final ChannelHandlerContext ctx, final Sessions sessions, final ChannelWriter channelWriter) {
        context = ctx;
        writer = channelWriter;
        session = sessions.open(this);
    }

    final Session session() {
        return session;
    }

    /** Returns a view of one frame's bytes, valid until the next call. */
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
        writer.send(out, framing);
    }

    final ChannelWriter writer() {
        return writer;
    }

    final Outbox outbox() {
        return outbox;
    }

    @Override
    public final boolean isEnding() {
        return session == null || session.isInputOver();
    }

    @Override
    public final void tooSlow() {
        session.tooSlow();
    }

    @Override
    public final void allSent() {
        // A session is read whatever is unsent, since its window bounds the unsent bytes.
    }

    // ---- ending ---------------------------------------------------------------------------------------------------------

    /** Writes what the transport itself sends at the end, such as a close frame. */
    abstract void farewell(String reason);

    @Override
    public final void endOutput(final String reason) {
        if (writer.isEnded()) {
            return;
        }
        farewell(reason);
        final Channel channel = context.channel();
        writer.end().addListener(sent -> {
            if (sent.isSuccess() && !((DuplexChannel)channel).isInputShutdown()) {
                ((DuplexChannel)channel).shutdownOutput();
            } else {
                channel.close();
            }
        });
    }

    @Override
    public final void close() {
        writer.close();
    }

    @Override
    public final void userEventTriggered(final ChannelHandlerContext ctx, final Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            inputEnded();
        }
        ctx.fireUserEventTriggered(event);
    }

    /** Handles the end of the peer's sending side. */
    final void inputEnded() {
        if (session == null) {
            context.close();
        } else if (writer.isEnded()) {
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
        if (writer != null) {
            writer.release();
        }
        if (session != null) {
            session.connectionLost();
        }
        ctx.fireChannelInactive();
    }

    /**
     * Ends the connection for faults of the network or of the peer's bytes. Any other exception is a program error and ends the
     * agent.
     */
    @Override
    public void exceptionCaught(final ChannelHandlerContext ctx, final Throwable cause) {
        if (!(cause instanceof IOException || cause instanceof CodecException)) {
            outbox.failed(cause);
        }
        ctx.close();
    }
}
