package io.patchbay.bench.soak;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Damages the files of a journal.
 */
@Command(name = "damage", customSynopsis = "[--count N]", description = {
    "changes or cuts off bytes of a journal at N places (default 5000) and at each of its last records, then reads, opens",
    "and repairs it; and removes, exchanges, renames and empties files of a tenth as many journals"})
final class DamageSoak extends Soak {
    @Option(names = "--count")
    private String count = "5000";

    @Override
    public MavenTest call() {
        final long places = Long.parseLong(number("--count", count));
        return MavenTest.unit("engine", "JournalDamageTest,WholeJournalTest").with("patchbay.flips", count)
            .with("patchbay.worlds", Long.toString(places / 10 + 1));
    }
}
