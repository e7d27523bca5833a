package io.patchbay.engine;

/**
 * One method of one service: its candidates in order of registration, and the cursor of the round. It is there as long as it
 * has a candidate: a cursor that is before all later registrations says nothing.
 */
final class Route extends Named {
    final InstanceList candidates = new InstanceList();
    /** Id of the instance last chosen in turn, 0 = none yet. */
    long cursor;
    private final long namesHash;

    Route(final Service service, final String method) {
        super(method);
        final long hash = Hash64.next(StateHash.CURSOR, service.nameBytes, 0, service.nameBytes.capacity());
        namesHash = Hash64.next(hash, nameBytes, 0, nameBytes.capacity());
    }

    void moveCursor(final StateHash hash, final long id) {
        hash.remove(hash());
        cursor = id;
        hash.add(hash());
    }

    long hash() {
        return cursor == 0 ? 0 : Hash64.mix(Hash64.next(namesHash, cursor));
    }
}
