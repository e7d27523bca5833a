package io.patchbay.simulation;

/** A connection between a client and a gateway. Both directions keep their order; each frame arrives after a random time. */
final class SimSocket {
    private static final int LATENCY_NS = 200_000;

    final Fifo<Up> up = new Fifo<>(Up::new);
    final Fifo<Down> down = new Fifo<>(Down::new);
    /** Frames that the client has sent over Aeron and the gateway has not taken. */
    final Fifo<Up> streamed = new Fifo<>(Up::new);
    /** Whether the client's end is closed or lost. Frames on the way up still arrive, unless the connection was cut. */
    boolean isClientGone;
    boolean isServerGone;
    /** Whether it was lost and not closed. */
    boolean isCut;
    ClientPart client;
    private SimClock clock;
    private SimRandom random;

    SimSocket reset(final SimClock ofMachine, final SimRandom source, final ClientPart owner) {
        clock = ofMachine;
        random = source;
        client = owner;
        up.clear();
        down.clear();
        streamed.clear();
        isClientGone = false;
        isServerGone = false;
        isCut = false;
        return this;
    }

    void sendUp(final Up frame) {
        if (!isClientGone && !isServerGone) {
            final long after = up.isEmpty() ? 0 : up.last().readyNs;
            final Up sent = up.add();
            sent.set(frame);
            sent.readyNs = Math.max(after, clock.nowNs + random.below(LATENCY_NS));
        }
    }

    void sendDown(final Down frame) {
        if (!isClientGone && !isServerGone) {
            final long after = down.isEmpty() ? 0 : down.last().readyNs;
            final Down sent = down.add();
            sent.set(frame);
            sent.readyNs = Math.max(after, clock.nowNs + random.below(LATENCY_NS));
        }
    }

    Up nextUp() {
        return up.isEmpty() || up.first().readyNs > clock.nowNs ? null : up.first();
    }

    Down nextDown() {
        return down.isEmpty() || down.first().readyNs > clock.nowNs ? null : down.first();
    }

    /** Cuts the connection. Frames on the way are lost. */
    void cut() {
        up.clear();
        down.clear();
        isClientGone = true;
        isServerGone = true;
        isCut = true;
    }
}
