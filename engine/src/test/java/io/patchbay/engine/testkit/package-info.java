/**
 * Tools for tests of the engine or of its hosts. Records and outputs are readable lines; rules hold for any outputs; a seeded
 * generator makes records of all kinds. Other modules use these tools from the engine's test-jar.
 */
package io.patchbay.engine.testkit;
