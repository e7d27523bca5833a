package io.patchbay.gateway;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A WebSocket client written by hand (RFC 6455), so that tests can fragment, mask and damage frames.
 */
final class WebSocketClient extends TestClient {
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private final DataInputStream data = new DataInputStream(in);
    private String status;
    private int closeCode;

    private WebSocketClient(final InetSocketAddress address) throws IOException {
        super(address);
    }

    /** Connects and upgrades with the subprotocol. */
    static WebSocketClient connect(final InetSocketAddress address) throws IOException {
        final WebSocketClient client = open(address, "Sec-WebSocket-Protocol: patchbay.v1.json\r\n");
        if (!client.status.contains(" 101 ")) {
            throw new AssertionError(client.status);
        }
        return client;
    }

    /** Requests the upgrade with further header lines, and reads the head of the answer. */
    static WebSocketClient open(final InetSocketAddress address, final String headers) throws IOException {
        final WebSocketClient client = new WebSocketClient(address);
        client.out.write(("GET /ws HTTP/1.1\r\nHost: 127.0.0.1:" + address.getPort() + "\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + headers + "\r\n").getBytes(StandardCharsets.US_ASCII));
        client.out.flush();
        client.status = client.readHead();
        return client;
    }

    private String readHead() throws IOException {
        final StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char)data.readUnsignedByte());
        }
        return head.toString();
    }

    /** Returns status line and headers of the answer to the upgrade. */
    String head() {
        return status;
    }

    /** Returns the code of the close frame that ended the connection. */
    int closeCode() {
        return closeCode;
    }

    @Override
    void write(final byte[] json) throws IOException {
        frame(0x80 | TEXT, json);
    }

    /** Sends one masked frame, whose first byte is FIN and opcode. */
    void frame(final int first, final byte[] payload) throws IOException {
        final ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
        frame.put((byte)first);
        if (payload.length < 126) {
            frame.put((byte)(0x80 | payload.length));
        } else if (payload.length <= 0xffff) {
            frame.put((byte)(0x80 | 126)).putShort((short)payload.length);
        } else {
            frame.put((byte)(0x80 | 127)).putLong(payload.length);
        }
        final byte[] mask = {1, 2, 3, 4};
        frame.put(mask);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte)(payload[i] ^ mask[i & 3]));
        }
        out.write(frame.array(), 0, frame.position());
        out.flush();
    }

    /** Returns the next frame's payload, and puts its first byte into the array. */
    byte[] readFrame(final int[] first) throws IOException {
        first[0] = data.readUnsignedByte();
        final int second = data.readUnsignedByte();
        final long length = second == 126 ? data.readUnsignedShort() : second == 127 ? data.readLong() : second;
        final byte[] payload = new byte[(int)length];
        data.readFully(payload);
        return payload;
    }

    @Override
    String readText() throws IOException {
        final int[] first = new int[1];
        try {
            final byte[] payload = readFrame(first);
            if (first[0] == (0x80 | CLOSE)) {
                closeCode = ByteBuffer.wrap(payload).getShort();
                if (data.read() >= 0) {
                    throw new AssertionError("bytes after the close frame");
                }
                return null;
            }
            if (first[0] != (0x80 | TEXT)) {
                throw new AssertionError("neither text nor close: " + first[0]);
            }
            return new String(payload, StandardCharsets.UTF_8);
        } catch (final EOFException e) {
            return null;
        }
    }
}
