package io.patchbay.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.patchbay.sdk.direct.DirectContext;
import io.patchbay.sdk.exceptions.NoConnectionException;
import io.patchbay.sdk.message.Payload;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Tests that only Aeron needs a flag of the JVM: runs the tests of services, payloads and the client over TCP in a JVM that is
 * started without any.
 */
@Timeout(120)
class WithoutFlagsTest {
    private static final List<Class<?>> NEED_NO_FLAG = List.of(ServiceTest.class, ClientOverTcpTest.class, Refusal.class);

    @TempDir
    private Path folder;

    @Test
    void shouldNeedNoFlagButForAeron() throws Exception {
        final Path output = folder.resolve("output");
        final Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), Program.class.getName())
            .redirectErrorStream(true).redirectOutput(output.toFile()).start();

        final boolean hasEnded;
        try {
            hasEnded = process.waitFor(100, TimeUnit.SECONDS);
        } finally {
            process.destroyForcibly();
        }

        assertTrue(hasEnded, () -> "no end: " + text(output));
        assertEquals(0, process.exitValue(), () -> text(output));
        assertTrue(text(output).contains("passed "), () -> text(output));
        // A JVM of 24 or newer warns in these words about libraries that use its internals.
        assertFalse(text(output).contains("restricted method") || text(output).contains("deprecated method"), () -> text(output));
    }

    private static String text(final Path output) {
        try {
            return Files.readString(output);
        } catch (final IOException ex) {
            return ex.toString();
        }
    }

    /** The program of the JVM without flags. Exits with 1 if a test failed or was skipped. */
    static final class Program {
        private Program() {
        }

        public static void main(final String[] args) {
            final SummaryGeneratingListener listener = new SummaryGeneratingListener();
            final LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(NEED_NO_FLAG.stream().map(testClass -> selectClass(testClass)).toList()).build();

            LauncherFactory.create().execute(request, listener);

            listener.getSummary().printFailuresTo(new PrintWriter(System.err, true), 10);
            final long passed = listener.getSummary().getTestsSucceededCount();
            System.out.println("passed " + passed + " of " + listener.getSummary().getTestsFoundCount());
            System.exit(passed > 30 && passed == listener.getSummary().getTestsFoundCount() ? 0 : 1);
        }
    }

    /** Tests what a JVM without flags says of Aeron, and that payloads can be used there. */
    @Timeout(60)
    static final class Refusal {
        private static final String FLAG = "--add-opens java.base/jdk.internal.misc=ALL-UNNAMED";

        @Test
        void shouldNameTheFlagThatAeronNeeds() {
            assumeFalse(Object.class.getModule().isExported("jdk.internal.misc", Refusal.class.getModule()), "the flag is set");
            for (final ClientContext context : List.of(Client.named("web").aeronIpc(),
                Client.named("web").aeronUdp("127.0.0.1:9000"))) {
                assertNamesFlag(assertThrows(NoConnectionException.class, context::connect));
                assertNamesFlag(assertThrows(NoConnectionException.class, context::start));
            }
            final DirectContext direct = new DirectContext().name("web").aeronIpc();

            assertNamesFlag(assertThrows(NoConnectionException.class, direct::conclude));
        }

        private static void assertNamesFlag(final NoConnectionException failure) {
            assertTrue(failure.getMessage().contains(FLAG), failure.getMessage());
        }

        @Test
        void shouldHandOutTheBytesOfPayloads() {
            final Payload payload = Payload.json("[1,\"é\"]");

            assertEquals(payload, Payload.received(payload.buffer(), payload.encoding()));
            assertEquals(2, Payload.binary(new byte[] {1, 2}).buffer().getByte(1));
        }
    }
}
