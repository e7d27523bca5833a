package io.patchbay.delivery;

import io.patchbay.aeron.FrameHeader;
import io.patchbay.protocol.WholeFrames;
import io.patchbay.protocol.sbe.AttachDecoder;
import io.patchbay.protocol.sbe.GatewayHelloDecoder;
import io.patchbay.protocol.sbe.GatewayReadyDecoder;
import io.patchbay.protocol.sbe.MessageHeaderDecoder;
import io.patchbay.protocol.sbe.ResumeDecoder;

import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import org.agrona.DirectBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;

/**
 * Decodes the frames of the control stream, which gateways send to the engine, and calls the {@link Handshake}.
 */
final class ControlAdapter implements FragmentHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ControlAdapter.class);

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final GatewayHelloDecoder hello = new GatewayHelloDecoder();
    private final AttachDecoder attach = new AttachDecoder();
    private final GatewayReadyDecoder ready = new GatewayReadyDecoder();
    private final ResumeDecoder resume = new ResumeDecoder();
    private final Handshake handshake;
    private long broken;

    ControlAdapter(final Handshake handshake) {
        this.handshake = handshake;
    }

    @Override
    public void onFragment(final DirectBuffer buffer, final int offset, final int length, final Header position) {
        if (!WholeFrames.isWhole(buffer, offset, length)) {
            onBroken(length);
            return;
        }
        switch (FrameHeader.templateId(buffer, offset)) {
            case GatewayHelloDecoder.TEMPLATE_ID -> {
                hello.wrapAndApplyHeader(buffer, offset, header);
                handshake.onGatewayHello(hello.gateway(), hello.epoch(), hello.streamId(), hello.lastIndex(), hello.lastN(),
                    hello.lastAck());
            }
            case AttachDecoder.TEMPLATE_ID -> {
                attach.wrapAndApplyHeader(buffer, offset, header);
                final byte[] channel = new byte[attach.channelLength()];
                attach.getChannel(channel, 0, channel.length);
                handshake.onAttach(attach.gateway(), attach.instance(), attach.streamId(),
                    new String(channel, StandardCharsets.US_ASCII));
            }
            case GatewayReadyDecoder.TEMPLATE_ID -> {
                ready.wrapAndApplyHeader(buffer, offset, header);
                handshake.onGatewayReady(ready.gateway(), ready.epoch());
            }
            case ResumeDecoder.TEMPLATE_ID -> {
                resume.wrapAndApplyHeader(buffer, offset, header);
                handshake.onResume(resume.instance(), resume.epoch(), resume.lastIndex(), resume.lastN(), resume.lastAck());
            }
            default -> {
                // A frame of a newer gateway, which this engine cannot use.
            }
        }
    }

    /** Logs a broken frame, each time their count has doubled: a stranger must not fill the log either. */
    private void onBroken(final int length) {
        if (Long.bitCount(++broken) == 1) {
            LOG.warn("a frame of {} bytes on the control stream is cut off or of another schema, the {}. so far: dropped; look "
                + "for a process of this user that writes to the media driver and is no gateway", length, broken);
        }
    }
}
