package io.patchbay.gateway.socket;

import io.patchbay.gateway.session.HeldInput;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * Counts the bytes that have come to an HTTP or WebSocket connection since its last complete request or message. The codecs
 * behind this handler hold that many bytes. One per connection, on the agent's thread.
 */
public final class ArrivingBytes extends ChannelInboundHandlerAdapter implements HeldInput.Holder {
    private final HeldInput held;
    private ChannelHandlerContext context;
    private int bytes;
    private boolean isHolding;
    private boolean isDiscarding;

    public ArrivingBytes(final HeldInput held) {
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

    /** Releases all input that comes from now on, since the connection only waits for its end. */
    public void discard() {
        isDiscarding = true;
        whole();
    }

    /** Returns the number of bytes of a request or message that is not complete. */
    public int bytes() {
        return bytes;
    }

    /** Notes that a request or message is complete. */
    public void whole() {
        bytes = 0;
        if (isHolding) {
            isHolding = false;
            held.release(this);
        }
    }

    /**
     * Sets the number of bytes held for a message that is not complete. Control frames between its fragments are no longer
     * counted.
     */
    void partial(final int heldBytes) {
        bytes = heldBytes;
    }

    @Override
    public void evict() {
        context.close();
    }

    @Override
    public void channelInactive(final ChannelHandlerContext ctx) {
        whole();
        ctx.fireChannelInactive();
    }
}
