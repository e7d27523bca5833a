package io.patchbay.gateway;

/**
 * The gateway cannot run here: a port is in use, the auth file is damaged. Thrown to whoever composes the process, who prints
 * the message and ends it. The message is one line for an operator: what, where, and what to do.
 */
public final class GatewayStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * One line for an operator.
     *
     * @param message what is wrong, where, and what to do.
     */
    public GatewayStartException(final String message) {
        super(message, null, false, false);
    }
}
