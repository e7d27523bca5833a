package io.patchbay.bench.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * A TCP connection that never blocks once it is made. Frames are collected and sent with one write, and a poll reads with one
 * read. Used by one thread.
 */
public final class Socket implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;

    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final SocketChannel channel;

    /**
     * Connects, and blocks until the connection is made.
     *
     * @param address of the server.
     * @throws IOException if it cannot be made.
     */
    public Socket(final InetSocketAddress address) throws IOException {
        channel = SocketChannel.open(address);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
    }

    /**
     * Resolves an address.
     *
     * @param hostAndPort the host and the port, with a colon between.
     * @return the resolved address.
     */
    public static InetSocketAddress address(final String hostAndPort) {
        final int colon = hostAndPort.lastIndexOf(':');
        return new InetSocketAddress(hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1)));
    }

    /**
     * Returns the buffer of bytes that were read. The caller moves its position over the bytes that it has used.
     *
     * @return a buffer that is readable from position to limit after {@link #read()}.
     */
    public ByteBuffer in() {
        return in;
    }

    /**
     * Returns the buffer for frames that {@link #flush()} writes.
     *
     * @return a buffer that is writable from position to limit.
     */
    public ByteBuffer out() {
        return out;
    }

    /**
     * Reads the bytes that have arrived and makes {@link #in()} readable. {@link #compact()} must follow.
     *
     * @return the number of bytes read.
     * @throws IOException if the connection was lost.
     */
    public int read() throws IOException {
        final int read = channel.read(in);
        if (read < 0) {
            throw new EOFException("the other side closed the connection");
        }
        in.flip();
        return read;
    }

    /** Keeps the bytes that were not used for the next read. */
    public void compact() {
        in.compact();
    }

    /**
     * Writes the collected bytes, as far as the socket's buffer has room.
     *
     * @return the number of bytes written.
     * @throws IOException if the connection was lost.
     */
    public int flush() throws IOException {
        if (out.position() == 0) {
            return 0;
        }
        out.flip();
        final int written = channel.write(out);
        out.compact();
        return written;
    }

    /**
     * Writes a text, and blocks until it is written. Only used before anything is measured.
     *
     * @param text ASCII.
     * @throws IOException if the connection was lost.
     */
    public void say(final String text) throws IOException {
        out.put(text.getBytes(StandardCharsets.US_ASCII));
        while (out.position() > 0) {
            flush();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
