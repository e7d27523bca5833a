package io.patchbay.bench.load;

import io.patchbay.bench.report.Result;

import java.io.IOException;

/**
 * A running server that is measured: Patchbay, or what it is compared with. It is measured any number of times, then closed.
 */
public interface Subject extends AutoCloseable {
    /**
     * Makes one measurement, over new connections.
     *
     * @param bench    name of the command, for the result.
     * @param settings of the load.
     * @return the complete result, in which {@code failed} counts requests that were not answered.
     * @throws IOException if files or sockets fail.
     */
    Result measure(String bench, LoadSettings settings) throws IOException;

    @Override
    void close() throws IOException;

    /**
     * Sets the fields that all results of a round trip have.
     *
     * @param result       gets the fields.
     * @param settings     of the load.
     * @param measured     the figures.
     * @param payloadBytes length of the payload of a request and of a reply.
     * @return the result.
     */
    static Result fill(final Result result, final LoadSettings settings, final LoadResult measured, final int payloadBytes) {
        return result.outstanding(settings.outstanding()).targetRate(settings.rate()).latencies(measured.latencies())
            .rate(measured.ratePerSecond()).seconds(measured.seconds()).put("payload_bytes", payloadBytes)
            .put("failed", measured.failures()).put("warmup_s", Math.round(10 * measured.warmUpSeconds()) / 10.0);
    }
}
