/**
 * Patchbay's extensions of Chronicle Queue that can be made only from within its package.
 */
package net.openhft.chronicle.queue.impl.single;
