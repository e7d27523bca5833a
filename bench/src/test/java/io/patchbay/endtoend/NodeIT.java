package io.patchbay.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.patchbay.endtoend.PatchbayProcess.Result;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;

/**
 * Runs the scripts of {@code sdk/examples/node} against a real server, then replays the journal.
 */
@Timeout(120)
class NodeIT {
    private static final Path EXAMPLES = PatchbayProcess.home().resolve("sdk/examples/node");

    @TempDir
    Path data;

    @BeforeAll
    static void needsNode() {
        final boolean found = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(folder -> new File(folder, "node").canExecute());
        if (!found) {
            System.err.println("SKIPPED: no node on PATH; install Node.js 18 or newer to run the Node end-to-end tests");
        }
        assumeTrue(found, "no node on PATH; install Node.js 18 or newer to run the Node end-to-end tests");
    }

    @ParameterizedTest
    @CsvSource({"service.js, consumer.js, tcp, tcp", "service-ws.js, consumer-ws.js, http, http",
        "service.js, consumer-ws.js, tcp, http"})
    void shouldServeNodeAndReplayWhatItDid(final String service, final String consumer, final String servicePort,
        final String consumerPort) throws Exception {
        final int count = 500;
        try (PatchbayProcess server = PatchbayProcess.server(data);
            PatchbayProcess answering = node(service, server.ready(servicePort))) {
            answering.awaitLine("registered");

            final Result asked = node(consumer, server.ready(consumerPort), Integer.toString(count)).await();

            assertEquals(0, asked.exit(), asked::toString);
            assertEquals(0, server.terminate().exit());
        }
        final Audit audit = Audit.of(data);
        audit.assertHolds(Set.of());
        assertTrue(audit.messages() >= count, "messages in the journal: " + audit.messages());
        Audit.assertVerifies(data);
    }

    private static PatchbayProcess node(final String script, final String... args) throws Exception {
        final String[] command = new String[args.length + 2];
        command[0] = "node";
        command[1] = EXAMPLES.resolve(script).toString();
        System.arraycopy(args, 0, command, 2, args.length);
        return PatchbayProcess.startProgram(command);
    }
}
