package io.patchbay.simulation;

import io.patchbay.delivery.gateway.GatewayLinkHandler;
import io.patchbay.engine.input.Inputs;
import io.patchbay.engine.input.SessionClosedInput;
import io.patchbay.gateway.session.FaultySessions;
import io.patchbay.gateway.session.Sessions;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Deliberate faults in the gateway's classes, like those of {@link Fault} in the engine's.
 */
enum GatewayFault {
    /** The end of a session is not journaled. */
    END_NOT_JOURNALED(new GatewayParts() {
        @Override
        Inputs inputs(final Inputs journal) {
            return new ForwardingInputs(journal) {
                @Override
                public void sessionClosed(final SessionClosedInput in) {
                    // the mistake
                }
            };
        }
    }),
    /** A session that listens for any event hears all events. */
    HEARS_ALL(sessions(FaultySessions.hearsAll())),
    /** A reply is delivered to its sender. */
    REPLY_TO_ANSWERER(new GatewayParts() {
        @Override
        GatewayLinkHandler frames(final GatewayLinkHandler gateway) {
            return new RepliesToAnswerer(gateway);
        }
    }),
    /** An instance that has unregistered gets no more frames, although it drains. */
    DEAF_WHILE_DRAINING(sessions(FaultySessions.isDeafWhileDraining())),
    /** A line that arrives in pieces loses the first piece. */
    PIECE_LOST(new GatewayParts() {
        @Override
        ChannelHandler[] handlers(final ChannelHandler[] gateway) {
            final ChannelHandler[] all = new ChannelHandler[gateway.length + 1];
            all[0] = new LosesPieces();
            System.arraycopy(gateway, 0, all, 1, gateway.length);
            return all;
        }
    }),
    /** An engine that lives but is slow to answer a registration counts as away. */
    ENGINE_TAKEN_FOR_DEAD(new GatewayParts() {
        @Override
        boolean isBlindToEngine() {
            return true;
        }
    }),
    /** Messages are accepted during a shutdown. */
    NEW_WORK_IN_SHUTDOWN(sessions(FaultySessions.acceptsNewWork())),
    /** A silent session ends without having been pinged. This was a real fault, after the gateway itself had stood still. */
    ENDED_UNPINGED(sessions(FaultySessions.endsUnpinged()));

    final GatewayParts parts;

    GatewayFault(final GatewayParts parts) {
        this.parts = parts;
    }

    private static GatewayParts sessions(final Sessions.Factory factory) {
        return new GatewayParts() {
            @Override
            Sessions.Factory sessions() {
                return factory;
            }
        };
    }

    /** Drops what has arrived of a line whose end has not. */
    private static final class LosesPieces extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(final ChannelHandlerContext ctx, final Object message) {
            final ByteBuf in = (ByteBuf)message;
            int end = in.writerIndex();
            while (end > in.readerIndex() && in.getByte(end - 1) != '\n') {
                end--;
            }
            ctx.fireChannelRead(in.writerIndex(end));
        }
    }
}
