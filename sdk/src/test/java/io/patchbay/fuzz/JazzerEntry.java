package io.patchbay.fuzz;

/**
 * The entry point for Jazzer. It passes inputs to the target whose class the property {@code patchbay.fuzz.target} names. It does
 * not use Jazzer's API, so that the build needs Jazzer only for fuzzing.
 */
public final class JazzerEntry {
    private static FuzzTarget target;

    private JazzerEntry() {
    }

    /**
     * Creates the target. Jazzer calls this once.
     *
     * @throws ReflectiveOperationException if there is no such target.
     */
    public static void fuzzerInitialize() throws ReflectiveOperationException {
        target = (FuzzTarget)Class.forName(System.getProperty("patchbay.fuzz.target")).getDeclaredConstructor().newInstance();
    }

    /**
     * Passes an input to the target. Jazzer calls this for each input.
     *
     * @param input any bytes.
     * @throws Throwable a finding, which Jazzer then reports.
     */
    public static void fuzzerTestOneInput(final byte[] input) throws Throwable {
        target.accept(input);
    }
}
