package io.patchbay.fuzz;

/**
 * What Jazzer calls: hands its inputs to the target whose class the property {@code patchbay.fuzz.target} names. Knows nothing
 * of Jazzer's API, so that the build needs Jazzer only to fuzz.
 */
public final class JazzerEntry {
    private static FuzzTarget target;

    private JazzerEntry() {
    }

    /**
     * Called once.
     *
     * @throws ReflectiveOperationException where there is no such target.
     */
    public static void fuzzerInitialize() throws ReflectiveOperationException {
        target = (FuzzTarget)Class.forName(System.getProperty("patchbay.fuzz.target")).getDeclaredConstructor().newInstance();
    }

    /**
     * Called for each input.
     *
     * @param input any bytes.
     * @throws Throwable what Jazzer then reports.
     */
    public static void fuzzerTestOneInput(final byte[] input) throws Throwable {
        target.accept(input);
    }
}
