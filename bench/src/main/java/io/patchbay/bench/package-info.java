/**
 * The command {@code ./patchbay bench}; each kind of bench has a package of its own below.
 */
package io.patchbay.bench;
