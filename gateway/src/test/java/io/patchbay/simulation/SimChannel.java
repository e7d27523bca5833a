package io.patchbay.simulation;

import io.patchbay.gateway.MemoryChannel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;

/** A gateway's end of a simulated connection. It takes no more bytes than the simulated network has room for. */
final class SimChannel extends MemoryChannel {
    /** The network that takes the bytes. */
    interface Wire {
        int room();

        void take(ByteBuf bytes, int length);

        /** Called when nothing more is sent. */
        void end();
    }

    private Wire wire;

    SimChannel() {
        super(HeapAllocator.INSTANCE);
    }

    void wire(final Wire value) {
        wire = value;
    }

    /** Writes what waits, since there may be room again. */
    void writable() {
        final ChannelOutboundBuffer waiting = unsafe().outboundBuffer();
        if (waiting != null && !waiting.isEmpty()) {
            flush();
        }
    }

    @Override
    protected void doWrite(final ChannelOutboundBuffer out) {
        for (ByteBuf next = (ByteBuf)out.current(); next != null; next = (ByteBuf)out.current()) {
            final int readable = next.readableBytes();
            final int taken = Math.min(readable, wire.room());
            if (taken == 0 && readable > 0) {
                return;
            }
            wire.take(next, taken);
            if (readable == 0) {
                out.remove();
            } else {
                out.removeBytes(taken);
            }
        }
    }

    @Override
    public ChannelFuture shutdownOutput(final ChannelPromise promise) {
        wire.end();
        return super.shutdownOutput(promise);
    }

    @Override
    protected void doClose() throws Exception {
        wire.end();
        super.doClose();
    }
}
