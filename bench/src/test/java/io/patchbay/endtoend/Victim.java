package io.patchbay.endtoend;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * The kinds of process that can be killed, named as in {@code -Dpatchbay.victims}.
 */
enum Victim {
    SERVER, GATEWAY, ENGINE, JVM_SERVICE, NODE_SERVICE;

    String wireName() {
        return name().toLowerCase().replace('_', '-');
    }

    /** Parses a list separated by commas. An empty one means all. */
    static Set<Victim> parse(final String words) {
        final Set<Victim> victims = EnumSet.noneOf(Victim.class);
        for (final String word : words.isBlank() ? new String[0] : words.strip().split("\\s*,\\s*")) {
            victims.add(Arrays.stream(values()).filter(victim -> victim.wireName().equals(word)).findFirst().orElseThrow(() ->
                new IllegalArgumentException("no victim \"" + word + "\": give some of "
                    + Arrays.stream(values()).map(Victim::wireName).toList() + ", separated by commas")));
        }
        return victims.isEmpty() ? EnumSet.allOf(Victim.class) : victims;
    }
}
