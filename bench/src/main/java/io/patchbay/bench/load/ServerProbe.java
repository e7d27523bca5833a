package io.patchbay.bench.load;

import io.patchbay.bench.process.Allocation;
import io.patchbay.bench.process.ChildProcess;
import io.patchbay.bench.process.Compilation;
import io.patchbay.bench.report.Result;

/**
 * Reads what a server's process and this one allocate while it counts. A message is one request or one reply.
 */
public class ServerProbe implements Probe {
    private final ChildProcess server;
    private long serverBytes;
    private long clientBytes;

    /**
     * For one run.
     *
     * @param server answers how much it has allocated; null where it does not.
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
     * Fills in what was read.
     *
     * @param result   to be filled.
     * @param messages that were exchanged while it counted.
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
