/**
 * Carriers of the engine's inputs: one mutable class for each kind of journal record. A writer fills a carrier and appends it; a
 * reader fills a carrier and applies it. Buffers are views, valid only during the call; an empty one means absent.
 */
package io.patchbay.engine.input;
