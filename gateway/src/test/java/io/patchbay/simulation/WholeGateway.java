package io.patchbay.simulation;

import io.patchbay.aeron.AeronLink;
import io.patchbay.delivery.gateway.GatewayLinkHandler;
import io.patchbay.engine.input.Input;
import io.patchbay.engine.input.SessionClosedInput;
import io.patchbay.engine.input.SessionOpenedInput;
import io.patchbay.gateway.GatewayAgent;
import io.patchbay.gateway.GatewayDoor;
import io.patchbay.gateway.config.GatewayContext;
import io.patchbay.protocol.Limits;
import io.patchbay.protocol.sbe.MessageHeaderDecoder;
import io.patchbay.protocol.sbe.ProveDecoder;
import io.patchbay.protocol.sbe.UpResumeDecoder;
import io.patchbay.time.RunningClock;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * A gateway for the simulation: the real agent with all its parts, over fakes of the journal, the media driver and the system
 * calls of sockets.
 */
final class WholeGateway extends GatewayPart {
    private static final int WINDOW_BYTES = 8 * 1_024;
    /** Longest time after which the gateway sees a change of the engine's heartbeat, in milliseconds. */
    private static final int LOOKS_MS = 150;
    private static final int WINDOW_TOTAL_BYTES = 12 * 1_024;

    private final GatewayAgent agent;
    private final SimPort port = new SimPort(this::pollSockets);
    private final List<SimSocket> arrivals = new ArrayList<>();
    private final List<SocketEnd> ends = new ArrayList<>();
    private final DownDecoder decoder = new DownDecoder();
    private final Down down = new Down();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final ProveDecoder prove = new ProveDecoder();
    private final GatewayParts parts;
    /** The connection whose input the gateway is handling. */
    private SocketEnd current;
    private final int engineWaitMs;
    private long beat;
    /** Last time at which this gateway could see that an engine answers. */
    private long engineLiveNs;
    /** Last time at which that was too long ago. */
    private long lateNs;
    private boolean isStopping;
    private boolean isShuttingDown;
    private boolean isStopped;

    WholeGateway(final World world, final GatewayParts parts, final int slot, final SimProcess process, final SimLink link,
        final SimJournal journal) {
        super(world, slot, process, link, journal);
        this.parts = parts;
        link.isBlindToEngine = parts.isBlindToEngine();
        engineWaitMs = 200 + world.random.below(3_000);
        engineLiveNs = world.clock.nowNs;
        agent = GatewayDoor.open(new GatewayContext()
            .tcp(port)
            .http(new InetSocketAddress("127.0.0.1", 0))
            .inputs(parts.inputs(writer))
            .slot(slot)
            .name("simulated")
            .onStarted(this::started)
            .nanoClock(new RunningClock(world.clock::nanoTime))
            .maxFrameBytes(Limits.MAX_FRAME_FLOOR_BYTES)
            .windowBytes(WINDOW_BYTES)
            .windowTotalBytes(WINDOW_TOTAL_BYTES)
            .heartbeatMs(1_000 + world.random.below(4_000))
            .engineWaitMs(engineWaitMs)
            .drainMs(world.random.below(200)), link, handler -> new Watch(parts.frames(handler)),
            new SimSocketServer(), parts.sessions());
    }

    @Override
    void start() {
        agent.onStart();
    }

    @Override
    void sharesThreadWith(final EnginePart engine) {
        agent.sharesThreadWith(new Agent() {
            @Override
            public int doWork() {
                return engine.doWork();
            }

            @Override
            public String roleName() {
                return "engine";
            }
        });
    }

    @Override
    void accept(final SimSocket socket) {
        if (isStopping) {
            socket.isServerGone = true;
        } else {
            arrivals.add(socket);
        }
    }

    @Override
    int doWork() {
        final int work;
        if (isSilentForLong()) {
            lateNs = world.clock.nowNs;
        }
        final long now = link.trueBeat();
        // The first beat after none may be the last of a dead engine, which a gateway that looks more rarely does not see.
        if (now != beat && AeronLink.isLiveBeat(now) && AeronLink.isLiveBeat(beat)) {
            engineLiveNs = world.clock.nowNs;
        }
        beat = now;
        try {
            work = agent.doWork();
        } catch (final IllegalStateException e) {
            // An error within a connection ends the agent as the cause of this exception.
            process.end();
            if (e.getCause() instanceof Error) {
                throw (Error)e.getCause();
            }
            throw e;
        }
        process.end();
        isShuttingDown = isStopping;
        if (agent.isDrained() && !isStopped) {
            agent.onClose();
            isStopped = true;
        }
        return work;
    }

    @Override
    void stop() {
        agent.beginShutdown();
        isStopping = true;
    }

    @Override
    boolean isStopped() {
        return isStopped;
    }

    /** Returns whether no engine has answered for so long that a registration may be refused for that. */
    boolean isEngineLate() {
        return isSilentForLong() || lateNs != 0 && world.clock.nowNs - lateNs <= LOOKS_MS * SimClock.MS;
    }

    /** Returns for how long no live engine was heard, for the message of a violation. */
    String describeSilence() {
        return "no engine for " + (world.clock.nowNs - engineLiveNs) / SimClock.MS + " ms, of " + engineWaitMs + " ms";
    }

    private boolean isSilentForLong() {
        return world.clock.nowNs - engineLiveNs >= (engineWaitMs - LOOKS_MS) * SimClock.MS;
    }

    /** Returns whether the gateway has seen that it is to stop. */
    boolean isShuttingDown() {
        return isShuttingDown;
    }

    @Override
    void abandon() {
        for (int i = 0; i < ends.size(); i++) {
            abandon(ends.get(i).socket);
        }
        for (int i = 0; i < arrivals.size(); i++) {
            abandon(arrivals.get(i));
        }
    }

    private static void abandon(final SimSocket socket) {
        socket.isServerGone = true;
        socket.up.clear();
    }

    // ---- sockets --------------------------------------------------------------------------------------------------------

    private int pollSockets() {
        int work = 0;
        while (!arrivals.isEmpty()) {
            final SocketEnd end = new SocketEnd(this, arrivals.remove(0));
            ends.add(end);
            end.channel.begin(parts.handlers(port.handlers.get()));
            work++;
        }
        for (int i = ends.size() - 1; i >= 0; i--) {
            current = ends.get(i);
            work += current.poll();
            if (!current.channel.isActive()) {
                ends.remove(i);
            }
        }
        current = null;
        return work;
    }

    // ---- records --------------------------------------------------------------------------------------------------------

    @Override
    void recorded(final Input in) {
        if (in instanceof SessionOpenedInput) {
            current.session = in.index;
        } else if (in instanceof SessionClosedInput closed) {
            for (int i = 0; i < ends.size(); i++) {
                if (ends.get(i).session == closed.session) {
                    ends.get(i).closed(closed);
                }
            }
        } else if (RecordCheck.isClients(in)) {
            if (current == null) {
                throw new Violation("a record " + in.kind().wireName() + " of a frame that nobody sent");
            }
            current.recorded(in);
        }
    }

    private SocketEnd ofInstance(final long instance) {
        for (int i = 0; i < ends.size(); i++) {
            if (ends.get(i).instance == instance) {
                return ends.get(i);
            }
        }
        return null;
    }

    private SocketEnd ofIngress(final long ingress) {
        for (int i = 0; i < ends.size(); i++) {
            if (ends.get(i).ingress == ingress) {
                return ends.get(i);
            }
        }
        return null;
    }

    // ---- streams --------------------------------------------------------------------------------------------------------

    /** Sees frames of the streams before the gateway does. */
    private final class Watch implements GatewayLinkHandler {
        private final GatewayLinkHandler next;

        Watch(final GatewayLinkHandler next) {
            this.next = next;
        }

        @Override
        public void onFrame(final int templateId, final DirectBuffer buffer, final int offset, final int length) {
            if (templateId == Keys.FAILURE || templateId == Keys.STATUS || templateId == Keys.DISCONNECT) {
                decoder.decode(templateId, buffer, offset, down);
                final SocketEnd end = ofInstance(down.target);
                if (end != null) {
                    end.delivered(down);
                }
            }
            next.onFrame(templateId, buffer, offset, length);
        }

        @Override
        public void onIngress(final long ingress, final int templateId, final DirectBuffer buffer, final int offset,
            final int length) {
            SocketEnd end = ofIngress(ingress);
            if (end == null && templateId == ProveDecoder.TEMPLATE_ID) {
                end = ofInstance(prove.wrapAndApplyHeader(buffer, offset, header).instance());
                if (end != null) {
                    end.ingress = ingress;
                }
            }
            if (end == null) {
                next.onIngress(ingress, templateId, buffer, offset, length);
                return;
            }
            final Fifo<Up> streamed = end.socket.streamed;
            if (streamed.isEmpty()) {
                throw new Violation("client " + end.socket.client.number + " is heard by Aeron and has sent nothing");
            }
            if (templateId != ProveDecoder.TEMPLATE_ID && templateId != UpResumeDecoder.TEMPLATE_ID) {
                end.beginStreamed(streamed.first());
            }
            streamed.removeFirst();
            current = end;
            next.onIngress(ingress, templateId, buffer, offset, length);
            current = null;
            end.endStreamed();
        }

        @Override
        public void onIngressTooLarge(final long ingress) {
            throw new Violation("no client of the simulation sends so much");
        }

        @Override
        public void onIngressClosed(final long ingress) {
            next.onIngressClosed(ingress);
        }

        @Override
        public void onDriverLost() {
            next.onDriverLost();
        }

        @Override
        public void onWrittenOff() {
            next.onWrittenOff();
        }
    }
}
