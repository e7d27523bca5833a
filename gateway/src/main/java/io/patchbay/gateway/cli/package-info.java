/**
 * The commands of the launcher that run or talk to a server (contract, section 8).
 */
package io.patchbay.gateway.cli;
