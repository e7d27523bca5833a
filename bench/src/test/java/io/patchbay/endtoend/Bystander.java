package io.patchbay.endtoend;

import org.HdrHistogram.Histogram;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Two well-behaved clients: a service, and a consumer that sends it one request after the other. Every request must be answered
 * within a generous time, whatever other clients do. The latencies are kept for each phase.
 */
final class Bystander {
    private static final int DEADLINE_MS = 20_000;
    private static final long PAUSE_MS = 1;

    private final Socket serving;
    private final Socket asking;
    private final AtomicLong answered = new AtomicLong();
    private volatile Histogram latency = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
    private volatile boolean isOver;
    private volatile Throwable trouble;
    private final Thread asker;

    Bystander(final int port, final String authorize) throws IOException {
        serving = connect(port);
        asking = connect(port);
        for (final Socket socket : new Socket[] {serving, asking}) {
            socket.getOutputStream().write(authorize.getBytes(StandardCharsets.UTF_8));
        }
        start("bystander service", this::serve);
        asker = start("bystander", this::ask);
    }

    private static Socket connect(final int port) throws IOException {
        final Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(DEADLINE_MS);
        return socket;
    }

    private interface Task {
        void run() throws Exception;
    }

    private Thread start(final String name, final Task task) {
        final Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (final Exception e) {
                if (!isOver) {
                    trouble = e;
                }
            }
        }, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void serve() throws Exception {
        final BufferedReader in = reader(serving);
        send(serving, "{\"type\":\"register\",\"name\":\"kind\",\"version\":\"1.0.0\",\"methods\":[\"answer\"],\"listen\":[]}");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith("{\"type\":\"message\"")) {
                send(serving, "{\"type\":\"reply\",\"id\":\"" + id(line) + "\",\"payload\":1}");
            } else if (line.startsWith("{\"type\":\"ping\"")) {
                send(serving, "{\"type\":\"pong\"}");
            }
        }
        if (!isOver) {
            throw new IOException("the bystander's service was disconnected");
        }
    }

    private void ask() throws Exception {
        final BufferedReader in = reader(asking);
        send(asking, "{\"type\":\"register\",\"name\":\"asker\",\"version\":\"1.0.0\",\"listen\":[\"service-online\"]}");
        while (!in.readLine().contains("\"registered\"")) {
            continue;
        }
        while (!isOver) {
            final String id = UUID.randomUUID().toString();
            final long start = System.nanoTime();
            send(asking, "{\"type\":\"message\",\"id\":\"" + id + "\",\"destination\":\"kind:answer\",\"responder\":\"r\","
                + "\"payload\":{\"a\":1}}");
            String line = in.readLine();
            while (line != null && !line.contains(id)) {
                if (line.startsWith("{\"type\":\"ping\"")) {
                    send(asking, "{\"type\":\"pong\"}");
                }
                line = in.readLine();
            }
            if (line == null || !line.startsWith("{\"type\":\"reply\"")) {
                // The service may not have registered yet.
                if (line == null || answered.get() > 0) {
                    throw new IOException("not answered: " + line);
                }
            } else {
                answered.incrementAndGet();
                latency.recordValue(System.nanoTime() - start);
            }
            Thread.sleep(PAUSE_MS);
        }
    }

    private static String id(final String line) {
        final int at = line.indexOf("\"id\":\"") + 6;
        return line.substring(at, at + 36);
    }

    private static BufferedReader reader(final Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static synchronized void send(final Socket socket, final String line) throws IOException {
        final OutputStream out = socket.getOutputStream();
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Returns, as text, the number of replies since the last call and their latencies. */
    String phase() {
        check();
        final Histogram past = latency;
        latency = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
        return String.format("%6d answers, p50 %8.0f us, p99 %8.0f us, max %8.0f us", past.getTotalCount(),
            past.getValueAtPercentile(50) / 1e3, past.getValueAtPercentile(99) / 1e3, past.getMaxValue() / 1e3);
    }

    /** Checks that further replies come. */
    void assertServed() throws InterruptedException {
        final long before = answered.get();
        Load.awaitTrue(() -> {
            check();
            return answered.get() >= before + 20;
        }, "answers for those who mean no harm");
    }

    private void check() {
        if (trouble != null) {
            throw new AssertionError("those who mean no harm suffer", trouble);
        }
    }

    /** Closes both clients, after checking that nothing failed. */
    void leave() throws Exception {
        isOver = true;
        asker.join(DEADLINE_MS);
        serving.close();
        asking.close();
        check();
    }
}
