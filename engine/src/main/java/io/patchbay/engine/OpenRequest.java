package io.patchbay.engine;

/**
 * An open request as operators see it.
 *
 * @param idHi        upper half of its id.
 * @param idLo        lower half.
 * @param index       of the message.
 * @param consumer    name of the asker.
 * @param destination as the asker wrote it.
 * @param responder   where the answer goes.
 * @param instance    that has it.
 * @param deadlineNs  epoch nanoseconds.
 */
public record OpenRequest(long idHi, long idLo, long index, String consumer, String destination, String responder, long instance,
    long deadlineNs) {
}
