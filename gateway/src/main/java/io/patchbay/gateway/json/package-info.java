/**
 * Translates the JSON frames of sockets, which PROTOCOL.md describes.
 * {@link io.patchbay.gateway.json.FrameScanner} reads what clients send, strictly and in place.
 * {@link io.patchbay.gateway.json.FrameEncoder} writes what the server sends. Both know nothing of sockets, sessions or the
 * journal, and allocate nothing for a message, a reply or an event.
 */
package io.patchbay.gateway.json;
