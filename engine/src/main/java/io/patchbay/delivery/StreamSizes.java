package io.patchbay.delivery;

import io.aeron.ChannelUri;
import io.aeron.CommonContext;
import org.agrona.BitUtil;

/**
 * Sizes of Aeron's buffers, all of which follow from {@code --max-frame}: Aeron's longest message is an eighth of a term. A
 * publication has three terms, so an instance costs at most three times {@link #termLength} in the driver's directory (3 MiB
 * at the default of 64 KiB frames, 48 MiB at 1 MiB), touched only as far as it is used.
 */
public final class StreamSizes {
    /** Room beside a frame's own bytes: SBE header, block, filled-in fields. */
    public static final int FRAME_OVERHEAD_BYTES = 8 * 1024;
    /** IPC messages up to this, less Aeron's header, need no fragments. */
    public static final int IPC_MTU_BYTES = 16 * 1024;
    /** UDP packets: fit Ethernet. */
    public static final int UDP_MTU_BYTES = 1_408;
    /** Terms of streams that carry small frames only. */
    public static final int SMALL_TERM_BYTES = 128 * 1024;
    private static final int MESSAGES_PER_TERM = 8;

    private StreamSizes() {
    }

    /**
     * The longest message that must fit.
     *
     * @param maxFrameBytes setting {@code --max-frame}.
     * @return in bytes.
     */
    public static int maxMessageBytes(final int maxFrameBytes) {
        return maxFrameBytes + FRAME_OVERHEAD_BYTES;
    }

    /**
     * Term length of every delivery and ingress stream.
     *
     * @param maxFrameBytes setting {@code --max-frame}.
     * @return in bytes, a power of two.
     */
    public static int termLength(final int maxFrameBytes) {
        return BitUtil.findNextPositivePowerOfTwo(MESSAGES_PER_TERM * maxMessageBytes(maxFrameBytes));
    }

    /**
     * A publication's channel: the given one, with a term length where it has none, and without lingering.
     *
     * @param channel         {@code aeron:ipc} or {@code aeron:udp?endpoint=host:port}.
     * @param termLengthBytes for it.
     * @return a channel.
     */
    static String publicationChannel(final String channel, final int termLengthBytes) {
        final ChannelUri uri = ChannelUri.parse(channel);
        if (uri.get(CommonContext.TERM_LENGTH_PARAM_NAME) == null) {
            uri.put(CommonContext.TERM_LENGTH_PARAM_NAME, Integer.toString(termLengthBytes));
        }
        return uri.toString();
    }
}
