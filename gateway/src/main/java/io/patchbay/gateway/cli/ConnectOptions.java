package io.patchbay.gateway.cli;

import io.patchbay.sdk.Client;
import io.patchbay.sdk.ClientContext;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The options with which call, services, listen and broadcast connect to a running server, as a short-lived consumer.
 */
final class ConnectOptions {
    private static final int LEAVE_MS = 1_000;

    @Option(names = "--server", paramLabel = "HOST:PORT", defaultValue = "127.0.0.1:7400",
        description = "Where the server takes TCP connections (default ${DEFAULT-VALUE})")
    String server;

    @Option(names = "--token-file", paramLabel = "FILE", description = "File whose first line is the token to authorize with")
    Path tokenFile;

    @Option(names = "--config", paramLabel = "FILE",
        description = "Properties file with options, names without the dashes. Typed options and PATCHBAY_… variables go first")
    Path config;

    @Option(names = "--as", paramLabel = "NAME", defaultValue = "terminal",
        description = "Name to register as (default ${DEFAULT-VALUE})")
    String name;

    @Spec(Spec.Target.MIXEE)
    CommandSpec spec;

    /**
     * Returns the settings of the consumer. Wrong values are wrong usage.
     *
     * @return settings to be completed and connected.
     * @throws UnreachableException where the token file cannot be read.
     */
    ClientContext context() throws UnreachableException {
        try {
            return Client.named(name).server(server).token(token()).drainMs(LEAVE_MS);
        } catch (final IllegalArgumentException e) {
            throw wrongUsage(e);
        }
    }

    /** Returns the exception for wrong usage. */
    ParameterException wrongUsage(final IllegalArgumentException e) {
        return new ParameterException(spec.commandLine(), e.getMessage(), e);
    }

    private String token() throws UnreachableException {
        if (tokenFile == null) {
            return null;
        }
        try {
            return Files.readString(tokenFile).lines().findFirst().orElse("").trim();
        } catch (final IOException e) {
            throw new UnreachableException(
                "cannot read the token file " + tokenFile + ": check that it exists and that you may read it");
        }
    }
}
