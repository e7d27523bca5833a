package io.patchbay.aeron;

import io.aeron.ChannelUri;
import io.aeron.CommonContext;
import io.aeron.logbuffer.LogBufferDescriptor;
import org.agrona.BitUtil;

/**
 * Sizes of Aeron's buffers, all derived from {@code --max-frame}: Aeron's longest message is an eighth of a term. A publication
 * has three terms and 4 KiB, and all of it is allocated in the driver's directory when it is added. An instance has two such
 * streams, up and down, and may need a small one for errors. Together these take about 6.4 MiB for frames of 64 KiB, the default,
 * and 96.4 MiB for frames of 1 MiB.
 */
public final class StreamSizes {
    /** Bytes allowed for a message beyond the frame itself: SBE header, block, and fields that the server fills in. */
    public static final int FRAME_OVERHEAD_BYTES = 8 * 1024;
    /** MTU of IPC streams: shorter messages, including Aeron's header, need no fragments. */
    public static final int IPC_MTU_BYTES = 16 * 1024;
    /** MTU of UDP streams: fits an Ethernet packet. */
    public static final int UDP_MTU_BYTES = 1_408;
    /** Term length of streams that carry small frames only. */
    public static final int SMALL_TERM_BYTES = 128 * 1024;
    private static final int MESSAGES_PER_TERM = 8;
    /** Term length of the streams to gateways, unless the file system is small. */
    private static final int GATEWAY_TERM_BYTES = 4 << 20;
    /** A file system with fewer bytes is a small one. */
    private static final long SMALL_ROOM_BYTES = 512L << 20;
    /**
     * Bytes of the values of Aeron's counters; the labels take four times as much. An instance needs about seven counters of 640
     * bytes each.
     */
    private static final int COUNTER_VALUES_BYTES = 4 << 20;
    private static final int SMALL_COUNTER_VALUES_BYTES = 1 << 20;
    private static final int COUNTER_LABELS_PER_VALUES = 4;
    private static final int LOSS_REPORT_BYTES = 1 << 20;
    /** Bytes of Aeron's commands, answers and errors, of its header, and of the directories. */
    private static final int COMMANDS_BYTES = (6 << 20) + 64 * 1024;
    private static final int PAGE_BYTES = 4_096;

    private StreamSizes() {
    }

    /**
     * Returns the length of the longest message that must fit.
     *
     * @param maxFrameBytes option {@code --max-frame}.
     * @return in bytes.
     */
    public static int maxMessageBytes(final int maxFrameBytes) {
        return maxFrameBytes + FRAME_OVERHEAD_BYTES;
    }

    /**
     * Returns the term length of each instance's delivery stream and of ingress streams.
     *
     * @param maxFrameBytes option {@code --max-frame}.
     * @return in bytes, a power of two.
     */
    public static int termLength(final int maxFrameBytes) {
        return BitUtil.findNextPositivePowerOfTwo(MESSAGES_PER_TERM * maxMessageBytes(maxFrameBytes));
    }

    /**
     * Returns whether a file system is so small that the driver and the streams to gateways get smaller buffers.
     *
     * @param totalBytes size of the file system.
     * @return false if it is large enough.
     */
    static boolean isSmall(final long totalBytes) {
        return totalBytes < SMALL_ROOM_BYTES;
    }

    /**
     * Returns the term length of the streams to gateways, which carry the frames of many instances.
     *
     * @param maxFrameBytes option {@code --max-frame}.
     * @param isSmall       whether the file system of the driver's directory is small.
     * @return in bytes, a power of two.
     */
    static int gatewayTermLength(final int maxFrameBytes, final boolean isSmall) {
        final int least = termLength(maxFrameBytes);
        return isSmall ? least : Math.max(GATEWAY_TERM_BYTES, least);
    }

    static int counterValuesBytes(final boolean isSmall) {
        return isSmall ? SMALL_COUNTER_VALUES_BYTES : COUNTER_VALUES_BYTES;
    }

    /** Returns the bytes that a stream of a term length takes in the driver's directory. */
    public static long logBytes(final int termLength) {
        return LogBufferDescriptor.computeLogLength(termLength, PAGE_BYTES);
    }

    /** Returns the bytes that the two streams of an Aeron instance take, up and down. */
    public static long instanceBytes(final int maxFrameBytes) {
        return 2 * logBytes(termLength(maxFrameBytes));
    }

    /** Returns the bytes that the gateway's own stream to an Aeron instance takes, once an error has to be answered. */
    public static long errorStreamBytes() {
        return logBytes(SMALL_TERM_BYTES);
    }

    /** Returns the bytes that the engine and one gateway need for their streams to each other. */
    static long serverStreamsBytes(final int maxFrameBytes, final boolean isSmall) {
        return 2 * logBytes(SMALL_TERM_BYTES) + logBytes(gatewayTermLength(maxFrameBytes, isSmall));
    }

    /** Returns the bytes that the driver itself needs before there is any stream. */
    static long driverBytes(final boolean isSmall) {
        return COMMANDS_BYTES + LOSS_REPORT_BYTES + (long)counterValuesBytes(isSmall) * (1 + COUNTER_LABELS_PER_VALUES);
    }

    /**
     * Returns a publication's channel: the given one, with a term length unless it has one.
     *
     * @param channel         {@code aeron:ipc} or {@code aeron:udp?endpoint=host:port}.
     * @param termLengthBytes term length to add.
     * @return a channel.
     */
    public static String publicationChannel(final String channel, final int termLengthBytes) {
        final ChannelUri uri = ChannelUri.parse(channel);
        if (uri.get(CommonContext.TERM_LENGTH_PARAM_NAME) == null) {
            uri.put(CommonContext.TERM_LENGTH_PARAM_NAME, Integer.toString(termLengthBytes));
        }
        return uri.toString();
    }
}
