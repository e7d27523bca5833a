package io.patchbay.gateway;

/**
 * A setting is wrong: thrown by {@link GatewayContext#conclude()} to whoever composes the process, who prints the message and
 * ends it as wrongly used. The message is one line for an operator: what is wrong, and what to do.
 */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * One line for an operator.
     *
     * @param message what is wrong, and what to do.
     */
    public ConfigurationException(final String message) {
        super(message, null, false, false);
    }
}
