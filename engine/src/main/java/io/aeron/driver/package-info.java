/**
 * Reaches a setting of Aeron's driver that Aeron opens to its own package only.
 */
package io.aeron.driver;
