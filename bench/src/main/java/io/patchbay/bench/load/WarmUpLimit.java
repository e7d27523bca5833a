package io.patchbay.bench.load;

import picocli.CommandLine.Option;

/**
 * The option for the longest warm-up, which all benches that warm up have.
 */
public final class WarmUpLimit {
    /** On two cores whose threads spin a server's compilers need about twenty seconds. */
    private static final String DEFAULT_SECONDS = "45";

    @Option(names = "--warmup-limit", paramLabel = "S", defaultValue = DEFAULT_SECONDS,
        description = "The warm-up goes on until the compilers of all JVMs are at rest, but not longer than this; 0 = no longer "
            + "than --warmup. Default: ${DEFAULT-VALUE}")
    private double seconds;

    /**
     * Returns the option's value.
     *
     * @return seconds, which may be below 0.
     */
    public double seconds() {
        return seconds;
    }
}
