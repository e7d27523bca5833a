package io.patchbay.gateway.cli;

import io.patchbay.gateway.server.CpuList;

import picocli.CommandLine.Option;

import java.nio.file.Path;

/**
 * The options of server, gateway and engine alike.
 */
final class DataOptions {
    @Option(names = "--data", paramLabel = "DIR", defaultValue = "data",
        description = "Data directory: the journal and its locks. Made when it is not there. Default: ${DEFAULT-VALUE}")
    Path data;

    @Option(names = "--driver-dir", paramLabel = "DIR",
        description = "Where the process that runs the media driver makes the driver's directory, with a name of its own each "
            + "time: a local file system, best in memory. Default: /dev/shm, or DATA/aeron where that cannot be written")
    Path driverDir;

    @Option(names = "--config", paramLabel = "FILE",
        description = "Properties file with options, names without the dashes. Typed options and PATCHBAY_… variables go first")
    Path config;

    @Option(names = "--threads", paramLabel = "LAYOUT", defaultValue = "auto",
        description = "shared: media driver, gateway and engine on one thread; dedicated: one each; auto: shared up to 4 cores. "
            + "Default: ${DEFAULT-VALUE}")
    Threads threads;

    @Option(names = "--idle", paramLabel = "STRATEGY", defaultValue = "backoff",
        description = "How a thread waits while it has no work: backoff (spin, then sleep; kind to a laptop), yield, spin "
            + "(lowest latency, a core for each thread). Default: ${DEFAULT-VALUE}")
    Idle idle;

    @Option(names = "--cpus", paramLabel = "LIST", defaultValue = "", converter = CpuList.Converter.class,
        description = "Pins the threads that serve to these CPUs, for example 1 or 2,3,4, one each, in this order: the one "
            + "thread (shared); engine, gateway, media driver, as far as the process has them (dedicated). Linux. "
            + "Default: not pinned")
    CpuList cpus;

    @Option(names = "--max-frame", paramLabel = "BYTES", defaultValue = "64k", converter = ByteSize.class,
        description = "Largest frame of a client, up to 1m. All processes of one data directory need the same. "
            + "Default: ${DEFAULT-VALUE}")
    long maxFrameBytes;

    @Option(names = "--window", paramLabel = "BYTES", defaultValue = "8m", converter = ByteSize.class,
        description = "Unsent bytes of one receiver before it is dropped as slow-consumer. Default: ${DEFAULT-VALUE}")
    long windowBytes;

    @Option(names = "--window-total", paramLabel = "BYTES", defaultValue = "256m", converter = ByteSize.class,
        description = "Unsent bytes of all receivers together. Default: ${DEFAULT-VALUE}")
    long windowTotalBytes;

    @Option(names = "--drain", paramLabel = "MS", defaultValue = "5000",
        description = "Longest time for open requests to end after unregister, and at shut-down. Default: ${DEFAULT-VALUE}")
    int drainMs;

    @Option(names = "--roll-cycle", paramLabel = "CYCLE",
        description = "How often a new journal starts a new file: daily, hourly, ten-minutely, five-minutely "
            + "(secondly-for-tests: for tests). Retention removes whole files. It cannot change "
            + "later: a journal that has another one is refused. Default: as the journal has it; daily")
    String rollCycle;

    @Option(names = "--block-size", paramLabel = "BYTES", defaultValue = "64m", converter = ByteSize.class,
        description = "How much of the journal's file is mapped at once: a power of two from 8m to 1g; may differ from one start "
            + "to the next. Default: ${DEFAULT-VALUE}")
    long blockSizeBytes;

    @Option(names = "--min-free", paramLabel = "BYTES", defaultValue = "256m", converter = ByteSize.class,
        description = "Free space of the data directory's disk below which new messages are refused as overloaded, until there "
            + "is an eighth more than that again; 0 = never by this. Default: ${DEFAULT-VALUE}")
    long minFreeBytes;

    @Option(names = "--disk-reserve", paramLabel = "BYTES", defaultValue = "16m", converter = ByteSize.class,
        description = "Kept ready in the journal's file for replies, ends and lifecycle records when the disk is full, at least "
            + "8m. Default: ${DEFAULT-VALUE}")
    long reserveBytes;

    @Option(names = "--pre-touch",
        description = "Allocate the journal's pages ahead of the writer, on a thread of low priority")
    boolean preTouch;

    /** The ways to distribute agents over threads. */
    enum Threads {
        AUTO, SHARED, DEDICATED;

        private static final int SHARED_UP_TO_CORES = 4;

        boolean isShared() {
            return this == SHARED || this == AUTO && Runtime.getRuntime().availableProcessors() <= SHARED_UP_TO_CORES;
        }
    }

    /** The ways for a thread to wait while there is no work. */
    enum Idle {
        BACKOFF, YIELD, SPIN
    }
}
