/**
 * The HTTP port: a guard for each request, answers to health checks.
 */
package io.patchbay.gateway.http;
