package io.patchbay.gateway.session;

import io.patchbay.gateway.json.AeronPath;

/**
 * The Aeron side of a session: what its client needs to attach, and whether the client has proven its secret. It is never
 * journaled.
 */
public final class AeronAttachment {
    /** Shared memory, for a client on this machine. */
    static final String IPC = "ipc";
    /** UDP, for a client on the network. */
    public static final String UDP = "udp";

    private final AeronPath path;
    private final String engineChannel;
    private final long secretHi;
    private final long secretLo;
    private long ingress;
    private boolean isProven;

    /**
     * Creates the attachment of a session that registers.
     *
     * @param path          sent to the client.
     * @param engineChannel the channel on which the engine publishes to the client.
     * @param secretHi      upper half of the secret.
     * @param secretLo      lower half of the secret.
     */
    public AeronAttachment(final AeronPath path, final String engineChannel, final long secretHi, final long secretLo) {
        this.path = path;
        this.engineChannel = engineChannel;
        this.secretHi = secretHi;
        this.secretLo = secretLo;
    }

    public AeronPath path() {
        return path;
    }

    public String engineChannel() {
        return engineChannel;
    }

    /** Accepts the first right secret, for one ingress session. The comparison takes the same time for every wrong secret. */
    public boolean prove(final long hi, final long lo, final long ingressSession) {
        if (isProven || (hi ^ secretHi | lo ^ secretLo) != 0) {
            return false;
        }
        isProven = true;
        ingress = ingressSession;
        return true;
    }

    public boolean isProven() {
        return isProven;
    }

    public long ingress() {
        return ingress;
    }
}
