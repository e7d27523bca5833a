/**
 * The exit codes that the command lines of all programs share.
 */
package io.patchbay.cli;
