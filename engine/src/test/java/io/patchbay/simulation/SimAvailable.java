package io.patchbay.simulation;

/**
 * A fake of Aeron's {@code AvailableImageHandler}, which is never called.
 */
public interface SimAvailable {
}
