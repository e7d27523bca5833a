/**
 * Classes that do what the engine must not do, one thing each, to show that its purity test detects it.
 */
package io.patchbay.engine.impure;
