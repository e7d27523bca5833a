package io.patchbay.aeron;

/**
 * The lock that the process with the media driver holds. {@link AeronLink} asks for it on its agent's thread.
 */
@FunctionalInterface
public interface DriverLock {
    /**
     * Takes the lock if it is free.
     *
     * @return the lock, which {@code close()} releases; null if another process holds it.
     */
    AutoCloseable tryLock();
}
