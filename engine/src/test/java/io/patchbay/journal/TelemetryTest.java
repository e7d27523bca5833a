package io.patchbay.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.engine.input.TickInput;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

@Timeout(60)
class TelemetryTest {
    @TempDir
    Path dir;

    /** A main class that opens a journal and writes to it, in a process without any property set. */
    public static final class Main {
        private Main() {
        }

        public static void main(final String[] args) {
            final List<URI> connections = new CopyOnWriteArrayList<>();
            ProxySelector.setDefault(new ProxySelector() {
                @Override
                public List<Proxy> select(final URI uri) {
                    connections.add(uri);
                    return List.of(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)));
                }

                @Override
                public void connectFailed(final URI uri, final SocketAddress address, final IOException e) {
                    connections.add(uri);
                }
            });
            try (Journal journal = new Journal(new JournalContext().queueDir(Path.of(args[0])));
                JournalWriter writer = journal.newWriter()) {
                writer.tick(new TickInput());
            }
            final long strangers = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().toLowerCase(Locale.ROOT).contains("analytics")).count();
            System.exit(connections.isEmpty() && strangers == 0 ? 0 : 1);
        }
    }

    @Test
    void shouldHaveNoAnalyticsOnTheClassPath() {
        assertThrows(ClassNotFoundException.class, () -> Class.forName("net.openhft.chronicle.analytics.Analytics"));
        final String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        assertFalse(classPath.contains("chronicle-analytics"), classPath);
    }

    @Test
    void shouldConnectToNobodyAndPrintNothing() throws Exception {
        final Path out = dir.resolve("out");

        final Process process = JavaProcess.start(Main.class, out, dir.resolve("queue").toString());

        assertEquals(0, process.waitFor());
        assertEquals("", Files.readString(out));
        assertEquals("", Files.readString(Path.of(out + ".err")));
        assertTrue(Files.exists(dir.resolve("queue")));
    }
}
