/**
 * Authorization: the auth file, principals with their rights, rate limits.
 */
package io.patchbay.gateway.auth;
