/**
 * JSON frames of sockets: {@link io.patchbay.gateway.json.FrameScanner} reads what clients send, strictly and in place,
 * {@link io.patchbay.gateway.json.FrameEncoder} writes what the server says (contract, sections 2 to 5). Neither knows of
 * sockets, sessions or the journal, and neither allocates for a message, a reply or an event.
 */
package io.patchbay.gateway.json;
