package io.patchbay.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Counts what has come to an HTTP or WebSocket connection since its last whole request or message: the codecs behind it hold
 * that much. One connection's; on the agent's thread.
 */
final class ArrivingBytes extends ChannelInboundHandlerAdapter implements HeldInput.Holder {
    private final HeldInput held;
    private ChannelHandlerContext context;
    private int bytes;
    private boolean isHolding;

    ArrivingBytes(final HeldInput held) {
        this.held = held;
    }

    @Override
    public void handlerAdded(final ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelRead(final ChannelHandlerContext ctx, final Object message) {
        if (message instanceof ByteBuf) {
            bytes += ((ByteBuf)message).readableBytes();
        }
        ctx.fireChannelRead(message);
        if (bytes > 0) {
            isHolding = true;
            held.hold(this, bytes);
        }
    }

    /** A request or a message is whole. */
    void whole() {
        bytes = 0;
        if (isHolding) {
            isHolding = false;
            held.release(this);
        }
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
