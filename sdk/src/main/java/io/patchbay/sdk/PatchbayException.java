package io.patchbay.sdk;

/**
 * What every failure of the SDK is, thrown by a method or carried by a future. The subtypes say what is known: whether anybody
 * may have acted on the message is a matter of type, never of guessing.
 */
public abstract class PatchbayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * With a text for a person.
     *
     * @param message what happened, and what to do where that is known.
     */
    protected PatchbayException(final String message) {
        super(message);
    }

    /**
     * With a cause.
     *
     * @param message what happened.
     * @param cause   of it.
     */
    protected PatchbayException(final String message, final Throwable cause) {
        super(message, cause);
    }

    /**
     * May an instance have seen the message and acted on it?
     *
     * @return false only where it is certain that nobody did.
     */
    public abstract boolean mayHaveActed();
}
