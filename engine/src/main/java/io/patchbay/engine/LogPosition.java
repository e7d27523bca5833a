package io.patchbay.engine;

/**
 * Where the fold is: the last record applied, or being applied, and engine time.
 */
final class LogPosition {
    long index;
    long timeNs;

    long hash() {
        return Hash64.mix(Hash64.next(Hash64.next(StateHash.MOMENT, index), timeNs));
    }
}
