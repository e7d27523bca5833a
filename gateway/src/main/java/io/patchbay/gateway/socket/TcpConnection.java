package io.patchbay.gateway.socket;

import io.patchbay.gateway.session.Framing;
import io.patchbay.gateway.session.HeldInput;
import io.patchbay.gateway.session.Refusal;
import io.patchbay.gateway.session.Sessions;
import io.patchbay.gateway.session.Transport;
import io.patchbay.protocol.ErrorCode;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A TCP connection with one JSON object per line (PROTOCOL.md, "Framing"). A line that has arrived completely is read in the read
 * buffer. An incomplete line is copied and held until its end comes or it exceeds the largest frame.
 */
public final class TcpConnection extends SocketConnection implements HeldInput.Holder {
    private static final int MIN_HELD_BYTES = 512;

    private final Sessions sessions;
    private final FrameAdapter adapter;
    private final ReadBuffer reads;
    private final int maxFrameBytes;
    private final Refusal refusal = new Refusal();
    private ByteBuf held;

    public TcpConnection(final Sessions sessions, final FrameAdapter adapter, final Outbox outbox, final UnsafeBuffer frame,
        final ReadBuffer reads) {
        super(outbox, Framing.LINE, frame);
        this.sessions = sessions;
        this.adapter = adapter;
        this.reads = reads;
        maxFrameBytes = sessions.context().maxFrameBytes();
    }

    @Override
    public String transport() {
        return "tcp";
    }

    @Override
    public void handlerAdded(final ChannelHandlerContext ctx) {
        ctx.channel().config().setRecvByteBufAllocator(reads);
    }

    @Override
    public void channelActive(final ChannelHandlerContext ctx) {
        begin(ctx, sessions, new ChannelWriter(outbox(), ctx.channel(), this));
    }

    @Override
    public void channelRead(final ChannelHandlerContext ctx, final Object message) {
        final ByteBuf in = (ByteBuf)message;
        try {
            int from = in.readerIndex();
            while (from < in.writerIndex() && !session().isInputOver()) {
                final int lineEnd = in.indexOf(from, in.writerIndex(), (byte)'\n');
                if (lineEnd < 0) {
                    hold(ctx, in, from, in.writerIndex() - from);
                    break;
                }
                if (held == null) {
                    onLine(in, from, lineEnd - from);
                } else {
                    hold(ctx, in, from, lineEnd - from);
                    if (held != null) {
                        onLine(held, 0, held.readableBytes());
                        releaseHeld();
                    }
                }
                from = lineEnd + 1;
            }
        } finally {
            in.release();
        }
        if (session().isInputOver()) {
            releaseHeld();
        }
    }

    /** Holds the beginning of a line. It may have one byte more than the largest frame, for the CR of the line end. */
    private void hold(final ChannelHandlerContext ctx, final ByteBuf in, final int from, final int length) {
        final int before = held == null ? 0 : held.readableBytes();
        final int total = before + length;
        if (total > maxFrameBytes + 1
            || total == maxFrameBytes + 1 && (length == 0 ? held.getByte(before - 1) : in.getByte(from + length - 1)) != '\r') {
            tooLarge();
            releaseHeld();
            return;
        }
        if (held == null) {
            held = ctx.alloc().directBuffer(Math.max(MIN_HELD_BYTES, length), maxFrameBytes + 1);
        }
        held.writeBytes(in, from, length);
        sessions.heldInput().hold(this, held.capacity());
    }

    @Override
    public void evict() {
        releaseHeld();
        session().reject("incomplete frames take too much memory, and this one is the oldest: send the frame in one piece");
    }

    private void releaseHeld() {
        if (held != null) {
            held.release();
            held = null;
            sessions.heldInput().release(this);
        }
    }

    private void onLine(final ByteBuf buffer, final int from, final int lengthWithCr) {
        final boolean hasCr = lengthWithCr > 0 && buffer.getByte(from + lengthWithCr - 1) == '\r';
        final int length = hasCr ? lengthWithCr - 1 : lengthWithCr;
        if (length > maxFrameBytes) {
            tooLarge();
        } else if (length > 0) {
            final UnsafeBuffer view = view(buffer, from, length);
            if (!session().isRegistered() && HttpLine.isRequest(view, length)) {
                session().abort("this port speaks JSON lines, not HTTP");
            } else {
                adapter.onFrame(session(), view, 0, length);
                outbox().relieve();
            }
        }
    }

    private void tooLarge() {
        session().received();
        session().refuse(Transport.SOCKET, refusal.of(ErrorCode.TOO_LARGE, null, "longer than " + maxFrameBytes + " bytes"));
    }

    @Override
    void farewell(final String reason) {
        // The disconnect frame is enough.
    }

    @Override
    public void channelInactive(final ChannelHandlerContext ctx) {
        releaseHeld();
        super.channelInactive(ctx);
    }
}
