/**
 * Vocabulary of the wire protocol. It has the names of frames and events, reasons, error codes, limits, and checks of names and
 * versions. Package {@code sbe}, generated from {@code patchbay-frames.xml}, has the flyweights of every frame that goes over
 * Aeron.
 */
package io.patchbay.protocol;
