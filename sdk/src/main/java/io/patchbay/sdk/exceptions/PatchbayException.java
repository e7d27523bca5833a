package io.patchbay.sdk.exceptions;

/**
 * Base class of every failure of the SDK, whether a method throws it or a future carries it. The subclasses say what is known.
 * {@link #mayHaveActed()} says whether an instance may have acted on the message.
 */
public abstract class PatchbayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates a failure with a text for a person.
     *
     * @param message what happened, and what to do if that is known.
     */
    protected PatchbayException(final String message) {
        super(message);
    }

    /**
     * Creates a failure with a cause.
     *
     * @param message what happened.
     * @param cause   cause of the failure.
     */
    protected PatchbayException(final String message, final Throwable cause) {
        super(message, cause);
    }

    /**
     * Returns whether an instance may have received the message and acted on it.
     *
     * @return {@code false} only if it is certain that no instance did.
     */
    public abstract boolean mayHaveActed();
}
