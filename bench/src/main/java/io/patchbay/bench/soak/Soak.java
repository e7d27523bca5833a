package io.patchbay.bench.soak;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/**
 * Base of each kind of soak: a picocli command whose options choose how much of a test is run. Its {@code customSynopsis} and
 * {@code description} are its part of the usage.
 */
abstract class Soak implements Callable<MavenTest> {
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]+");

    @Spec
    private CommandSpec spec;

    /**
     * Returns the test that the options ask for. Called once, after they have been parsed.
     *
     * @return the test to run.
     * @throws ParameterException if the value of an option is wrong.
     */
    @Override
    public abstract MavenTest call();

    /** Returns the value of an option, having checked that it is a whole number. */
    final String number(final String option, final String value) {
        if (!WHOLE_NUMBER.matcher(value).matches()) {
            throw wrong(option + " must be a number, not \"" + value + '"');
        }
        return value;
    }

    /** Returns the exception that ends the command with the usage and this message. */
    final ParameterException wrong(final String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
