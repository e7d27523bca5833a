package io.patchbay.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * Counts what has come to an HTTP or WebSocket connection since its last whole request or message: the codecs behind it hold
 * that much. One connection's; on the agent's thread.
 */
final class ArrivingBytes extends ChannelInboundHandlerAdapter implements HeldInput.Holder {
    private final HeldInput held;
    private ChannelHandlerContext context;
    private int bytes;
    private boolean isHolding;
    private boolean isDiscarding;

    ArrivingBytes(final HeldInput held) {
        this.held = held;
    }

    @Override
    public void handlerAdded(final ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelRead(final ChannelHandlerContext ctx, final Object message) {
        if (isDiscarding) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof ByteBuf) {
            bytes += ((ByteBuf)message).readableBytes();
        }
        ctx.fireChannelRead(message);
        if (bytes > 0) {
            isHolding = true;
            held.hold(this, bytes);
        }
    }

    /** Releases whatever comes from now on: the connection only waits for its end. */
    void discard() {
        isDiscarding = true;
        whole();
    }

    /** Returns the bytes of a request or message that is not whole. */
    int bytes() {
        return bytes;
    }

    /** A request or a message is whole. */
    void whole() {
        bytes = 0;
        if (isHolding) {
            isHolding = false;
            held.release(this);
        }
    }

    /** A message is not whole, and so many bytes of it are held; control frames between its fragments no longer count. */
    void partial(final int heldBytes) {
        bytes = heldBytes;
    }

    @Override
    public void giveUp() {
        context.close();
    }

    @Override
    public void channelInactive(final ChannelHandlerContext ctx) {
        whole();
        ctx.fireChannelInactive();
    }
}
