/**
 * What a client is told without asking.
 */
package io.patchbay.sdk.event;
