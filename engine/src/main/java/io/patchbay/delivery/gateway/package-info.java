/**
 * The end of a gateway's delivery streams that lies in the gateway.
 */
package io.patchbay.delivery.gateway;
