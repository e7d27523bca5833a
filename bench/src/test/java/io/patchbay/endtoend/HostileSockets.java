package io.patchbay.endtoend;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends garbage to sockets: frames of the protocol page and HTTP requests, with bytes changed and parts cut out, doubled or
 * joined.
 */
final class HostileSockets {
    private static final String UPGRADE = "GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    private static final byte[] REGISTER = "{\"type\":\"register\",\"name\":\"evil\",\"version\":\"1.0.0\",\"methods\":[\"m\"]}"
        .getBytes(StandardCharsets.UTF_8);
    private static final int MAX_FRAMES = 40;

    private final Random random;
    private final List<byte[]> frames = new ArrayList<>();
    private long sent;

    HostileSockets(final Random random) throws IOException {
        this.random = random;
        final String page = Files.readString(PatchbayProcess.home().resolve("gateway/PROTOCOL.md"));
        final Matcher blocks = Pattern.compile("```json client [^\\n]*\\n(.*?)```", Pattern.DOTALL).matcher(page);
        while (blocks.find()) {
            blocks.group(1).lines().forEach(line -> frames.add(line.getBytes(StandardCharsets.UTF_8)));
        }
        if (frames.size() < 10) {
            throw new IOException("no frames in the protocol page");
        }
    }

    /** Returns the number of frames and requests sent. */
    long sent() {
        return sent;
    }

    void tcp(final int port) {
        final ByteArrayOutputStream all = new ByteArrayOutputStream();
        if (random.nextInt(4) > 0) {
            all.writeBytes(REGISTER);
            all.write('\n');
        }
        for (int i = random.nextInt(MAX_FRAMES); i >= 0; i--) {
            all.writeBytes(damaged(frame(), random.nextInt(3)));
            all.write('\n');
            sent++;
        }
        send(port, random.nextInt(50) == 0 ? large() : all.toByteArray());
    }

    void http(final int port) {
        send(port, damaged((random.nextBoolean() ? UPGRADE : "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1), 1 + random.nextInt(5)));
        sent++;
    }

    void webSocket(final int port) {
        final ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(UPGRADE.getBytes(StandardCharsets.ISO_8859_1));
        if (random.nextInt(4) > 0) {
            webSocketFrame(all, 0x81, REGISTER);
        }
        for (int i = random.nextInt(MAX_FRAMES); i >= 0; i--) {
            final int first = random.nextInt(3) > 0 ? 0x81 : random.nextInt(256);
            webSocketFrame(all, first, damaged(frame(), random.nextInt(3)));
            sent++;
        }
        final byte[] bytes = all.toByteArray();
        for (int i = random.nextInt(3); i > 0; i--) {
            bytes[UPGRADE.length() + random.nextInt(bytes.length - UPGRADE.length())] = (byte)random.nextInt(256);
        }
        send(port, bytes);
    }

    void udp(final int port) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int i = 0; i < MAX_FRAMES; i++) {
                final byte[] bytes = new byte[random.nextInt(200)];
                random.nextBytes(bytes);
                if (bytes.length >= 8 && random.nextBoolean()) {
                    // The beginning of an Aeron frame: its length, version 0, flags, the type of data.
                    bytes[4] = 0;
                    bytes[6] = 1;
                    bytes[7] = 0;
                }
                socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getByName("127.0.0.1"), port));
                sent++;
            }
        }
    }

    private byte[] frame() {
        return frames.get(random.nextInt(frames.size()));
    }

    /** Returns a frame whose length is around the largest that is allowed. */
    private byte[] large() {
        final byte[] bytes = new byte[60_000 + random.nextInt(12_000)];
        java.util.Arrays.fill(bytes, (byte)'[');
        sent++;
        return bytes;
    }

    private byte[] damaged(final byte[] whole, final int times) {
        byte[] bytes = whole.clone();
        for (int i = 0; i < times && bytes.length > 0; i++) {
            final int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] = (byte)random.nextInt(256);
                case 1 -> bytes[at] ^= (byte)(1 << random.nextInt(8));
                case 2 -> bytes = java.util.Arrays.copyOf(bytes, at);
                case 3 -> {
                    final byte[] other = frame();
                    final byte[] both = java.util.Arrays.copyOf(bytes, at + other.length);
                    System.arraycopy(other, 0, both, at, other.length);
                    bytes = both;
                }
                default -> {
                    final byte[] cut = new byte[bytes.length - 1];
                    System.arraycopy(bytes, 0, cut, 0, at);
                    System.arraycopy(bytes, at + 1, cut, at, cut.length - at);
                    bytes = cut;
                }
            }
        }
        return bytes;
    }

    private void webSocketFrame(final ByteArrayOutputStream out, final int first, final byte[] payload) {
        out.write(first);
        if (payload.length < 126) {
            out.write(0x80 | payload.length);
        } else {
            out.write(0xfe);
            out.write(payload.length >> 8);
            out.write(payload.length);
        }
        final byte[] mask = new byte[4];
        random.nextBytes(mask);
        out.writeBytes(mask);
        for (int i = 0; i < payload.length; i++) {
            out.write(payload[i] ^ mask[i & 3]);
        }
    }

    private void send(final int port, final byte[] bytes) {
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
            socket.setSoLinger(random.nextInt(4) == 0, 0);
            final OutputStream out = socket.getOutputStream();
            final int cut = random.nextInt(bytes.length + 1);
            out.write(bytes, 0, cut);
            out.flush();
            if (random.nextInt(8) > 0) {
                out.write(bytes, cut, bytes.length - cut);
            }
            if (random.nextBoolean()) {
                socket.shutdownOutput();
                socket.setSoTimeout(200);
                socket.getInputStream().skipNBytes(1_000);
            }
        } catch (final IOException e) {
            // The server has closed the connection.
        }
    }
}
