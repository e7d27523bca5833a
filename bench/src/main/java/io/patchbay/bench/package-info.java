/**
 * The command {@code ./patchbay bench}. Each kind of bench has a package of its own below.
 */
package io.patchbay.bench;
