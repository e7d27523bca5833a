package io.patchbay.bench.load;

import io.patchbay.bench.process.Allocation;
import io.patchbay.bench.process.ChildProcess;
import io.patchbay.bench.process.Compilation;
import io.patchbay.bench.report.Result;

/**
 * A probe of what a server's process and this one allocate in the part of a run that counts. A message is one request or one
 * reply.
 */
public class ServerProbe implements Probe {
    private final ChildProcess server;
    private long serverBytes;
    private long clientBytes;

    /**
     * Creates a probe for one run.
     *
     * @param server the process that answers how much it has allocated, or null if there is none.
     */
    public ServerProbe(final ChildProcess server) {
        this.server = server;
    }

    @Override
    public void begin() {
        serverBytes = server == null ? 0 : server.allocatedBytes();
        clientBytes = Allocation.ofAllThreads();
    }

    @Override
    public void end() {
        clientBytes = Allocation.ofAllThreads() - clientBytes;
        serverBytes = server == null ? 0 : server.allocatedBytes() - serverBytes;
    }

    @Override
    public long compiledMs() {
        return Compilation.ofThisJvmMs() + (server == null ? 0 : server.compiledMs());
    }

    /**
     * Adds the readings to a result.
     *
     * @param result   gets the readings.
     * @param messages number of messages that were exchanged between the readings.
     */
    public void fill(final Result result, final long messages) {
        if (messages > 0) {
            if (server != null) {
                result.allocBytesPerMessage((double)serverBytes / messages);
            }
            result.put("client_alloc_bytes_per_message", Math.round(1_000.0 * clientBytes / messages) / 1_000.0);
        }
    }
}
