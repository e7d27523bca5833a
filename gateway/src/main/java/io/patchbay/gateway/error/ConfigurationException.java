package io.patchbay.gateway.error;

/**
 * Thrown where a setting of the gateway is wrong. The process prints the message and exits with the code for wrong usage. The
 * message is one line for an operator: what is wrong and what to do.
 */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception, without a stack trace.
     *
     * @param message one line for an operator: what is wrong and what to do.
     */
    public ConfigurationException(final String message) {
        super(message, null, false, false);
    }
}
