/**
 * The commands of the launcher for servers.
 */
package io.patchbay.gateway.cli;
