package net.openhft.chronicle.queue.impl.single;

import net.openhft.chronicle.queue.impl.TableStore;
import net.openhft.chronicle.wire.WireType;

import java.io.File;
import java.util.function.Function;

/**
 * A builder of queues whose write lock is the caller's. In Chronicle's package because the one method that makes the lock is
 * visible only there, and the queue uses the lock as soon as it is constructed.
 */
public final class QueueBuilderWithLock extends SingleChronicleQueueBuilder {
    private final transient Function<TableStore<?>, WriteLock> lock;

    /**
     * Prepares a queue for reading and writing.
     *
     * @param dir  of the queue.
     * @param lock makes the write lock, given the queue's table; called once, by {@link #build()}.
     */
    public QueueBuilderWithLock(final File dir, final Function<TableStore<?>, WriteLock> lock) {
        this.lock = lock;
        path(dir);
        wireType(WireType.BINARY_LIGHT);
    }

    @Override
    WriteLock writeLock() {
        return lock.apply(metaStore());
    }
}
