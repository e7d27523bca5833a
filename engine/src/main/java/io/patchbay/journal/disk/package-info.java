/**
 * Space on disk: how much is free, and files whose space is allocated before it is written.
 */
package io.patchbay.journal.disk;
