/**
 * The settings of a gateway.
 */
package io.patchbay.gateway.config;
