/**
 * The gateway's end of the streams between an engine and a gateway.
 */
package io.patchbay.delivery.gateway;
