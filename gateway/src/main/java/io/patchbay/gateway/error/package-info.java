/**
 * The errors of a gateway's start that its operator can mend.
 */
package io.patchbay.gateway.error;
