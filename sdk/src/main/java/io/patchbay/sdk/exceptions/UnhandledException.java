package io.patchbay.sdk.exceptions;

import io.patchbay.protocol.UnhandledReason;

/**
 * Thrown if a message was not delivered or not answered, as an {@code unhandled-message} event or a status reports it
 * (PROTOCOL.md, "What is not delivered or not answered").
 */
public final class UnhandledException extends PatchbayException {
    private static final long serialVersionUID = 1L;

    private final UnhandledReason reason;

    /**
     * Creates the exception.
     *
     * @param destination of the message.
     * @param reason      why it was not delivered or not answered.
     */
    public UnhandledException(final String destination, final UnhandledReason reason) {
        super(destination + ": " + reason);
        this.reason = reason;
    }

    /**
     * Returns the reason.
     *
     * @return the reason.
     */
    public UnhandledReason reason() {
        return reason;
    }

    @Override
    public boolean mayHaveActed() {
        return switch (reason) {
            case NO_SERVICE, NO_VERSION, NO_METHOD -> false;
            default -> true;
        };
    }
}
