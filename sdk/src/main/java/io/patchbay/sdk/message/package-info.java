/**
 * The values that callers and handlers exchange: payloads, requests, replies.
 */
package io.patchbay.sdk.message;
