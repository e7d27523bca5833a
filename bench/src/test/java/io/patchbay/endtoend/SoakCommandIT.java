package io.patchbay.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.endtoend.PatchbayProcess.Result;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code ./patchbay soak}: what it says to who asks for something that is not there. What it runs are tests of the build, with
 * larger numbers.
 */
@Timeout(60)
class SoakCommandIT {
    @ParameterizedTest
    @CsvSource({"'', what?", "burn, burn", "kill --count many, --count must be a number", "kill --seed, --seed needs a value",
        "kill --victims server;dog, dog", "kill --fast yes, --fast", "disk --count, --count needs a value",
        "simulate --seed x, --seed must be a number",
        "fuzz --hours 3, --hours"})
    void shouldSayWhatIsWrong(final String arguments, final String why) throws Exception {
        final Result result = PatchbayProcess.run(("soak " + arguments.replace(';', ',')).strip().split(" "));

        assertEquals(2, result.exit(), result::toString);
        assertTrue(result.err().contains(why), result::toString);
        assertTrue(result.err().contains("Usage: ./patchbay soak"), result::toString);
    }

    @ParameterizedTest
    @CsvSource({"--help", "kill --help"})
    void shouldHelp(final String arguments) throws Exception {
        final Result result = PatchbayProcess.run(("soak " + arguments).split(" "));

        assertEquals(0, result.exit(), result::toString);
        assertTrue(result.out().contains("--victims"), result::toString);
    }
}
