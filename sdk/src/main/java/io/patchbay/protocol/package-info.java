/**
 * The words of the contract: frame and event names, reasons, error codes, limits, and the flyweights (package {@code sbe},
 * generated from {@code patchbay-frames.xml}) of every frame that goes over Aeron. No behaviour beyond parsing those words.
 */
package io.patchbay.protocol;
