package io.patchbay.gateway.cli;

import picocli.CommandLine.Option;

/**
 * The options of server and engine: settings of the engine, which are journaled, and what an ack promises.
 */
final class EngineOptions {
    @Option(names = "--sync", paramLabel = "none|interval:MS|batch", defaultValue = "none",
        description = "What an accepted frame promises. none: survives the death of any process; interval:MS: acks once the disk "
            + "has it; batch: neither ack nor effect before. Default: ${DEFAULT-VALUE}")
    String sync;

    @Option(names = "--timeout", paramLabel = "MS", defaultValue = "30000",
        description = "Deadline of a message that names none. Default: ${DEFAULT-VALUE}")
    int timeoutMs;

    @Option(names = "--duplicate-window", paramLabel = "MS", defaultValue = "600000",
        description = "How long the id of an ended message is remembered. Default: ${DEFAULT-VALUE}")
    long duplicateWindowMs;

    @Option(names = "--max-ended-ids", paramLabel = "N", defaultValue = "4194304",
        description = "How many ended ids are remembered. Default: ${DEFAULT-VALUE}")
    int maxEndedIds;

    @Option(names = "--max-open", paramLabel = "N", defaultValue = "1048576",
        description = "Open requests in total; above it a server refuses messages as overloaded. An engine in a process of its "
            + "own has only the limits of each asker and instance. Default: ${DEFAULT-VALUE}, less with a small heap")
    long maxOpen;

    @Option(names = "--max-open-per-asker", paramLabel = "N", defaultValue = "65536",
        description = "Open requests of one asker. Default: ${DEFAULT-VALUE}")
    int maxOpenPerAsker;

    @Option(names = "--max-open-per-instance", paramLabel = "N", defaultValue = "65536",
        description = "Open requests routed to one instance. Default: ${DEFAULT-VALUE}")
    int maxOpenPerInstance;

    @Option(names = "--rejoin-grace", paramLabel = "MS", defaultValue = "10000",
        description = "How long a service that went offline because of the server (a restart, a lost gateway) is expected back, "
            + "counted from the next start of a gateway: until then messages to it wait for it. 0: they end as no-service at "
            + "once. Default: ${DEFAULT-VALUE}")
    int rejoinGraceMs;

    @Option(names = "--snapshot-every", paramLabel = "RECORDS", defaultValue = "1000000",
        description = "Write a snapshot of the state after so many records, in the background; a start then folds only what came "
            + "after. 0: not by count. Default: ${DEFAULT-VALUE}")
    long snapshotEvery;

    @Option(names = "--snapshot-age", paramLabel = "TIME", defaultValue = "1h", converter = TimeSpan.class,
        description = "Write a snapshot after so long, if there were records: 30s, 10m, 1h, 7d. 0: not by time. "
            + "Default: ${DEFAULT-VALUE}")
    long snapshotAgeMs;

    @Option(names = "--retain-bytes", paramLabel = "BYTES", defaultValue = "0", converter = ByteSize.class,
        description = "Remove the journal's oldest files as long as so much is left, for example 100g; never what the newest two "
            + "snapshots need. Default: nothing is removed")
    long retainBytes;

    @Option(names = "--retain-age", paramLabel = "TIME", defaultValue = "0", converter = TimeSpan.class,
        description = "Remove files of the journal whose records are all older than this, for example 30d; never what the newest "
            + "two snapshots need. Default: nothing is removed")
    long retainAgeMs;
}
