package io.patchbay.gateway;

import io.patchbay.gateway.json.AeronPath;

/**
 * The Aeron side of a session: what its client needs to attach, and whether it has proven that it is the client. Nothing of it
 * is journaled.
 */
final class AeronAttachment {
    /** On this machine. */
    static final String IPC = "ipc";
    /** Over the network. */
    static final String UDP = "udp";

    private final AeronPath path;
    private final String engineChannel;
    private final long secretHi;
    private final long secretLo;
    private long ingress;
    private boolean isProven;

    /**
     * Made at registration.
     *
     * @param path          for the client.
     * @param engineChannel where the engine publishes to it.
     * @param secretHi      upper half of the secret.
     * @param secretLo      lower half of the secret.
     */
    AeronAttachment(final AeronPath path, final String engineChannel, final long secretHi, final long secretLo) {
        this.path = path;
        this.engineChannel = engineChannel;
        this.secretHi = secretHi;
        this.secretLo = secretLo;
    }

    AeronPath path() {
        return path;
    }

    String engineChannel() {
        return engineChannel;
    }

    /** In a time that does not depend on how much of it is right. One proof, one ingress session. */
    boolean prove(final long hi, final long lo, final long ingressSession) {
        if (isProven || (hi ^ secretHi | lo ^ secretLo) != 0) {
            return false;
        }
        isProven = true;
        ingress = ingressSession;
        return true;
    }

    boolean isProven() {
        return isProven;
    }

    long ingress() {
        return ingress;
    }
}
