/**
 * The engine alone, with few and with very many instances and open requests.
 */
package io.patchbay.bench.scale;
