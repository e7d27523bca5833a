package io.patchbay.gateway.server;

import io.patchbay.cli.ExitCode;
import io.patchbay.data.DataDirectoryException;
import io.patchbay.data.JournalException;
import io.patchbay.gateway.error.ConfigurationException;
import io.patchbay.gateway.error.GatewayStartException;
import io.patchbay.host.CannotRunException;

import java.io.PrintWriter;

/**
 * Reports why a command cannot go on: one line where the operator can fix it, a stack trace only for an error of the program.
 */
public final class Failures {
    private Failures() {
    }

    /**
     * Prints the report.
     *
     * @param e   what was thrown.
     * @param err to print to.
     * @return the exit code.
     */
    public static int report(final Throwable e, final PrintWriter err) {
        if (e instanceof ConfigurationException) {
            err.println("patchbay: " + e.getMessage());
            return ExitCode.WRONG_USAGE;
        }
        if (e instanceof DataDirectoryException || e instanceof JournalException || e instanceof GatewayStartException
            || e instanceof CannotRunException) {
            err.println("patchbay: " + e.getMessage());
            return ExitCode.COULD_NOT_RUN;
        }
        if (e instanceof OutOfMemoryError) {
            err.println("patchbay: " + e.getMessage() + ": there is too little memory or room for threads; give the JVM more heap"
                + " by PATCHBAY_JAVA_OPTS=-Xmx…, and look at ulimit -v and -u and at the container's limits");
            return ExitCode.COULD_NOT_RUN;
        }
        err.println("patchbay: an error of the program; please report it with these lines:");
        e.printStackTrace(err);
        return ExitCode.COULD_NOT_RUN;
    }
}
