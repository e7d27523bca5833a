package io.patchbay.bench.load;

import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import java.util.ArrayList;
import java.util.List;

/**
 * Options of the benches that put load on a server.
 */
public final class LoadOptions {
    private static final int MIN_PAYLOAD_BYTES = 60;
    private static final int MAX_PAYLOAD_BYTES = 60_000;

    @Option(names = "--outstanding", split = ",", paramLabel = "N", defaultValue = "1,64",
        description = "Requests under way at once in a closed loop, 1 to 60000; several values are measured in turn. "
            + "Default: ${DEFAULT-VALUE}")
    private List<Integer> outstanding = new ArrayList<>();

    @Option(names = "--rate", split = ",", paramLabel = "R",
        description = "Requests a second on a schedule, instead of a closed loop; several values are measured in turn")
    private List<Integer> rates = new ArrayList<>();

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "10", description = "Measured time. Default: ${DEFAULT-VALUE}")
    private double seconds;

    @Option(names = "--warmup", paramLabel = "S", defaultValue = "5",
        description = "Shortest time before it counts, for each measurement. Default: ${DEFAULT-VALUE}")
    private double warmUpSeconds;

    @Mixin
    private WarmUpLimit warmUpLimit;

    @Option(names = "--payload", paramLabel = "BYTES", defaultValue = "100",
        description = "Bytes of the payload of a request and of a reply, 60 to 60000. Default: ${DEFAULT-VALUE}")
    private int payloadBytes;

    /**
     * Returns the settings of the measurements that the options ask for.
     *
     * @param line the command, for the exception.
     * @return the settings, in the order in which they are measured.
     * @throws ParameterException if a value is out of its range, or options contradict each other.
     */
    public List<LoadSettings> settings(final CommandLine line) {
        require(line, seconds > 0 && warmUpSeconds >= 0 && warmUpLimit.seconds() >= 0,
            "--seconds must be above 0, --warmup and --warmup-limit not below");
        require(line, payloadBytes >= MIN_PAYLOAD_BYTES && payloadBytes <= MAX_PAYLOAD_BYTES,
            "--payload must be from 60 to 60000");
        final List<LoadSettings> all = new ArrayList<>();
        for (final int n : rates.isEmpty() ? outstanding : List.<Integer>of()) {
            require(line, n >= 1 && n <= LoadSettings.MAX_OUTSTANDING, "--outstanding must be from 1 to 60000");
            all.add(new LoadSettings(n, 0, warmUpSeconds, warmUpLimit.seconds(), seconds));
        }
        for (final int rate : rates) {
            require(line, rate >= 1, "--rate must be 1 or more");
            all.add(new LoadSettings(0, rate, warmUpSeconds, warmUpLimit.seconds(), seconds));
        }
        return all;
    }

    /**
     * Returns the length of the payload of a request and of a reply.
     *
     * @return bytes.
     */
    public int payloadBytes() {
        return payloadBytes;
    }

    private static void require(final CommandLine line, final boolean holds, final String otherwise) {
        if (!holds) {
            throw new ParameterException(line, otherwise);
        }
    }
}
