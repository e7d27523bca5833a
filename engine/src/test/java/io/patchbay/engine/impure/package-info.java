/**
 * What the engine must not do, one class each, to show that its purity test would see it.
 */
package io.patchbay.engine.impure;
