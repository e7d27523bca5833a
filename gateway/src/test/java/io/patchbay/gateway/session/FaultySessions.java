package io.patchbay.gateway.session;

import io.patchbay.gateway.json.FrameType;
import io.patchbay.protocol.EventName;

import org.agrona.DirectBuffer;

import java.util.List;

/** Creates sessions with one deliberate mistake each, which a simulation must find. */
public final class FaultySessions {
    private FaultySessions() {
    }

    /** Creates sessions that hear all events. */
    public static Sessions.Factory hearsAll() {
        return each((sessions, connection, number, name) -> new Session(sessions, connection, number, name) {
            @Override
            Interests newInterests(final List<String> listen, final boolean isService) {
                return new HearsAll(listen, isService);
            }
        });
    }

    /** Creates sessions that get no more frames once they have unregistered. */
    public static Sessions.Factory isDeafWhileDraining() {
        return each((sessions, connection, number, name) -> new Session(sessions, connection, number, name) {
            @Override
            public void unregister() {
                sessions.deregister(this);
                super.unregister();
            }
        });
    }

    /** Creates sessions that accept messages during a shutdown. */
    public static Sessions.Factory acceptsNewWork() {
        return each((sessions, connection, number, name) -> new Session(sessions, connection, number, name) {
            @Override
            boolean isNewWork(final FrameType type) {
                return false;
            }
        });
    }

    /** Creates sessions that end after a silence without a ping. */
    public static Sessions.Factory endsUnpinged() {
        return each((sessions, connection, number, name) -> new Session(sessions, connection, number, name) {
            @Override
            boolean isPingedOut(final int unanswered) {
                return true;
            }
        });
    }

    private static Sessions.Factory each(final SessionFactory faulty) {
        return (context, aeron, engine, allocator, nowMs) -> new Sessions(context, aeron, engine, allocator, nowMs) {
            @Override
            Session newSession(final Connection connection, final long number, final String name) {
                return faulty.newSession(this, connection, number, name);
            }
        };
    }

    /** Creates one session. */
    @FunctionalInterface
    private interface SessionFactory {
        Session newSession(Sessions sessions, Connection connection, long number, String name);
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
