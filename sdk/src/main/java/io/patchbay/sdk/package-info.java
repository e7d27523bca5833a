/**
 * Client library for services and consumers. Its API has services with methods, calls, events and listeners, over TCP with JSON
 * or over Aeron.
 */
package io.patchbay.sdk;
