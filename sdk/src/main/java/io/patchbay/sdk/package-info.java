/**
 * What the author of a service uses: a service with methods, a consumer, calls and listeners, over TCP JSON or Aeron.
 */
package io.patchbay.sdk;
