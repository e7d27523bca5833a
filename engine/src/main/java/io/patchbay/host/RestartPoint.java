package io.patchbay.host;

import io.patchbay.delivery.Delivery;
import io.patchbay.delivery.FrameMarks;
import io.patchbay.engine.Engine;
import io.patchbay.protocol.Indexes;
import io.patchbay.snapshot.SnapshotStore;
import io.patchbay.snapshot.StoredSnapshot;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.function.Supplier;

/**
 * The point at which a fold begins: the newest snapshot that is whole and that all live receivers are past, else the start of the
 * journal. The outputs after that point are the same in either case. Used by the {@link EngineAgent} on its thread.
 *
 * @param engine with the state at that point.
 * @param marks  of the snapshot; null at the start of the journal.
 * @param isReceived  whether all receivers that may be alive have received every frame from before that point.
 */
record RestartPoint(Engine engine, FrameMarks marks, boolean isReceived) {
    private static final Logger LOG = LoggerFactory.getLogger(RestartPoint.class);

    /**
     * Finds the restart point, after the handshake. {@code knownIndex} is the last index of the journal before the gateways were
     * asked.
     */
    static RestartPoint find(final EngineHostContext context, final Delivery delivery, final GatewayWatch watch,
        final long knownIndex) {
        final Supplier<Engine> factory = () -> context.engine().apply(delivery);
        final SnapshotStore snapshots = context.snapshots();
        if (snapshots == null) {
            return new RestartPoint(factory.get(), null, true);
        }
        final Finder finder = new Finder(factory, context.maxFrameBytes());
        if (snapshots.newest(snapshot -> snapshot.head().index() <= knownIndex && finder.reads(snapshot)
            && delivery.isFullyReceived(finder.marks, gateway -> watch.hasSlot(gateway.id(), gateway.slot()))
            && finder.loads(snapshot)) != null) {
            return new RestartPoint(finder.engine, finder.marks, true);
        }
        final long pruned = snapshots.journal().prunedBefore();
        if (pruned == 0) {
            return new RestartPoint(factory.get(), null, true);
        }
        if (snapshots.newest(snapshot -> finder.reads(snapshot) && finder.loads(snapshot)) != null) {
            LOG.warn("a receiver is missing frames from before the oldest snapshot, and the journal begins at {}: "
                + "the receiver is disconnected", Indexes.format(pruned));
            return new RestartPoint(finder.engine, finder.marks, false);
        }
        throw new CannotRunException("the journal in " + snapshots.journal().dir() + " begins at " + Indexes.format(pruned)
            + ", since retention has removed what was before, and no snapshot in " + snapshots.dir()
            + " can be used (the log says why): restore the snapshots from a copy");
    }

    boolean isSnapshot() {
        return marks != null;
    }

    /** Keeps the marks and the engine of the last snapshot that was examined. */
    private static final class Finder {
        private final Supplier<Engine> factory;
        private final int maxFrameBytes;
        private Engine engine;
        private FrameMarks marks;

        private Finder(final Supplier<Engine> factory, final int maxFrameBytes) {
            this.factory = factory;
            this.maxFrameBytes = maxFrameBytes;
        }

        private boolean reads(final StoredSnapshot snapshot) {
            marks = new FrameMarks(maxFrameBytes);
            snapshot.readMarks(marks);
            return true;
        }

        private boolean loads(final StoredSnapshot snapshot) {
            engine = factory.get();
            snapshot.readState(engine);
            return true;
        }
    }
}
