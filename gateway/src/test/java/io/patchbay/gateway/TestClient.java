package io.patchbay.gateway;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A client over a plain socket that sends exactly the bytes of a test. Every read has a deadline.
 */
public abstract class TestClient implements AutoCloseable {
    static final int READ_TIMEOUT_MS = 10_000;

    final Socket socket;
    final InputStream in;
    final OutputStream out;

    TestClient(final InetSocketAddress address) throws IOException {
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.connect(address, READ_TIMEOUT_MS);
        socket.setSoTimeout(READ_TIMEOUT_MS);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** Sends one frame, with its single quotes replaced by double quotes. */
    public final TestClient send(final String json) throws IOException {
        write(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Sends one frame unchanged. */
    abstract void write(byte[] json) throws IOException;

    /** Returns the next frame's text, or null at the end of the connection. */
    abstract String readText() throws IOException;

    public final Map<String, Object> read() throws IOException {
        final String text = readText();
        if (text == null) {
            throw new AssertionError("the connection ended");
        }
        return Json.object(text);
    }

    /** Skips frames until one of this type, or an event of this name, and returns it. */
    public final Map<String, Object> readUntil(final String kind) throws IOException {
        final StringBuilder skipped = new StringBuilder();
        while (true) {
            final String text;
            try {
                text = readText();
            } catch (final SocketTimeoutException e) {
                throw new AssertionError("no " + kind + " in time, but" + skipped, e);
            }
            if (text == null) {
                throw new AssertionError("the connection ended before " + kind + ", after" + skipped);
            }
            final Map<String, Object> frame = Json.object(text);
            if (kind.equals(kind(frame))) {
                return frame;
            }
            skipped.append(' ').append(text);
        }
    }

    static String kind(final Map<String, Object> frame) {
        return "event".equals(frame.get("type")) ? (String)frame.get("event") : (String)frame.get("type");
    }

    /** Registers, and returns the registered event. */
    public final Map<String, Object> register(final String name, final String rest) throws IOException {
        send("{'type':'register','name':'" + name + "','version':'1.0.0'" + (rest.isEmpty() ? "" : "," + rest) + "}");
        return readUntil("registered");
    }

    /** Sends a ping, and checks that nothing comes before the pong. */
    public void expectSilence() throws IOException {
        send("{'type':'ping'}");
        final Map<String, Object> frame = read();
        if (!"pong".equals(frame.get("type"))) {
            throw new AssertionError("unexpected: " + frame);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
