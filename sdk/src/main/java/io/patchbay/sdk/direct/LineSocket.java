package io.patchbay.sdk.direct;

import io.patchbay.text.JsonBytes;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/**
 * A non-blocking TCP socket that sends and receives lines, with bounded buffers for both directions. One thread uses it; any
 * thread may call {@link #wakeup()}, {@link #sendUrgent(byte[])} and {@link #closeChannel()}.
 */
final class LineSocket implements AutoCloseable {
    /** A receiver of whole lines without their line ends. The bytes are valid only during the call. */
    interface LineHandler {
        void onLine(byte[] bytes, int offset, int length);
    }

    /** Length of the longest line that is accepted: the largest frame of a server, as base64. */
    static final int MAX_LINE_BYTES = 2 << 20;
    private static final int INITIAL_BYTES = 1 << 16;
    /**
     * Maximum size of one read. The bytes then stay in the cache until they are handed over, even if a hundred sockets share a
     * thread.
     */
    private static final int READ_BYTES = 1 << 14;
    private static final int READS_PER_POLL = 4;

    private final int sendLimitBytes;
    private final Selector selector;
    private final SocketChannel channel;
    private final SelectionKey key;
    private byte[] in = new byte[INITIAL_BYTES];
    private ByteBuffer inView = ByteBuffer.wrap(in);
    private int inFrom;
    private int inScanned;
    private int inTo;
    private byte[] out = new byte[INITIAL_BYTES];
    private ByteBuffer outView = ByteBuffer.wrap(out);
    /** Guards the committed bytes that are not written yet. A claim lies behind them and belongs to the owner's thread alone. */
    private final Object sending = new Object();
    private int outFrom;
    private int outTo;
    /** Rest of an urgent frame, to be written before anything else; {@code null} if there is none. */
    private volatile ByteBuffer urgent;
    private boolean ended;

    LineSocket(final String host, final int port, final int sendLimitBytes) throws IOException {
        this.sendLimitBytes = sendLimitBytes;
        final InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new IOException("host name cannot be resolved: " + host);
        }
        selector = Selector.open();
        SocketChannel opened = null;
        try {
            opened = SocketChannel.open();
            opened.configureBlocking(false);
            opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
            key = opened.register(selector, SelectionKey.OP_CONNECT);
            opened.connect(address);
            channel = opened;
        } catch (final IOException | RuntimeException ex) {
            if (opened != null) {
                opened.close();
            }
            selector.close();
            throw ex;
        }
    }

    /** Returns whether the connection is established. Called until it is. */
    boolean finishConnect() throws IOException {
        if (!channel.finishConnect()) {
            return false;
        }
        key.interestOps(SelectionKey.OP_READ);
        return true;
    }

    /** Returns the local address of the connection. */
    InetSocketAddress localAddress() throws IOException {
        return (InetSocketAddress)channel.getLocalAddress();
    }

    /**
     * Reads the available bytes and passes whole lines to a handler. Empty lines are skipped.
     *
     * @return bytes read; -1 if the other side has ended the connection and all lines before that have been handed over.
     */
    int poll(final LineHandler handler) throws IOException {
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
        int total = 0;
        for (int i = 0; i < READS_PER_POLL && !ended && channel.isOpen(); i++) {
            makeRoom();
            final int room = Math.min(READ_BYTES, in.length - inTo);
            inView.limit(inTo + room).position(inTo);
            final int count = channel.read(inView);
            if (count < 0) {
                ended = true;
                break;
            }
            inTo += count;
            total += count;
            handLines(handler);
            if (count < room) {
                break;
            }
        }
        return ended && total == 0 ? -1 : total;
    }

    private void handLines(final LineHandler handler) throws IOException {
        for (int newline = nextNewline(); newline >= 0; newline = nextNewline()) {
            inScanned = newline + 1;
            final int from = inFrom;
            int end = newline;
            inFrom = inScanned;
            if (end > from && in[end - 1] == '\r') {
                end--;
            }
            if (end > from) {
                handler.onLine(in, from, end - from);
                if (!channel.isOpen()) {
                    return;
                }
            }
        }
        inScanned = inTo;
        if (inTo - inFrom > MAX_LINE_BYTES) {
            throw new IOException("the server sent a line of more than " + MAX_LINE_BYTES + " bytes");
        }
    }

    private int nextNewline() {
        return JsonBytes.indexOf(in, (byte)'\n', inScanned, inTo);
    }

    /** Moves an incomplete line to the front of the buffer, so that the same few pages are used again and again. */
    private void makeRoom() {
        if (inFrom > 0) {
            System.arraycopy(in, inFrom, in, 0, inTo - inFrom);
            inTo -= inFrom;
            inScanned -= inFrom;
            inFrom = 0;
        }
        if (inTo == in.length) {
            in = Arrays.copyOf(in, in.length * 2);
            inView = ByteBuffer.wrap(in);
        }
    }

    /**
     * Claims room for a frame. The caller writes it to {@link #claimed()} from the returned offset on, and then commits it or
     * not.
     *
     * @return offset at which the frame begins.
     */
    int claim(final int maxLength) {
        final int needed = maxLength + 1;
        if (out.length - outTo < needed) {
            makeRoomOut(needed);
        }
        return outTo;
    }

    /** Returns the buffer that holds the claim. */
    byte[] claimed() {
        return out;
    }

    /**
     * Queues the frame that was written to a claim, and ends its line.
     *
     * @return {@code false} if the queued bytes would exceed the bound.
     */
    boolean commit(final int length) {
        synchronized (sending) {
            if (outTo - outFrom + length + 1 > Math.max(sendLimitBytes, length + 1)) {
                return false;
            }
            end(length);
            return true;
        }
    }

    private void end(final int length) {
        final int to = outTo + length;
        out[to] = '\n';
        outTo = to + 1;
    }

    /** Queues one of the few small frames of the session itself. They may exceed the bound. */
    void append(final byte[] bytes, final int offset, final int length) {
        final int at = claim(length);
        System.arraycopy(bytes, offset, out, at, length);
        synchronized (sending) {
            end(length);
        }
    }

    private void makeRoomOut(final int needed) {
        synchronized (sending) {
            final int waiting = outTo - outFrom;
            final byte[] target =
                out.length - waiting >= needed ? out : new byte[Math.max(out.length * 2, waiting + needed)];
            System.arraycopy(out, outFrom, target, 0, waiting);
            if (target != out) {
                out = target;
                outView = ByteBuffer.wrap(out);
            }
            outFrom = 0;
            outTo = waiting;
        }
    }

    /** Writes queued bytes as far as the socket accepts them; returns the number of bytes written. */
    int flush() throws IOException {
        if (isFlushed()) {
            return 0;
        }
        synchronized (sending) {
            final int count = write();
            if (outFrom == outTo) {
                outFrom = 0;
                outTo = 0;
            }
            return count;
        }
    }

    private int write() throws IOException {
        int count = 0;
        if (urgent != null) {
            count = channel.write(urgent);
            if (urgent.hasRemaining()) {
                return count;
            }
            urgent = null;
        }
        if (outFrom < outTo) {
            outView.limit(outTo).position(outFrom);
            final int written = channel.write(outView);
            outFrom += written;
            count += written;
        }
        return count;
    }

    /**
     * Writes queued bytes, then this frame, while the owner's thread is busy elsewhere. If the socket accepts no more, the frame
     * is not needed: the queued bytes are a sign of life too. Any thread.
     *
     * @param line frame with its line end.
     */
    void sendUrgent(final byte[] line) {
        synchronized (sending) {
            try {
                if (channel.isConnected()) {
                    write();
                    if (urgent == null && outFrom == outTo) {
                        urgent = ByteBuffer.wrap(line);
                        write();
                    }
                }
            } catch (final IOException ex) {
                // The owner finds the socket closed in its next duty cycle.
                closeChannel();
            }
        }
    }

    boolean isFlushed() {
        return outFrom == outTo && urgent == null;
    }

    /** Sleeps until the socket is ready, {@link #wakeup()} is called, or the time is over. */
    void await(final long timeoutMs) throws IOException {
        try {
            if (channel.isConnected()) {
                key.interestOps(isFlushed() ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            }
        } catch (final CancelledKeyException ex) {
            throw new ClosedChannelException();
        }
        if (timeoutMs <= 0) {
            selector.selectNow();
        } else {
            selector.select(timeoutMs);
        }
        selector.selectedKeys().clear();
    }

    /** Ends the current or next {@link #await}. Any thread. */
    synchronized void wakeup() {
        if (selector.isOpen()) {
            selector.wakeup();
        }
    }

    /** Closes the connection at once. The owner finds it closed in its next duty cycle. Any thread. */
    void closeChannel() {
        try {
            channel.close();
        } catch (final IOException ignored) {
            // The connection is gone anyway.
        }
    }

    @Override
    public synchronized void close() {
        try {
            channel.close();
            selector.close();
        } catch (final IOException ignored) {
            // The connection is gone anyway, and the other side cannot be notified.
            ended = true;
        }
    }
}
