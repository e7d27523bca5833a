/**
 * Repairs a damaged journal by a copy of what is readable.
 */
package io.patchbay.journal.repair;
