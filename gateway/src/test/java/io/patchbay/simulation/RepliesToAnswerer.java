package io.patchbay.simulation;

import io.patchbay.delivery.gateway.GatewayLinkHandler;
import io.patchbay.protocol.sbe.MessageHeaderDecoder;
import io.patchbay.protocol.sbe.MessageHeaderEncoder;
import io.patchbay.protocol.sbe.ReplyDecoder;
import io.patchbay.protocol.sbe.ReplyEncoder;

import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** Passes all frames on, replies to the wrong instance: to the one that sent them. */
final class RepliesToAnswerer implements GatewayLinkHandler {
    private final GatewayLinkHandler next;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final ReplyDecoder reply = new ReplyDecoder();
    private final ReplyEncoder changed = new ReplyEncoder();
    private final ExpandableArrayBuffer copy = new ExpandableArrayBuffer();

    RepliesToAnswerer(final GatewayLinkHandler next) {
        this.next = next;
    }

    @Override
    public void onFrame(final int templateId, final DirectBuffer buffer, final int offset, final int length) {
        if (templateId == ReplyDecoder.TEMPLATE_ID) {
            copy.putBytes(0, buffer, offset, length);
            changed.wrap(copy, MessageHeaderEncoder.ENCODED_LENGTH)
                .target(reply.wrapAndApplyHeader(buffer, offset, header).instance());
            next.onFrame(templateId, copy, 0, length);
        } else {
            next.onFrame(templateId, buffer, offset, length);
        }
    }

    @Override
    public void onIngress(final long ingress, final int templateId, final DirectBuffer buffer, final int offset,
        final int length) {
        next.onIngress(ingress, templateId, buffer, offset, length);
    }

    @Override
    public void onIngressTooLarge(final long ingress) {
        next.onIngressTooLarge(ingress);
    }

    @Override
    public void onIngressClosed(final long ingress) {
        next.onIngressClosed(ingress);
    }

    @Override
    public void onDriverLost() {
        next.onDriverLost();
    }

    @Override
    public void onWrittenOff() {
        next.onWrittenOff();
    }
}
