package io.patchbay.gateway.cli;

import io.patchbay.cli.ExitCode;
import io.patchbay.sdk.Client;
import io.patchbay.sdk.message.Payload;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.io.IOException;

/**
 * {@code ./patchbay broadcast}: sends a broadcast to every service.
 */
@Command(name = "broadcast", mixinStandardHelpOptions = true,
    description = "Broadcasts to every service instance of a running server, and to every consumer that listens for it.",
    footer = {"", "Example: ./patchbay broadcast '{\"market\":\"closing\"}'"})
final class BroadcastCommand extends TerminalCommand {
    @Parameters(index = "0", paramLabel = "JSON", description = "Payload: one JSON value, - = read it from standard input")
    String json;

    private Payload payload;

    @Override
    public Integer call() throws IOException, InterruptedException {
        payload = payload(json);
        return super.call();
    }

    @Override
    int run(final Client client) {
        final String index = await(client.broadcast(payload));
        print(isText() ? "broadcast, in the journal at " + index : "{\"index\":\"" + index + "\"}");
        return ExitCode.DONE;
    }
}
