package io.patchbay.journal.file;

import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.RollCycles;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The names of roll cycles, which determine how often the journal begins a new file. Each name for new journals stands for a
 * cycle whose indexes can count more than 1.7 million records a second all the time. The other names are for journals made by
 * older builds.
 */
public final class RollCycleNames {
    /** Name for tests of rolling; millions of records still fit into a second. */
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

    /** Returns the roll cycle of a new journal; throws {@link IllegalArgumentException} if there is none of that name. */
    public static RollCycle parse(final String word) {
        final String name = CHRONICLE.get(word);
        if (name == null) {
            throw new IllegalArgumentException("--roll-cycle " + word + (OLDER.containsValue(word)
                ? ": only a journal that was made with it has it, its files cannot count what a fast machine writes"
                : "") + ": use one of " + String.join(", ", CHRONICLE.keySet()));
        }
        return named(name);
    }

    /** Returns whether a journal, new or not, may have a roll cycle of this name. */
    public static boolean isWord(final String word) {
        return CHRONICLE.containsKey(word) || OLDER.containsValue(word);
    }

    /** Returns whether a new journal may have a roll cycle of this name. */
    public static boolean isForNew(final String word) {
        return CHRONICLE.containsKey(word);
    }

    /** Returns the roll cycle with a name of Chronicle's own; throws {@link IllegalArgumentException} if there is none. */
    public static RollCycle named(final String chronicleName) {
        for (final RollCycle cycle : RollCycles.all()) {
            if (cycle.toString().equals(chronicleName)) {
                return cycle;
            }
        }
        throw new IllegalArgumentException("no roll cycle " + chronicleName);
    }

    /** Returns all roll cycles that a journal can have, those with a name here first. */
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

    /** Returns the name of a roll cycle, or Chronicle's own if there is none here. */
    public static String format(final RollCycle cycle) {
        for (final Map.Entry<String, String> name : CHRONICLE.entrySet()) {
            if (name.getValue().equals(cycle.toString())) {
                return name.getKey();
            }
        }
        return OLDER.getOrDefault(cycle.toString(), cycle.toString());
    }
}
