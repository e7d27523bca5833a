package io.patchbay.replay;

/**
 * A request that has been routed and has not ended.
 */
final class OpenRequest {
    final long index;
    final long idHi;
    final long idLo;
    final String consumer;
    final String destination;
    final long instance;
    final long deadlineNs;

    OpenRequest(final long index, final long idHi, final long idLo, final String consumer, final String destination,
        final long instance, final long deadlineNs) {
        this.index = index;
        this.idHi = idHi;
        this.idLo = idLo;
        this.consumer = consumer;
        this.destination = destination;
        this.instance = instance;
        this.deadlineNs = deadlineNs;
    }
}
