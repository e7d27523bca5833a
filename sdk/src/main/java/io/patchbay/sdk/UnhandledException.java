package io.patchbay.sdk;

import io.patchbay.protocol.UnhandledReason;

/**
 * The message was not delivered or not answered: event unhandled-message, or a status that says so (contract, section 5).
 */
public final class UnhandledException extends PatchbayException {
    private static final long serialVersionUID = 1L;

    private final UnhandledReason reason;

    UnhandledException(final String destination, final UnhandledReason reason) {
        super(destination + ": " + reason);
        this.reason = reason;
    }

    /**
     * Why.
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
