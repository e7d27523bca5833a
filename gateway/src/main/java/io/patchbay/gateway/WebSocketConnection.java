package io.patchbay.gateway;

import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.ErrorCode;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.util.ReferenceCountUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One JSON object a text message over WebSocket (contract, section 2). Fragments are put together here, so that they count
 * together; a binary message is refused when it is whole.
 */
final class WebSocketConnection extends SocketConnection {
    private final FrameAdapter adapter;
    private final int maxFrameBytes;
    private final ArrivingBytes arriving;
    private final Refusal refusal = new Refusal();
    private ByteBuf early;
    private ByteBuf held;
    private int heldBytes;
    private boolean isFragmented;
    private boolean isBinary;

    WebSocketConnection(final int maxFrameBytes, final FrameAdapter adapter, final Outbox outbox, final UnsafeBuffer frame,
        final ArrivingBytes arriving) {
        super(outbox, Framing.WEB_SOCKET, frame);
        this.adapter = adapter;
        this.maxFrameBytes = maxFrameBytes;
        this.arriving = arriving;
    }

    @Override
    public String transport() {
        return "websocket";
    }

    /** The handshake is over: the session begins, and what a hasty client has sent already is read. */
    void begin(final Sessions sessions, final ChannelHandlerContext ctx) {
        begin(ctx, sessions);
        if (early != null) {
            final ByteBuf bytes = early;
            early = null;
            ctx.pipeline().fireChannelRead(bytes);
        }
    }

    @Override
    public void channelRead(final ChannelHandlerContext ctx, final Object message) {
        if (message instanceof ByteBuf && session() == null && early == null) {
            // what the HTTP codec had left, past the frame decoder, when it was removed
            early = (ByteBuf)message;
        } else if (message instanceof WebSocketFrame) {
            onWebSocketFrame(ctx, (WebSocketFrame)message);
        } else {
            // a second HTTP request behind the one that asked for the upgrade
            ReferenceCountUtil.release(message);
            ctx.close();
        }
    }

    private void onWebSocketFrame(final ChannelHandlerContext ctx, final WebSocketFrame in) {
        try {
            if (session() != null && !session().isInputOver()) {
                onFrame(ctx, in);
            }
        } finally {
            in.release();
        }
    }

    private void onFrame(final ChannelHandlerContext ctx, final WebSocketFrame in) {
        if (in instanceof TextWebSocketFrame || in instanceof BinaryWebSocketFrame) {
            isBinary = in instanceof BinaryWebSocketFrame;
            onPart(ctx, in);
        } else if (in instanceof ContinuationWebSocketFrame) {
            onPart(ctx, in);
        } else if (in instanceof PingWebSocketFrame) {
            session().received();
            ctx.writeAndFlush(new PongWebSocketFrame(in.content().retain()));
        } else if (in instanceof PongWebSocketFrame) {
            session().received();
        } else if (in instanceof CloseWebSocketFrame) {
            inputEnded();
        }
    }

    private void onPart(final ChannelHandlerContext ctx, final WebSocketFrame in) {
        final ByteBuf part = in.content();
        heldBytes += part.readableBytes();
        if (heldBytes > maxFrameBytes) {
            tooLarge();
        } else if (in.isFinalFragment() && !isFragmented) {
            onMessage(part, part.readerIndex(), heldBytes);
        } else {
            isFragmented = true;
            if (!isBinary) {
                if (held == null) {
                    held = ctx.alloc().directBuffer(part.readableBytes(), maxFrameBytes);
                }
                held.writeBytes(part);
            }
            if (in.isFinalFragment()) {
                onMessage(held, 0, heldBytes);
                releaseHeld();
            }
        }
        if (in.isFinalFragment()) {
            arriving.whole();
            isFragmented = false;
            heldBytes = 0;
        }
    }

    private void onMessage(final ByteBuf buffer, final int from, final int length) {
        if (isBinary) {
            session().received();
            session().refuse(Way.SOCKET, refusal.of(ErrorCode.BAD_JSON, null, "a binary message: send text"));
        } else {
            adapter.onFrame(session(), view(buffer, from, length), 0, length);
        }
    }

    private void tooLarge() {
        releaseHeld();
        session().refuse(Way.SOCKET, refusal.of(ErrorCode.TOO_LARGE, null, "longer than " + maxFrameBytes + " bytes"));
    }

    private void releaseHeld() {
        if (held != null) {
            held.release();
            held = null;
        }
    }

    /** The decoder found a frame that is longer than any may be, or none at all. */
    @Override
    public void exceptionCaught(final ChannelHandlerContext ctx, final Throwable cause) {
        if (cause instanceof WebSocketHandshakeException) {
            ctx.close();
        } else if (!(cause instanceof CorruptedWebSocketFrameException corrupted)) {
            super.exceptionCaught(ctx, cause);
        } else if (session() == null) {
            ctx.close();
        } else if (!session().isInputOver()) {
            if (corrupted.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)) {
                tooLarge();
            } else {
                session().breakOff("not a WebSocket frame: " + corrupted.getMessage());
            }
        }
    }

    @Override
    ChannelFuture farewell(final ChannelHandlerContext ctx, final String reason) {
        return ctx.writeAndFlush(new CloseWebSocketFrame(status(reason), reason));
    }

    private static int status(final String reason) {
        final WebSocketCloseStatus status;
        if (reason.isEmpty() || reason.equals(DisconnectReason.UNREGISTERED.word())) {
            status = WebSocketCloseStatus.NORMAL_CLOSURE;
        } else if (reason.equals(DisconnectReason.SHUTTING_DOWN.word())) {
            status = WebSocketCloseStatus.ENDPOINT_UNAVAILABLE;
        } else if (reason.equals(ErrorCode.TOO_LARGE.word())) {
            status = WebSocketCloseStatus.MESSAGE_TOO_BIG;
        } else if (reason.equals(ErrorCode.BAD_JSON.word())) {
            status = WebSocketCloseStatus.PROTOCOL_ERROR;
        } else {
            status = WebSocketCloseStatus.POLICY_VIOLATION;
        }
        return status.code();
    }

    @Override
    public void channelInactive(final ChannelHandlerContext ctx) {
        releaseHeld();
        if (early != null) {
            early.release();
            early = null;
        }
        super.channelInactive(ctx);
    }
}
