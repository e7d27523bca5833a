package io.patchbay.journal;

import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.RollCycles;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How often the journal begins a new file, in words. Each word for new journals stands for a cycle whose indexes count more than
 * 1.7 million records a second for as long as the cycle is; the others are of journals that older builds have made.
 */
final class RollCycleNames {
    /** For tests of rolling; millions of records still fit into a second. */
    static final String TEST_SECONDLY = "secondly-for-tests";
    private static final Map<String, String> CHRONICLE = new LinkedHashMap<>();
    private static final Map<String, String> OLDER = new LinkedHashMap<>();

    static {
        CHRONICLE.put("daily", "XLARGE_DAILY");
        CHRONICLE.put("hourly", "LARGE_HOURLY_SPARSE");
        CHRONICLE.put("ten-minutely", "TEN_MINUTELY");
        CHRONICLE.put("five-minutely", "FIVE_MINUTELY");
        CHRONICLE.put(TEST_SECONDLY, "TEST_SECONDLY");
        OLDER.put("FAST_DAILY", "daily");
        OLDER.put("SIX_HOURLY", "six-hourly");
        OLDER.put("FOUR_HOURLY", "four-hourly");
        OLDER.put("TWO_HOURLY", "two-hourly");
        OLDER.put("FAST_HOURLY", "hourly");
        OLDER.put("HALF_HOURLY", "half-hourly");
    }

    private RollCycleNames() {
    }

    /** Returns the cycle of a new journal; throws {@link IllegalArgumentException} where the word stands for none. */
    static RollCycle parse(final String word) {
        final String name = CHRONICLE.get(word);
        if (name == null) {
            throw new IllegalArgumentException("--roll-cycle " + word + (OLDER.containsValue(word)
                ? ": only a journal that was made with it has it, its files cannot count what a fast machine writes"
                : "") + ": use one of " + String.join(", ", CHRONICLE.keySet()));
        }
        return named(name);
    }

    /** Returns whether a journal may have this word, new or not. */
    static boolean isWord(final String word) {
        return CHRONICLE.containsKey(word) || OLDER.containsValue(word);
    }

    /** Returns whether a new journal may have this word. */
    static boolean isForNew(final String word) {
        return CHRONICLE.containsKey(word);
    }

    /** Returns one of Chronicle's own cycles; throws {@link IllegalArgumentException} where there is none of that name. */
    static RollCycle named(final String chronicleName) {
        for (final RollCycle cycle : RollCycles.all()) {
            if (cycle.toString().equals(chronicleName)) {
                return cycle;
            }
        }
        throw new IllegalArgumentException("no roll cycle " + chronicleName);
    }

    /** Returns all that a journal can have, those that have a word first. */
    static List<RollCycle> all() {
        final List<RollCycle> all = new ArrayList<>();
        CHRONICLE.values().forEach(name -> all.add(named(name)));
        OLDER.keySet().forEach(name -> all.add(named(name)));
        for (final RollCycle cycle : RollCycles.all()) {
            if (!all.contains(cycle)) {
                all.add(cycle);
            }
        }
        return all;
    }

    /** Returns the word for a cycle, or Chronicle's name where there is none. */
    static String format(final RollCycle cycle) {
        for (final Map.Entry<String, String> name : CHRONICLE.entrySet()) {
            if (name.getValue().equals(cycle.toString())) {
                return name.getKey();
            }
        }
        return OLDER.getOrDefault(cycle.toString(), cycle.toString());
    }
}
