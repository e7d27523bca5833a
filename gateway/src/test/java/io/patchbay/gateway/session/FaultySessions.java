package io.patchbay.gateway.session;

import io.patchbay.gateway.config.GatewayContext;
import io.patchbay.gateway.json.FrameType;
import io.patchbay.protocol.EventName;

import io.netty.buffer.ByteBufAllocator;
import org.agrona.DirectBuffer;

import java.util.List;

/** Creates sessions with one deliberate mistake each, which a simulation must find. */
public final class FaultySessions {
    private FaultySessions() {
    }

    /**
     * Creates sessions that hear all events.
     *
     * @param context   of the gateway.
     * @param aeron     of the gateway.
     * @param engine    of the gateway.
     * @param allocator of buffers.
     * @param nowMs     the time.
     * @return the sessions.
     */
    public static Sessions hearsAll(final GatewayContext context, final AeronInstances aeron, final EngineWatch engine,
        final ByteBufAllocator allocator, final long nowMs) {
        return new Sessions(context, aeron, engine, allocator, nowMs) {
            @Override
            Session newSession(final Connection connection, final long number, final String name) {
                return new Session(this, connection, number, name) {
                    @Override
                    Interests newInterests(final List<String> listen, final boolean isService) {
                        return new HearsAll(listen, isService);
                    }
                };
            }
        };
    }

    /**
     * Creates sessions that get no more frames once they have unregistered.
     *
     * @param context   of the gateway.
     * @param aeron     of the gateway.
     * @param engine    of the gateway.
     * @param allocator of buffers.
     * @param nowMs     the time.
     * @return the sessions.
     */
    public static Sessions isDeafWhileDraining(final GatewayContext context, final AeronInstances aeron, final EngineWatch engine,
        final ByteBufAllocator allocator, final long nowMs) {
        return new Sessions(context, aeron, engine, allocator, nowMs) {
            @Override
            Session newSession(final Connection connection, final long number, final String name) {
                return new Session(this, connection, number, name) {
                    @Override
                    public void unregister() {
                        deregister(this);
                        super.unregister();
                    }
                };
            }
        };
    }

    /**
     * Creates sessions that accept messages during a shutdown.
     *
     * @param context   of the gateway.
     * @param aeron     of the gateway.
     * @param engine    of the gateway.
     * @param allocator of buffers.
     * @param nowMs     the time.
     * @return the sessions.
     */
    public static Sessions acceptsNewWork(final GatewayContext context, final AeronInstances aeron, final EngineWatch engine,
        final ByteBufAllocator allocator, final long nowMs) {
        return new Sessions(context, aeron, engine, allocator, nowMs) {
            @Override
            Session newSession(final Connection connection, final long number, final String name) {
                return new Session(this, connection, number, name) {
                    @Override
                    boolean isNewWork(final FrameType type) {
                        return false;
                    }
                };
            }
        };
    }

    /**
     * Creates sessions that end after a silence without a ping.
     *
     * @param context   of the gateway.
     * @param aeron     of the gateway.
     * @param engine    of the gateway.
     * @param allocator of buffers.
     * @param nowMs     the time.
     * @return the sessions.
     */
    public static Sessions endsUnpinged(final GatewayContext context, final AeronInstances aeron, final EngineWatch engine,
        final ByteBufAllocator allocator, final long nowMs) {
        return new Sessions(context, aeron, engine, allocator, nowMs) {
            @Override
            Session newSession(final Connection connection, final long number, final String name) {
                return new Session(this, connection, number, name) {
                    @Override
                    boolean isPingedOut(final int unanswered) {
                        return true;
                    }
                };
            }
        };
    }

    private static final class HearsAll extends Interests {
        HearsAll(final List<String> listen, final boolean isService) {
            super(listen, isService);
        }

        @Override
        boolean hears(final EventName event) {
            return true;
        }

        @Override
        boolean hears(final DirectBuffer service, final DirectBuffer event) {
            return true;
        }
    }
}
