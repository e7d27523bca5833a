package io.patchbay.gateway.cli;

import io.patchbay.cli.ExitCode;
import io.patchbay.gateway.auth.AuthFile;
import io.patchbay.gateway.auth.Grants;
import io.patchbay.protocol.Names;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * {@code ./patchbay token}: generates a token and its line for the auth file. It stores neither.
 */
@Command(name = "token", mixinStandardHelpOptions = true,
    description = "Makes a token, prints it once, and the line to add to the auth file. What is not named is refused; "
        + "patterns take * wildcards.")
final class TokenCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "Principal that the token is for")
    String principal;

    @Option(names = "--register", paramLabel = "P", arity = "1..*", description = "Names it may register as")
    List<String> register = new ArrayList<>();

    @Option(names = "--call", paramLabel = "P", arity = "1..*",
        description = "service:method it may send to; a service alone = all its methods")
    List<String> call = new ArrayList<>();

    @Option(names = "--listen", paramLabel = "P", arity = "1..*", description = "Events it may hear: core events, service:event")
    List<String> listen = new ArrayList<>();

    @Option(names = "--emit", paramLabel = "P", arity = "1..*",
        description = "Events it may emit: service:event, or the event alone")
    List<String> emit = new ArrayList<>();

    @Option(names = "--broadcast", description = "It may broadcast")
    boolean broadcast;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        final SecureRandom random = new SecureRandom();
        if (!Names.isName(principal)) {
            throw new ParameterException(spec.commandLine(), "'" + principal
                + "' is not a principal: a letter, then up to 63 letters, digits, dots, underscores or dashes");
        }
        final String token = AuthFile.newToken(principal, random);
        final PrintWriter out = spec.commandLine().getOut();
        final PrintWriter err = spec.commandLine().getErr();
        err.println("The token, shown this once; give it to the client (authorize frame, or --token-file):");
        err.flush();
        out.println(token);
        out.flush();
        err.println("The line for the file that the server's --auth names:");
        err.flush();
        out.println(AuthFile.toLine(token, new Grants(register, call, listen, emit, broadcast), random));
        out.flush();
        return ExitCode.DONE;
    }
}
