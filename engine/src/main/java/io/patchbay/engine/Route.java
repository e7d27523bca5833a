package io.patchbay.engine;

import io.patchbay.engine.hash.ByteWords;
import io.patchbay.engine.hash.Hash64;
import io.patchbay.engine.hash.Named;
import io.patchbay.engine.hash.NotHashed;
import io.patchbay.engine.hash.StateHash;
import io.patchbay.protocol.Choose;

import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;

/**
 * A method of a service: its candidates in order of registration, and the cursor of the round robin. It exists as long as it has
 * a candidate. Dropping the cursor then is safe, since it would be before all later registrations.
 */
class Route extends Named {
    final InstanceList candidates = new InstanceList();
    /** Id of the instance chosen last; 0 = none yet. */
    long cursor;
    /** Position of that instance when it was chosen. */
    @NotHashed("where to look first")
    private int cursorAt = -1;
    /** Number of candidates that had been removed by then; see {@link InstanceList#drops()}. */
    @NotHashed("where to look first")
    private int cursorDrops;
    final ServiceState service;
    /** The service's way to choose among instances. */
    @NotHashed("that of the service")
    final Choose choose;
    /** {@code service:method}, the usual form of a destination. Key of {@link RouteTable}. */
    @NotHashed("of the names")
    final byte[] path;
    @NotHashed("of the names")
    final int pathHash;
    private final long namesHash;
    @NotHashed("of fields that are hashed anew")
    private long keptHash;

    Route(final ServiceState service, final String method) {
        super(method);
        this.service = service;
        choose = service.choose;
        path = (service.name + ':' + method).getBytes(StandardCharsets.UTF_8);
        pathHash = ByteWords.hash(new UnsafeBuffer(path), path.length);
        final long hash = Hash64.next(StateHash.CURSOR, service.nameBytes, 0, service.nameBytes.capacity());
        namesHash = Hash64.next(hash, nameBytes, 0, nameBytes.capacity());
    }

    /** Returns the position of the first candidate after the cursor; the number of candidates where there is none. */
    int turn() {
        return cursorDrops == candidates.drops() ? cursorAt + 1 : candidates.firstAfter(cursor);
    }

    /** Moves the cursor to the candidate at a position. Does not read the candidate, which may not be in cache. */
    void moveCursor(final StateHash hash, final int at) {
        cursor = candidates.id(at);
        cursorAt = at;
        cursorDrops = candidates.drops();
        final long after = hash();
        hash.replace(keptHash, after);
        keptHash = after;
    }

    /** Restores the cursor from a state. The position that its instance had is not known. */
    void restoreCursor(final StateHash hash, final long id) {
        cursor = id;
        cursorDrops = -1;
        keptHash = hash();
        hash.add(keptHash);
    }

    String method() {
        return nameBytes.getStringWithoutLengthUtf8(0, nameBytes.capacity());
    }

    long hash() {
        return cursor == 0 ? 0 : Hash64.mix(Hash64.next(namesHash, cursor));
    }
}
