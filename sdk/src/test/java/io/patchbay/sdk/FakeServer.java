package io.patchbay.sdk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The server's side of a TCP session, played by a test line by line.
 */
public final class FakeServer implements AutoCloseable {
    private static final int PATIENCE_MS = 10_000;
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");

    private final ServerSocket listener;
    private final int heartbeatMs;
    private int registrations;
    private Socket socket;
    private BufferedReader in;
    private OutputStream out;

    public FakeServer() {
        this(10_000);
    }

    public FakeServer(final int heartbeatMs) {
        this.heartbeatMs = heartbeatMs;
        try {
            listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
            listener.setSoTimeout(PATIENCE_MS);
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    public String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** Accepts a connection and sends the greeting. */
    FakeServer accept(final boolean authorized) {
        try {
            socket = listener.accept();
            socket.setSoTimeout(PATIENCE_MS);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            out = socket.getOutputStream();
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
        return send("{\"type\":\"event\",\"event\":\"connect\",\"protocol\":1,\"session\":\"s-1\",\"authorized\":" + authorized
            + ",\"heartbeatMs\":" + heartbeatMs + ",\"maxFrame\":65536}");
    }

    /** Accepts a connection and registers the client; returns the client's register frame. */
    public String acceptAndRegister() {
        accept(true);
        return registerOnly();
    }

    /** Registers a client that has been greeted; returns the client's register frame. */
    String registerOnly() {
        final String register = read();
        registrations++;
        send("{\"type\":\"event\",\"event\":\"registered\",\"name\":\"x\",\"version\":\"1.0.0\","
            + "\"instance\":\"i-0x" + registrations
            + "0\",\"index\":\"0x" + registrations + "0\",\"services\":[{\"name\":\"pricing\",\"versions\":[\"1.0.0\",\"1.1.0\"],"
            + "\"methods\":[\"quote\"],\"instances\":2}]}");
        return register;
    }

    FakeServer send(final String line) {
        return sendRaw(line + "\n");
    }

    public FakeServer sendRaw(final String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
        return this;
    }

    /** Returns the next line that the client sends. */
    public String read() {
        try {
            final String line = in.readLine();
            if (line == null) {
                throw new AssertionError("the client closed the connection");
            }
            return line;
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    boolean isEnded() {
        try {
            return in.readLine() == null;
        } catch (final IOException ex) {
            return true;
        }
    }

    void drop() {
        try {
            socket.close();
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    static String id(final String frame) {
        final Matcher matcher = ID.matcher(frame);
        if (!matcher.find()) {
            throw new AssertionError("no id in " + frame);
        }
        return matcher.group(1);
    }

    @Override
    public void close() {
        try {
            listener.close();
            if (socket != null) {
                socket.close();
            }
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
