/**
 * Client library of Patchbay. Its API has services with methods, consumers, calls, events and listeners, over TCP with JSON
 * or over Aeron.
 */
package io.patchbay.sdk;
