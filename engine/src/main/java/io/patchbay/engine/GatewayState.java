package io.patchbay.engine;

/**
 * A gateway that has started and is not lost.
 *
 * @param id   index of its gateway-started record.
 * @param slot that it holds.
 * @param name for a person.
 */
public record GatewayState(long id, int slot, String name) {
    long hash() {
        return Hashes.add(Hashes.add(Hashes.mix(id), slot), Hashes.text(name));
    }
}
