package io.patchbay.engine.state;

import io.patchbay.engine.hash.Hash64;
import io.patchbay.engine.hash.StateHash;

/**
 * The position of the fold: the index of the last record applied, or being applied, with engine time.
 */
public final class LogPosition {
    public long index;
    public long timeNs;

    public long hash() {
        return Hash64.mix(Hash64.next(Hash64.next(StateHash.LOG_POSITION, index), timeNs));
    }
}
