package io.patchbay.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Thousands of sessions that register and then only answer pings. One thread reads for all of them.
 */
final class Crowd {
    private static final ByteBuffer PONG = ByteBuffer.wrap("{\"type\":\"pong\"}\n".getBytes(StandardCharsets.US_ASCII));

    private final Selector selector = Selector.open();
    private final List<SocketChannel> channels = new ArrayList<>();
    private final Thread reader;
    private volatile int registered;
    private volatile int ended;
    private volatile boolean isOver;

    Crowd(final int port, final int size, final String authorize) throws IOException, InterruptedException {
        reader = new Thread(this::read, "crowd");
        reader.setDaemon(true);
        reader.start();
        final byte[] register = (authorize
            + "{\"type\":\"register\",\"name\":\"idler\",\"version\":\"1.0.0\",\"listen\":[]}\n")
            .getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < size; i++) {
            final SocketChannel channel =
                SocketChannel.open(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
            channel.write(ByteBuffer.wrap(register));
            channel.configureBlocking(false);
            channels.add(channel);
            selector.wakeup();
            channel.register(selector, SelectionKey.OP_READ);
        }
    }

    private void read() {
        final ByteBuffer in = ByteBuffer.allocate(8_192);
        while (!isOver) {
            try {
                selector.select(key -> take(key, in), 20);
                Thread.sleep(1);
            } catch (final IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void take(final SelectionKey key, final ByteBuffer in) {
        try {
            final SocketChannel channel = (SocketChannel)key.channel();
            in.clear();
            if (channel.read(in) < 0) {
                throw new IOException("ended");
            }
            final String text = new String(in.array(), 0, in.position(), StandardCharsets.UTF_8);
            if (text.contains("\"registered\"")) {
                registered++;
            }
            if (text.contains("\"ping\"")) {
                channel.write(PONG.duplicate());
            }
        } catch (final IOException e) {
            ended++;
            key.cancel();
        }
    }

    void awaitRegistered() throws InterruptedException {
        RawPeer.await(() -> registered >= channels.size() || ended > 0,
            () -> channels.size() + " registered sessions, there are " + registered + ", ended " + ended);
        assertAllThere();
    }

    void assertAllThere() {
        assertEquals(0, ended, "sessions of the crowd that were ended");
        assertEquals(channels.size(), registered);
    }

    /** Closes all sessions. */
    void disperse() throws IOException, InterruptedException {
        isOver = true;
        reader.join();
        for (final SocketChannel channel : channels) {
            channel.close();
        }
        selector.close();
    }
}
