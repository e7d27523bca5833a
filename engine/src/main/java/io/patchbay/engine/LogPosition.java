package io.patchbay.engine;

/**
 * The position of the fold: the index of the last record applied, or being applied, with engine time.
 */
final class LogPosition {
    long index;
    long timeNs;

    long hash() {
        return Hash64.mix(Hash64.next(Hash64.next(StateHash.LOG_POSITION, index), timeNs));
    }
}
