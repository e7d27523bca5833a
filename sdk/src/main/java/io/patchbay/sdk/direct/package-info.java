/**
 * The client without allocation: one agent that a caller drives, over TCP or Aeron.
 */
package io.patchbay.sdk.direct;
