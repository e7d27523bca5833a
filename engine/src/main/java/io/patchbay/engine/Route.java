package io.patchbay.engine;

import io.patchbay.protocol.Choose;

import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;

/**
 * One method of one service: its candidates in order of registration, and the cursor of the round. It is there as long as it
 * has a candidate: a cursor that is before all later registrations says nothing.
 */
final class Route extends Named {
    final InstanceList candidates = new InstanceList();
    /** Id of the instance last chosen in turn, 0 = none yet. */
    long cursor;
    /** Where that instance was when it was chosen. */
    private int cursorAt = -1;
    /** How many had left the candidates then. */
    private int cursorDrops;
    final ServiceState service;
    /** That of the service. */
    final Choose choose;
    /** service:method, as most messages spell it; its hash for {@link RouteTable}. */
    final byte[] path;
    final int pathHash;
    private final long namesHash;
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

    /** Position of the first candidate after the cursor; their number where there is none. */
    int turn() {
        return cursorDrops == candidates.drops() ? cursorAt + 1 : candidates.firstAfter(cursor);
    }

    /** To the candidate at a position. Does not look at the candidate, which may be far away in memory. */
    void moveCursor(final StateHash hash, final int at) {
        cursor = candidates.id(at);
        cursorAt = at;
        cursorDrops = candidates.drops();
        final long after = hash();
        hash.replace(keptHash, after);
        keptHash = after;
    }

    /** As it was when the state was written; where that instance stood then is not known. */
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
