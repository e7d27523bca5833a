/**
 * Sessions of clients, whatever transport carries them: handshake, heartbeat, limits, journaling of their frames.
 */
package io.patchbay.gateway.session;
