package io.patchbay.sdk.direct;

import io.patchbay.protocol.Media;
import io.patchbay.sdk.exceptions.NoConnectionException;

import io.aeron.exceptions.DriverTimeoutException;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a client over Aeron needs and a client over TCP does not: a JVM that opens its internals to Agrona, and a running media
 * driver.
 */
final class AeronNeeds {
    private static final String OPENED_PACKAGE = "jdk.internal.misc";

    private AeronNeeds() {
    }

    /**
     * Checks that this JVM opens to Agrona's buffers what they use. Without this check the first use of a buffer would end in an
     * {@link IllegalAccessError}.
     *
     * @throws NoConnectionException if it does not; the message names the flag.
     */
    static void requireOpenJvm() {
        final Module agrona = UnsafeBuffer.class.getModule();
        if (!Object.class.getModule().isExported(OPENED_PACKAGE, agrona)) {
            throw new NoConnectionException("Aeron needs a flag of the JVM: start Java with " + flag(agrona)
                + ", or connect over TCP, which needs none", false);
        }
    }

    private static String flag(final Module agrona) {
        return "--add-opens java.base/" + OPENED_PACKAGE + "=" + (agrona.isNamed() ? agrona.getName() : "ALL-UNNAMED");
    }

    /** Returns what to do if no media driver answers in a directory. */
    static String noDriver(final Media media, final String directory, final DriverTimeoutException failure) {
        final String state = "no media driver runs there (" + failure.getMessage() + "): ";
        if (media == Media.AERON_IPC) {
            return state + "Aeron IPC needs the server's own driver, on the same machine; elsewhere use aeronUdp(…), or TCP";
        }
        return state + "start one on this machine, for example with java " + flag(UnsafeBuffer.class.getModule())
            + " -Daeron.dir=" + directory + " -cp aeron-all.jar io.aeron.driver.MediaDriver"
            + ", or name the directory of a running one by aeronDirectory(…), or use TCP";
    }
}
