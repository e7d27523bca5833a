package io.patchbay.gateway;

import io.patchbay.delivery.FrameHeader;
import io.patchbay.engine.input.Input;

import io.netty.channel.ChannelHandler;

import org.agrona.DirectBuffer;

import java.net.InetSocketAddress;

/**
 * A gateway whose duty cycle a fuzz target runs itself, with a clock that stands still, over a {@link FakeEngine} that checks
 * each record.
 */
final class GatewayOnThisThread {
    static final int MAX_FRAME_BYTES = 2_048;

    final GatewayAgent agent;
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
            .maxFrameBytes(MAX_FRAME_BYTES).nanoClock(() -> nowNs).conclude());
        agent.onStart();
        agent.doWork();
    }

    ChannelHandler[] tcpHandlers() {
        return agent.tcpHandlers();
    }

    ChannelHandler[] httpHandlers() {
        return agent.httpHandlers();
    }

    /** Lets time pass, so that whatever waits for it has its turn. */
    void pass(final long ms) {
        nowNs += ms * 1_000_000L;
    }

    /** One duty cycle; throws where a connection has failed or a record is malformed. */
    void turn() throws Throwable {
        agent.doWork();
        if (malformed != null) {
            final Throwable thrown = malformed;
            malformed = null;
            throw thrown;
        }
    }

    /** A frame comes by Aeron. */
    void ingress(final long session, final DirectBuffer buffer, final int offset, final int length) {
        engine.up(handler -> handler.onIngress(session, FrameHeader.templateId(buffer, offset), buffer, offset, length));
    }

    /** An Aeron session ends. */
    void ingressClosed(final long session) {
        engine.up(handler -> handler.onIngressClosed(session));
    }

    /** Forgets what was recorded. */
    void forget() {
        engine.records.clear();
        engine.calls.clear();
    }
}
