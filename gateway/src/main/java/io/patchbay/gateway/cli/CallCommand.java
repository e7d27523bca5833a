package io.patchbay.gateway.cli;

import io.patchbay.cli.ExitCode;
import io.patchbay.sdk.Client;
import io.patchbay.sdk.ClientContext;
import io.patchbay.sdk.Message;
import io.patchbay.sdk.ReplyListener;
import io.patchbay.sdk.exceptions.PatchbayException;
import io.patchbay.sdk.message.Payload;
import io.patchbay.sdk.message.Reply;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/**
 * {@code ./patchbay call}: sends one request and prints the payload of each reply, byte for byte.
 */
@Command(name = "call", mixinStandardHelpOptions = true,
    description = "Sends a request to a running server and prints the payload of each reply as it came.",
    footer = {"", "Exit code 1: the answer was an error, or nobody answered; stderr says why. 3: no connection.",
        "Example: ./patchbay call pricing:quote '{\"pair\":\"EURUSD\"}'"})
final class CallCommand extends TerminalCommand {
    @Parameters(index = "0", paramLabel = "service[@version]:method", description = "Destination, for example pricing@1:quote")
    String destination;

    @Parameters(index = "1", paramLabel = "JSON", defaultValue = "null",
        description = "Payload: one JSON value, - = read it from standard input (default ${DEFAULT-VALUE})")
    String json;

    @Option(names = "--timeout", paramLabel = "MS", defaultValue = "30000",
        description = "How long the answer may take, in milliseconds (default ${DEFAULT-VALUE})")
    int timeoutMs;

    @Option(names = "--key", paramLabel = "KEY", description = "Requests with the same key go to the same instance")
    String key;

    @Option(names = "--one-way", description = "Expect no answer: print the index of its record once it is in the journal")
    boolean oneWay;

    private Payload payload;

    @Override
    public Integer call() throws IOException, InterruptedException {
        payload = payload(json);
        return super.call();
    }

    @Override
    ClientContext prepare(final ClientContext context) {
        // A bad message is wrong usage, so it is checked before there is a connection.
        Message.check(destination, key);
        return context.timeoutMs(timeoutMs);
    }

    @Override
    int run(final Client client) {
        final Message message = client.message(destination).payload(payload);
        if (key != null) {
            message.key(key);
        }
        if (oneWay) {
            print("{\"id\":\"" + message.id() + "\",\"index\":\"" + await(message.send()) + "\"}");
            return ExitCode.DONE;
        }
        final CompletableFuture<Void> end = new CompletableFuture<>();
        message.call(new ReplyListener() {
            @Override
            public void onReply(final Reply reply) {
                print(reply.payload().bytes());
                if (!reply.more()) {
                    end.complete(null);
                }
            }

            @Override
            public void onFailure(final PatchbayException failure) {
                end.completeExceptionally(failure);
            }
        });
        await(end);
        return ExitCode.DONE;
    }
}
