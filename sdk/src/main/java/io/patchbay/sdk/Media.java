package io.patchbay.sdk;

/**
 * How an instance's frames travel.
 */
public enum Media {
    /** JSON lines over a TCP socket: no native memory, any network. */
    TCP,
    /** SBE frames over shared memory; the server must be on this machine. */
    AERON_IPC,
    /** SBE frames over UDP, with a media driver on this machine. */
    AERON_UDP
}
