package io.patchbay.bench.baseline;

/**
 * The layout of the floor's frame, little endian, whose other bytes are filler. With a payload of 100 bytes it is as long as the
 * average frame of Patchbay with such a payload, names and ids included.
 */
final class FloorFrame {
    /** Offset of the receiver: {@link #TO_SERVICE} or {@link #TO_CONSUMER}. */
    static final int TO_OFFSET = 0;
    static final int TO_SERVICE = 1;
    static final int TO_CONSUMER = 2;
    /** Offset of the request's number. */
    static final int ID_OFFSET = 8;
    /** Bytes of a frame besides its payload. */
    static final int ENVELOPE_BYTES = 120;

    /** Stream from both ends to the server. */
    static final int INGRESS_STREAM = 200;
    /** Stream from the server to the service. */
    static final int SERVICE_STREAM = 1_001;
    /** Stream from the server to the consumer. */
    static final int CONSUMER_STREAM = 1_002;

    private FloorFrame() {
    }
}
