package io.patchbay.bench.baseline;

import io.patchbay.bench.process.ChildInput;
import io.patchbay.bench.process.Idling;

import org.agrona.concurrent.IdleStrategy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * The main class of the relay. It accepts pairs of connections, the service's first, and copies the bytes of each to the other,
 * with one write for each read. It knows no frames and stores nothing. With {@link #BLOCKING} each direction has a thread that
 * sleeps in a read; otherwise one thread polls both. The process ends when its standard input does.
 */
public final class RelayServer {
    /** The beginning of the line, followed by the address, that the relay prints when it accepts connections. */
    public static final String READY = "relay ready tcp=";
    /** The word for threads that block, in the place of an idling. */
    public static final String BLOCKING = "blocking";
    private static final int BUFFER_BYTES = 1 << 18;

    private final ChildInput input;
    private final String idling;

    private RelayServer(final ChildInput input, final String idling) {
        this.input = input;
        this.idling = idling;
    }

    /**
     * Runs the relay.
     *
     * @param args {@code blocking}, or the idling of the thread that polls.
     * @throws IOException if the relay cannot listen.
     */
    public static void main(final String[] args) throws IOException {
        final ChildInput input = ChildInput.watch();
        final ServerSocketChannel listener = ServerSocketChannel.open()
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        System.out.println(READY + "127.0.0.1:" + listener.socket().getLocalPort());
        System.out.flush();
        final Thread accepting = new Thread(() -> new RelayServer(input, args[0]).accept(listener), "relay-accept");
        accepting.setDaemon(true);
        accepting.start();
        while (!input.isEnded()) {
            try {
                Thread.sleep(20);
            } catch (final InterruptedException e) {
                return;
            }
        }
    }

    private void accept(final ServerSocketChannel listener) {
        try {
            while (true) {
                final SocketChannel service = listener.accept();
                service.setOption(StandardSocketOptions.TCP_NODELAY, true);
                final SocketChannel consumer = listener.accept();
                consumer.setOption(StandardSocketOptions.TCP_NODELAY, true);
                if (idling.equals(BLOCKING)) {
                    start(() -> copy(consumer, service));
                    start(() -> copy(service, consumer));
                } else {
                    service.configureBlocking(false);
                    consumer.configureBlocking(false);
                    start(() -> poll(consumer, service, Idling.valueOf(idling).newStrategy()));
                }
            }
        } catch (final IOException e) {
            System.err.println("relay: " + e);
        }
    }

    private static void start(final Runnable work) {
        final Thread thread = new Thread(work, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    private static void copy(final SocketChannel from, final SocketChannel to) {
        final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try (from; to) {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
        } catch (final IOException e) {
            // One side has left, or the other direction has closed both.
            return;
        }
    }

    private void poll(final SocketChannel one, final SocketChannel other, final IdleStrategy idle) {
        final ByteBuffer there = ByteBuffer.allocateDirect(BUFFER_BYTES);
        final ByteBuffer back = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try (one; other) {
            while (!input.isEnded()) {
                final int forth = move(one, other, there);
                final int answers = move(other, one, back);
                if (forth < 0 || answers < 0) {
                    return;
                }
                idle.idle(forth + answers);
            }
        } catch (final IOException e) {
            // One side has left.
            return;
        }
    }

    private static int move(final SocketChannel from, final SocketChannel to, final ByteBuffer buffer) throws IOException {
        final int read = from.read(buffer);
        if (read > 0 || buffer.position() > 0) {
            buffer.flip();
            to.write(buffer);
            buffer.compact();
        }
        return read;
    }
}
