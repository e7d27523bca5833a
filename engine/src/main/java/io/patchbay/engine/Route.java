package io.patchbay.engine;

/**
 * One method of one service: its candidates in order of registration, and the cursor of the round. It is there as long as it
 * has a candidate: a cursor that is before all later registrations says nothing.
 */
final class Route extends Named {
    final InstanceList candidates = new InstanceList();
    /** Id of the instance last chosen in turn, 0 = none yet. */
    long cursor;
    private final Service service;

    Route(final Service service, final String method) {
        super(method);
        this.service = service;
    }

    void moveCursor(final StateHash hash, final long id) {
        hash.remove(hash());
        cursor = id;
        hash.add(hash());
    }

    long hash() {
        if (cursor == 0) {
            return 0;
        }
        long hash = Hash64.next(Hash64.next(StateHash.CURSOR, service.nameBytes, 0, service.nameBytes.capacity()), cursor);
        hash = Hash64.next(hash, nameBytes, 0, nameBytes.capacity());
        return Hash64.mix(hash);
    }
}
