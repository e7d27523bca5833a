/**
 * Text that several modules write or read: JSON, hex, UUID, RFC 3339.
 */
package io.patchbay.text;
