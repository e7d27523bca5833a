/**
 * The values that callers exchange with handlers: payloads, requests, replies.
 */
package io.patchbay.sdk.message;
