/**
 * The clock that stamps records. It follows elapsed time and steers towards the wall clock.
 */
package io.patchbay.journal.clock;
