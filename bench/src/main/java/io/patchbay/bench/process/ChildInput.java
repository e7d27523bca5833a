package io.patchbay.bench.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * The standard input of a process that a bench has started. Its lines ask for the bytes allocated so far, or for the time that
 * the compilers have worked. When the input ends, the process is to end.
 */
public final class ChildInput {
    /** The question for the bytes allocated, a line of its own. The answer is this word, {@code =} and the number. */
    static final String ALLOCATED = "allocated";
    /** The question for the milliseconds that the compilers have worked. */
    static final String COMPILED = "compiled";

    private volatile boolean ended;

    private ChildInput() {
    }

    /**
     * Starts a daemon thread that reads standard input and answers the questions.
     *
     * @return the input, which knows whether it has ended.
     */
    public static ChildInput watch() {
        final ChildInput input = new ChildInput();
        final Thread thread = new Thread(input::read, "child-input");
        thread.setDaemon(true);
        thread.start();
        return input;
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals(ALLOCATED)) {
                    answer(line, Allocation.ofAllThreads());
                } else if (line.equals(COMPILED)) {
                    answer(line, Compilation.ofThisJvmMs());
                }
            }
        } catch (final IOException e) {
            // An input that cannot be read counts as ended.
        }
        ended = true;
    }

    private static void answer(final String question, final long number) {
        System.out.println(question + '=' + number);
        System.out.flush();
    }

    /**
     * Returns whether the input has ended.
     *
     * @return true once it has.
     */
    public boolean isEnded() {
        return ended;
    }
}
