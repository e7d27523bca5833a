/**
 * The HTTP port: guards each request and answers health checks.
 */
package io.patchbay.gateway.http;
