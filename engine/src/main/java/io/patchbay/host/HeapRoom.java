package io.patchbay.host;

/**
 * Estimates whether the heap has room for a second engine beside the first. The estimate uses the size of the state and not the
 * use of the heap, most of which is garbage.
 */
final class HeapRoom {
    /** Heap that a remembered id takes, in the queue and in the table. */
    private static final long ENDED_ID_BYTES = 72;
    private static final long OPEN_REQUEST_BYTES = 400;
    /** Heap for everything else in a server. */
    private static final long RESERVE_BYTES = 64 << 20;
    private static final double USABLE = 0.85;

    private HeapRoom() {
    }

    /** Returns about how many bytes an engine's state takes. */
    static long stateBytes(final long rememberedIds, final long openRequests, final long waitingBytes) {
        return rememberedIds * ENDED_ID_BYTES + openRequests * OPEN_REQUEST_BYTES + waitingBytes;
    }

    static boolean isEnough(final long stateBytes, final long maxHeapBytes) {
        return 2 * stateBytes + RESERVE_BYTES <= maxHeapBytes * USABLE;
    }
}
