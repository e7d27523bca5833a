/**
 * What can be put into the engine, one mutable carrier for each kind of journal record. A writer fills one and appends it, a
 * reader fills the same one and applies it. Buffers are views, valid only during the call; an empty one means absent.
 */
package io.patchbay.engine.input;
