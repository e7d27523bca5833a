/**
 * Hashing in the engine: primitives, hash tables whose order never shows, the state's hash.
 */
package io.patchbay.engine.hash;
