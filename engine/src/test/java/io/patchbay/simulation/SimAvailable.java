package io.patchbay.simulation;

/**
 * Stands for Aeron's AvailableImageHandler, which nobody uses.
 */
public interface SimAvailable {
}
