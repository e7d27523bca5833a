package io.patchbay.protocol;

/**
 * The transport of an instance's frames.
 */
public enum Media {
    /** JSON lines over a TCP socket. It needs no native memory and works over any network. */
    TCP,
    /** SBE frames over shared memory; the server must be on this machine. */
    AERON_IPC,
    /** SBE frames over UDP, with a media driver on this machine. */
    AERON_UDP
}
