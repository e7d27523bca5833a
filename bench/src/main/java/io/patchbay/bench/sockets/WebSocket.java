package io.patchbay.bench.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A WebSocket client with only what a bench needs: whole text messages, masked with zeros. Used by one thread.
 */
public final class WebSocket implements AutoCloseable {
    private static final int FIN_TEXT = 0x81;
    private static final int CLOSE = 8;
    private static final int MASKED = 0x80;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    private static final int MAX_HEADER_BYTES = 14;

    private final Socket socket;
    private final Handler handler;

    /**
     * A handler of received messages.
     */
    public interface Handler {
        /**
         * Called with a text message.
         *
         * @param in   the buffer with the message.
         * @param from position of the message.
         * @param to   position after the message.
         */
        void onText(ByteBuffer in, int from, int to);
    }

    /**
     * Connects and upgrades to WebSocket, and blocks until that is done.
     *
     * @param hostAndPort of the server.
     * @param handler     receives the messages.
     * @throws IOException if the server does not accept the connection.
     */
    public WebSocket(final String hostAndPort, final Handler handler) throws IOException {
        this.handler = handler;
        socket = new Socket(Socket.address(hostAndPort));
        socket.say("GET /ws HTTP/1.1\r\nHost: " + hostAndPort + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + "Sec-WebSocket-Protocol: patchbay.v1.json\r\n\r\n");
        while (!takeHead()) {
            Thread.onSpinWait();
        }
    }

    private boolean takeHead() throws IOException {
        socket.read();
        final ByteBuffer in = socket.in();
        boolean complete = false;
        for (int i = 3; i < in.limit() && !complete; i++) {
            if (in.get(i) == '\n' && in.get(i - 2) == '\n') {
                if (in.get(9) != '1' || in.get(10) != '0' || in.get(11) != '1') {
                    throw new EOFException("the server did not upgrade to WebSocket");
                }
                in.position(i + 1);
                complete = true;
            }
        }
        socket.compact();
        return complete;
    }

    /**
     * Adds a text message to those that the next poll sends.
     *
     * @param text ASCII.
     * @return false if there is no room for the message now.
     */
    public boolean send(final byte[] text) {
        final ByteBuffer out = socket.out();
        if (out.remaining() < text.length + MAX_HEADER_BYTES) {
            return false;
        }
        out.put((byte)FIN_TEXT);
        if (text.length < LENGTH_16) {
            out.put((byte)(MASKED | text.length));
        } else if (text.length <= 0xffff) {
            out.put((byte)(MASKED | LENGTH_16)).putShort((short)text.length);
        } else {
            out.put((byte)(MASKED | LENGTH_64)).putLong(text.length);
        }
        out.putInt(0).put(text);
        return true;
    }

    /**
     * Sends the messages that were added, and handles those that have come.
     *
     * @return the amount of work done.
     * @throws IOException if the connection was lost.
     */
    public int poll() throws IOException {
        int work = socket.flush();
        socket.read();
        final ByteBuffer in = socket.in();
        while (takeFrame(in)) {
            work++;
        }
        socket.compact();
        return work + socket.flush();
    }

    private boolean takeFrame(final ByteBuffer in) throws IOException {
        final int at = in.position();
        if (in.remaining() < 2) {
            return false;
        }
        final int small = in.get(at + 1) & 0x7f;
        final int header = small < LENGTH_16 ? 2 : small == LENGTH_16 ? 4 : 10;
        if (in.remaining() < header) {
            return false;
        }
        final int length = small < LENGTH_16 ? small : small == LENGTH_16 ? in.getShort(at + 2) & 0xffff
            : (int)in.getLong(at + 2);
        if (in.remaining() < header + length) {
            return false;
        }
        if ((in.get(at) & 0xf) == CLOSE) {
            throw new EOFException("the server closed the WebSocket");
        }
        in.position(at + header + length);
        if ((in.get(at) & 0xff) == FIN_TEXT) {
            handler.onText(in, at + header, at + header + length);
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
