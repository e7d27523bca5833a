package io.patchbay.bench.load;

import io.patchbay.bench.report.Result;

import java.io.IOException;

/**
 * What is measured, with a server that runs: Patchbay, or what it is compared with. Measured any number of times, then closed.
 */
public interface Subject extends AutoCloseable {
    /**
     * One measurement, with ends connected anew.
     *
     * @param bench    the command that it is done for.
     * @param settings of the load.
     * @return complete; {@code failed} counts requests that were not answered.
     * @throws IOException where files or sockets fail.
     */
    Result measure(String bench, LoadSettings settings) throws IOException;

    @Override
    void close() throws IOException;

    /**
     * Puts what all results of a round trip have.
     *
     * @param result       to be filled.
     * @param settings     of the load.
     * @param measured     the figures.
     * @param payloadBytes of a request and of a reply.
     * @return the result.
     */
    static Result fill(final Result result, final LoadSettings settings, final LoadResult measured, final int payloadBytes) {
        return result.outstanding(settings.outstanding()).targetRate(settings.rate()).latencies(measured.latencies())
            .rate(measured.ratePerSecond()).seconds(measured.seconds()).put("payload_bytes", payloadBytes)
            .put("failed", measured.failures()).put("warmup_s", Math.round(10 * measured.warmUpSeconds()) / 10.0);
    }
}
