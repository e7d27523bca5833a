package io.patchbay.gateway;

import io.patchbay.aeron.FrameHeader;
import io.patchbay.engine.input.Input;
import io.patchbay.gateway.config.GatewayContext;

import io.netty.channel.ChannelHandler;
import org.agrona.DirectBuffer;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A gateway on the caller's thread, with a clock that the caller moves. Fuzz targets use it over a {@link FakeEngine} that checks
 * each record.
 */
final class GatewayOnThisThread {
    static final int MAX_FRAME_BYTES = 2_048;
    static final int WINDOW_BYTES = 16 * 1_024;
    static final int WINDOW_TOTAL_BYTES = 256 * 1_024;
    /** Most bytes for a connection whose peer never reads: its window, the output of one read, and incomplete input. */
    static final int DEAF_BYTES = WINDOW_BYTES + WINDOW_TOTAL_BYTES / 8 + 64 * 1_024;

    final GatewayAgent agent;
    private static final int DEAF_ROUNDS = 24;
    private static final int READ_BYTES = 2_048;
    private static final long FORGOTTEN_NS = TimeUnit.MINUTES.toNanos(3);

    private final WellFormed wellFormed = new WellFormed(MAX_FRAME_BYTES);
    private Throwable malformed;
    private long nowNs = 1_000_000_000L;
    final FakeEngine engine = new FakeEngine() {
        @Override
        void check(final Input in) {
            try {
                wellFormed.check(in);
            } catch (final AssertionError e) {
                malformed = e;
            }
        }
    };

    GatewayOnThisThread() {
        final InetSocketAddress free = new InetSocketAddress("127.0.0.1", 0);
        agent = new GatewayAgent(new GatewayContext().tcp(free).http(free).inputs(engine).engineLinks(engine::handler)
            .maxFrameBytes(MAX_FRAME_BYTES).windowBytes(WINDOW_BYTES).windowTotalBytes(WINDOW_TOTAL_BYTES)
            .nanoClock(() -> nowNs).conclude());
        agent.onStart();
        agent.doWork();
    }

    ChannelHandler[] tcpHandlers() {
        return agent.tcpHandlers();
    }

    ChannelHandler[] httpHandlers() {
        return agent.httpHandlers();
    }

    /** Runs one duty cycle. Throws where a connection has failed or a record is malformed. */
    void turn() throws Throwable {
        agent.doWork();
        if (malformed != null) {
            final Throwable thrown = malformed;
            malformed = null;
            throw thrown;
        }
    }

    /**
     * Repeats the input of a peer that never reads. Checks that the gateway keeps a bounded number of bytes for it and
     * disconnects it in the end.
     */
    void deafen(final LoopChannel channel, final byte[] input) throws Throwable {
        for (int round = 0; round < DEAF_ROUNDS; round++) {
            for (int from = 0; from < input.length; from += READ_BYTES) {
                channel.receiveIfWanted(input, from, Math.min(input.length, from + READ_BYTES));
                channel.runPendingTasks();
                final long usedBytes = channel.usedBytes();
                if (usedBytes > DEAF_BYTES) {
                    throw new AssertionError(usedBytes + " bytes are kept for a peer that does not read");
                }
            }
            turn();
        }
        for (int silence = 0; silence < 4; silence++) {
            nowNs += FORGOTTEN_NS;
            turn();
            channel.runPendingTasks();
        }
        if (channel.isActive()) {
            throw new AssertionError("a peer that does not read is never disconnected");
        }
        channel.finishAndReleaseAll();
        if (channel.usedBytes() != 0) {
            throw new AssertionError(channel.usedBytes() + " bytes of buffers that nobody releases");
        }
        forget();
    }

    /** Delivers a frame by Aeron. */
    void ingress(final long session, final DirectBuffer buffer, final int offset, final int length) {
        engine.up(handler -> handler.onIngress(session, FrameHeader.templateId(buffer, offset), buffer, offset, length));
    }

    /** Ends an Aeron session. */
    void ingressClosed(final long session) {
        engine.up(handler -> handler.onIngressClosed(session));
    }

    /** Returns the records. The count of earlier refusals is left out, since it depends on earlier inputs. */
    List<String> records() {
        return engine.records.stream().map(record -> record.startsWith("refused") ? record.replaceAll(" [0-9]+$", "") : record)
            .toList();
    }

    /** Moves the clock and runs a duty cycle. */
    void pass(final long ms) throws Throwable {
        nowNs += TimeUnit.MILLISECONDS.toNanos(ms);
        turn();
    }

    /** Clears records and calls, and moves the clock beyond the periods of limits. So each input finds the same state. */
    void forget() {
        nowNs += FORGOTTEN_NS;
        agent.doWork();
        engine.records.clear();
        engine.calls.clear();
    }
}
