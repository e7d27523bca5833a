package io.patchbay.bench;

/**
 * What one measurement of the round trip is to do.
 *
 * @param path          how frames travel.
 * @param outstanding   requests under way at once in a closed loop, 0 with a rate.
 * @param rate          requests a second on a schedule, 0 in a closed loop.
 * @param payloadBytes  of a request, and of a reply.
 * @param idling        of the bench's threads.
 * @param threads       of the bench: 1 = service and load generator share one.
 * @param warmUpSeconds before it counts.
 * @param seconds       that count.
 */
record RoundtripSettings(
    LoadPath path,
    int outstanding,
    int rate,
    int payloadBytes,
    Idling idling,
    int threads,
    double warmUpSeconds,
    double seconds) {
}
