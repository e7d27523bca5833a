package io.patchbay.gateway.http;

import io.patchbay.gateway.session.Newcomers;
import io.patchbay.gateway.session.Readiness;
import io.patchbay.gateway.session.SessionTimers;
import io.patchbay.gateway.socket.Outbox;

import java.util.function.LongSupplier;

/**
 * The parts that all HTTP connections of one port share. They are used on the thread that serves the connections.
 *
 * @param guard     decides which requests may come.
 * @param newcomers the connections that have no session yet.
 * @param timers    of the connections.
 * @param nowMs     supplies the time of the timers.
 * @param lingerMs  how long input is discarded after an answer that closes, in milliseconds.
 * @param outbox    flushes and accounts for what is written.
 * @param readiness answers {@code /health/ready}.
 */
public record HttpPort(HttpGuard guard, Newcomers newcomers, SessionTimers timers, LongSupplier nowMs, int lingerMs,
    Outbox outbox, Readiness readiness) {
    public static final int LINE_BYTES = 4_096;
    public static final int HEADER_BYTES = 16_384;
    public static final int CHUNK_BYTES = 8_192;
}
