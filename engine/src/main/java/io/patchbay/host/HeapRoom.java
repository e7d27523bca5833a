package io.patchbay.host;

/**
 * Is there room in the heap for a second engine beside the first? Judged by what the state takes, not by how full the heap is:
 * that is garbage for the most part.
 */
final class HeapRoom {
    /** For an id that is remembered, in the queue and in the table. */
    private static final long ENDED_ID_BYTES = 72;
    private static final long OPEN_REQUEST_BYTES = 400;
    /** For everything else of a server. */
    private static final long RESERVE_BYTES = 64 << 20;
    private static final double USABLE = 0.85;

    private HeapRoom() {
    }

    /** About what an engine's state takes. */
    static long stateBytes(final long rememberedIds, final long openRequests, final long waitingBytes) {
        return rememberedIds * ENDED_ID_BYTES + openRequests * OPEN_REQUEST_BYTES + waitingBytes;
    }

    static boolean isEnough(final long stateBytes, final long maxHeapBytes) {
        return 2 * stateBytes + RESERVE_BYTES <= maxHeapBytes * USABLE;
    }
}
