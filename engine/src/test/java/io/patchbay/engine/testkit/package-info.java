/**
 * Tools for tests of the engine and of whatever hosts it: records as readable lines, outputs as readable lines, rules that
 * hold for any outputs, and a seeded generator of records of all kinds. Other modules use them from the engine's test-jar.
 */
package io.patchbay.engine.testkit;
