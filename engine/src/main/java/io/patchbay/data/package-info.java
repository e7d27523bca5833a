/**
 * The data directory: its marker, its owner, its locks.
 */
package io.patchbay.data;
