package io.patchbay.bench.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * A TCP connection that never blocks once it is made: frames are collected and go out in one write, what comes is read in one
 * read. One thread.
 */
public final class Socket implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;

    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final SocketChannel channel;

    /**
     * Connects; blocks until it is.
     *
     * @param address of the server.
     * @throws IOException where it cannot.
     */
    public Socket(final InetSocketAddress address) throws IOException {
        channel = SocketChannel.open(address);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
    }

    /**
     * An address.
     *
     * @param hostAndPort with a colon between.
     * @return resolved.
     */
    public static InetSocketAddress address(final String hostAndPort) {
        final int colon = hostAndPort.lastIndexOf(':');
        return new InetSocketAddress(hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1)));
    }

    /**
     * What has been read and not been taken; positions are the reader's to move.
     *
     * @return readable from position to limit after {@link #read()}.
     */
    public ByteBuffer in() {
        return in;
    }

    /**
     * Where frames are put before {@link #flush()}.
     *
     * @return writable from position to limit.
     */
    public ByteBuffer out() {
        return out;
    }

    /**
     * Reads what is there and makes {@link #in()} readable; {@link #compact()} must follow.
     *
     * @return bytes read.
     * @throws IOException where the connection is gone.
     */
    public int read() throws IOException {
        final int read = channel.read(in);
        if (read < 0) {
            throw new EOFException("the other side closed the connection");
        }
        in.flip();
        return read;
    }

    /** Keeps what was not taken for the next read. */
    public void compact() {
        in.compact();
    }

    /**
     * Writes what has been collected, as far as the system takes it.
     *
     * @return bytes written.
     * @throws IOException where the connection is gone.
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
     * Says something before anything is measured, and waits until it is gone.
     *
     * @param text ASCII.
     * @throws IOException where the connection is gone.
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
