/**
 * What Patchbay overrides of Chronicle Queue and can reach only from within its package.
 */
package net.openhft.chronicle.queue.impl.single;
