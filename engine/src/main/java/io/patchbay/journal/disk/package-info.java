/**
 * Space on disk: free space, files whose space is allocated before it is written.
 */
package io.patchbay.journal.disk;
