package io.patchbay.journal;

import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.RollCycles;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How often the journal begins a new file, in words; Chronicle's own names are understood too.
 */
final class RollCycleNames {
    /** For tests of rolling; millions of records still fit into a second. */
    static final String TEST_SECONDLY = "secondly-for-tests";
    private static final Map<String, String> CHRONICLE = new LinkedHashMap<>();

    static {
        CHRONICLE.put("daily", "FAST_DAILY");
        CHRONICLE.put("six-hourly", "SIX_HOURLY");
        CHRONICLE.put("four-hourly", "FOUR_HOURLY");
        CHRONICLE.put("two-hourly", "TWO_HOURLY");
        CHRONICLE.put("hourly", "FAST_HOURLY");
        CHRONICLE.put("half-hourly", "HALF_HOURLY");
        CHRONICLE.put("ten-minutely", "TEN_MINUTELY");
        CHRONICLE.put("five-minutely", "FIVE_MINUTELY");
        CHRONICLE.put(TEST_SECONDLY, "TEST_SECONDLY");
    }

    private RollCycleNames() {
    }

    /** Throws {@link IllegalArgumentException} where there is no such cycle. */
    static RollCycle parse(final String text) {
        final String name = CHRONICLE.getOrDefault(text, text);
        for (final RollCycle cycle : RollCycles.all()) {
            if (cycle.toString().equals(name)) {
                return cycle;
            }
        }
        throw new IllegalArgumentException("--roll-cycle " + text + ": use one of " + String.join(", ", CHRONICLE.keySet()));
    }

    /** All that have a name here. */
    static List<RollCycle> all() {
        return CHRONICLE.keySet().stream().map(RollCycleNames::parse).collect(Collectors.toList());
    }

    /** In words where there are some. */
    static String format(final RollCycle cycle) {
        for (final Map.Entry<String, String> name : CHRONICLE.entrySet()) {
            if (name.getValue().equals(cycle.toString())) {
                return name.getKey();
            }
        }
        return cycle.toString();
    }
}
