/**
 * Connections by TCP or WebSocket, on Netty.
 */
package io.patchbay.gateway.socket;
