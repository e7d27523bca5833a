/**
 * What a process that serves needs of the machine: threads, cores, limits, signals.
 */
package io.patchbay.gateway.server;
