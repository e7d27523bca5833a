package io.patchbay.bench.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * What the process that started this one says on standard input: asks for the bytes allocated so far or for the time that the
 * compilers have worked, or ends, by which it wants this process to end.
 */
public final class ChildInput {
    /** A question, a line of its own; the answer is the same with {@code =} and the number. */
    static final String ALLOCATED = "allocated";
    /** Another. */
    static final String COMPILED = "compiled";

    private volatile boolean ended;

    private ChildInput() {
    }

    /**
     * Listens, on a daemon thread that sleeps in a read.
     *
     * @return to be asked whether it has ended.
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
            // as good as its end
        }
        ended = true;
    }

    private static void answer(final String question, final long number) {
        System.out.println(question + '=' + number);
        System.out.flush();
    }

    /**
     * Has it ended?
     *
     * @return true once it has.
     */
    public boolean isEnded() {
        return ended;
    }
}
