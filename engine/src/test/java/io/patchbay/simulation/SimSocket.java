package io.patchbay.simulation;

/** A connection between a client and a gateway: both ways in order, each as late as it likes. */
final class SimSocket {
    private static final int LATENCY_NS = 200_000;

    final Fifo<Up> up = new Fifo<>(Up::new);
    final Fifo<Down> down = new Fifo<>(Down::new);
    /** What the client has sent by Aeron and the gateway has not taken. */
    final Fifo<Up> streamed = new Fifo<>(Up::new);
    /** The client's end is closed, or lost: what is on the way up still arrives, unless it was cut. */
    boolean isClientGone;
    boolean isServerGone;
    /** It was lost, not closed. */
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

    /** It breaks: what is on the way is lost. */
    void cut() {
        up.clear();
        down.clear();
        isClientGone = true;
        isServerGone = true;
        isCut = true;
    }
}
