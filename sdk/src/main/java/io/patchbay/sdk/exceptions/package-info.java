/**
 * How calls fail.
 */
package io.patchbay.sdk.exceptions;
