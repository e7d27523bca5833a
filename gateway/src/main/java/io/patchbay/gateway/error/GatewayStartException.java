package io.patchbay.gateway.error;

/**
 * Thrown where the gateway cannot start here, for example because a port is in use or the auth file is damaged. The process
 * prints the message and ends. The message is one line for an operator: what is wrong, where, and what to do.
 */
public final class GatewayStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception, without a stack trace.
     *
     * @param message one line for an operator: what is wrong, where, and what to do.
     */
    public GatewayStartException(final String message) {
        super(message, null, false, false);
    }
}
