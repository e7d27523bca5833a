package io.patchbay.bench.baseline;

/**
 * Layout of the floor's frame, little endian; the rest of it is filler. A frame of a payload of 100 bytes is as long as the
 * average frame of Patchbay's with such a payload, names and ids included.
 */
final class FloorFrame {
    /** Who gets it: {@link #TO_SERVICE} or {@link #TO_CONSUMER}. */
    static final int TO_OFFSET = 0;
    static final int TO_SERVICE = 1;
    static final int TO_CONSUMER = 2;
    /** Number of the request. */
    static final int ID_OFFSET = 8;
    /** What a frame has besides its payload. */
    static final int ENVELOPE_BYTES = 120;

    /** Both ends to the server. */
    static final int INGRESS_STREAM = 200;
    /** Server to service. */
    static final int SERVICE_STREAM = 1_001;
    /** Server to consumer. */
    static final int CONSUMER_STREAM = 1_002;

    private FloorFrame() {
    }
}
