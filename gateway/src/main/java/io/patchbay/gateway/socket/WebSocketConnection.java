package io.patchbay.gateway.socket;

import io.patchbay.gateway.session.Framing;
import io.patchbay.gateway.session.Refusal;
import io.patchbay.gateway.session.Transport;
import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.ErrorCode;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
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
import io.netty.util.ReferenceCountUtil;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;

/**
 * A WebSocket connection with one JSON object per text message (PROTOCOL.md, "Framing"). Fragments are put together here, so that
 * the size limit applies to their sum. A binary message is refused when it is complete.
 */
public final class WebSocketConnection extends SocketConnection {
    private static final int FIN_CLOSE = 0x88;
    private static final int FIN_PONG = 0x8a;

    private final FrameAdapter adapter;
    private final int maxFrameBytes;
    private final ArrivingBytes arriving;
    private final Refusal refusal = new Refusal();
    private ByteBuf held;
    private int heldBytes;
    private boolean isFragmented;
    private boolean isBinary;

    public WebSocketConnection(final int maxFrameBytes, final FrameAdapter adapter, final Outbox outbox, final UnsafeBuffer frame,
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

    @Override
    public void channelRead(final ChannelHandlerContext ctx, final Object message) {
        if (message instanceof WebSocketFrame) {
            onWebSocketFrame(ctx, (WebSocketFrame)message);
        } else {
            // The last part of the HTTP request that asked for the upgrade.
            ReferenceCountUtil.release(message);
        }
    }

    private void onWebSocketFrame(final ChannelHandlerContext ctx, final WebSocketFrame in) {
        try {
            if (!session().isInputOver()) {
                onFrame(ctx, in);
                outbox().relieve();
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
            received();
            control(FIN_PONG, in.content());
        } else if (in instanceof PongWebSocketFrame) {
            received();
        } else if (in instanceof CloseWebSocketFrame) {
            inputEnded();
        }
    }

    private void received() {
        session().received();
        if (isFragmented) {
            arriving.partial(heldBytes);
        } else {
            arriving.whole();
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
            session().refuse(Transport.SOCKET, refusal.of(ErrorCode.BAD_JSON, null, "a binary message: send text"));
        } else {
            adapter.onFrame(session(), view(buffer, from, length), 0, length);
        }
    }

    private void tooLarge() {
        releaseHeld();
        session().refuse(Transport.SOCKET, refusal.of(ErrorCode.TOO_LARGE, null, "longer than " + maxFrameBytes + " bytes"));
    }

    private void releaseHeld() {
        if (held != null) {
            held.release();
            held = null;
        }
    }

    /** Handles bytes that are a frame of more than the allowed size, or no frame. */
    @Override
    public void exceptionCaught(final ChannelHandlerContext ctx, final Throwable cause) {
        if (!(cause instanceof CorruptedWebSocketFrameException corrupted)) {
            super.exceptionCaught(ctx, cause);
        } else if (!session().isInputOver()) {
            if (corrupted.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)) {
                tooLarge();
            } else {
                session().abort("not a WebSocket frame: " + corrupted.getMessage());
            }
        }
    }

    /** Writes a control frame: unmasked, unfragmented, up to 125 bytes (RFC 6455, section 5.5). */
    private void control(final int first, final ByteBuf payload) {
        final int length = payload.readableBytes();
        final ByteBuf out = writer().room(length + Framing.OVERHEAD_BYTES);
        if (out != null) {
            out.writeByte(first).writeByte(length).writeBytes(payload, payload.readerIndex(), length);
            writer().added(length + 2);
        }
    }

    @Override
    void farewell(final String reason) {
        final byte[] text = reason.getBytes(StandardCharsets.US_ASCII);
        control(FIN_CLOSE, Unpooled.buffer(2 + text.length).writeShort(status(reason)).writeBytes(text));
    }

    private static int status(final String reason) {
        final WebSocketCloseStatus status;
        if (reason.isEmpty() || reason.equals(DisconnectReason.UNREGISTERED.wireName())) {
            status = WebSocketCloseStatus.NORMAL_CLOSURE;
        } else if (reason.equals(DisconnectReason.SHUTTING_DOWN.wireName())) {
            status = WebSocketCloseStatus.ENDPOINT_UNAVAILABLE;
        } else if (reason.equals(ErrorCode.TOO_LARGE.wireName())) {
            status = WebSocketCloseStatus.MESSAGE_TOO_BIG;
        } else if (reason.equals(ErrorCode.BAD_JSON.wireName())) {
            status = WebSocketCloseStatus.PROTOCOL_ERROR;
        } else {
            status = WebSocketCloseStatus.POLICY_VIOLATION;
        }
        return status.code();
    }

    @Override
    public void channelInactive(final ChannelHandlerContext ctx) {
        releaseHeld();
        super.channelInactive(ctx);
    }
}
