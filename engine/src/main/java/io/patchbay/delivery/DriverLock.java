package io.patchbay.delivery;

/**
 * The lock that the process with the media driver holds. {@link AeronLink} asks for it on its agent's thread.
 */
@FunctionalInterface
public interface DriverLock {
    /**
     * Takes the lock if nobody has it.
     *
     * @return to be closed to give it back, or null where somebody else has it.
     */
    AutoCloseable tryLock();
}
