package io.patchbay.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * A client for large numbers of frames. It sends lines as they are given. It only counts received lines, by the words that they
 * contain, or reads none at all.
 */
final class RawPeer implements AutoCloseable {
    private final Socket socket = new Socket();
    private final OutputStream out;
    private final String[] words;
    private final AtomicLong[] counts;
    private volatile String lastLine = "";
    private volatile boolean isEnded;

    /** Connects, and counts frames that contain one of the words. Without words, nothing is ever read. */
    RawPeer(final int port, final String... words) throws IOException {
        if (words.length == 0) {
            socket.setReceiveBufferSize(16 * 1_024);
        }
        socket.connect(new java.net.InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
        out = socket.getOutputStream();
        this.words = words;
        counts = new AtomicLong[words.length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new AtomicLong();
        }
        if (words.length > 0) {
            final Thread reader = new Thread(this::read, "raw peer");
            reader.setDaemon(true);
            reader.start();
        }
    }

    private void read() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lastLine = line;
                if (line.startsWith("{\"type\":\"ping\"")) {
                    sendQuietly("{\"type\":\"pong\"}\n");
                }
                for (int i = 0; i < words.length; i++) {
                    if (line.contains(words[i])) {
                        counts[i].incrementAndGet();
                    }
                }
            }
        } catch (final IOException e) {
            // The connection is lost, which `isEnded` records.
        }
        isEnded = true;
    }

    synchronized void send(final String lines) throws IOException {
        out.write(lines.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends lines, and returns whether the connection is still there. */
    boolean sendQuietly(final String lines) {
        try {
            send(lines);
            return true;
        } catch (final IOException e) {
            isEnded = true;
            return false;
        }
    }

    /** Sends bytes, and returns whether the connection is still there. */
    boolean sendQuietly(final byte[] bytes) {
        try {
            synchronized (this) {
                out.write(bytes);
            }
            return true;
        } catch (final IOException e) {
            isEnded = true;
            return false;
        }
    }

    long count(final String word) {
        for (int i = 0; i < words.length; i++) {
            if (words[i].equals(word)) {
                return counts[i].get();
            }
        }
        throw new IllegalArgumentException(word);
    }

    void await(final String word, final long wanted) throws InterruptedException {
        await(() -> count(word) >= wanted || isEnded, () -> wanted + " times " + word + ", there are " + count(word));
        if (count(word) < wanted) {
            throw new AssertionError("the connection ended before " + wanted + " times " + word + ", there were " + count(word)
                + "; the last line was " + lastLine);
        }
    }

    static void await(final BooleanSupplier condition, final java.util.function.Supplier<String> what)
        throws InterruptedException {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited 60 s for " + what.get());
            }
            Thread.sleep(2);
        }
    }

    boolean isEnded() {
        return isEnded;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
