package io.patchbay.delivery;

import io.patchbay.aeron.FrameHeader;
import io.patchbay.protocol.sbe.AcceptedDecoder;
import io.patchbay.protocol.sbe.BroadcastDecoder;
import io.patchbay.protocol.sbe.CustomDecoder;
import io.patchbay.protocol.sbe.DisconnectDecoder;
import io.patchbay.protocol.sbe.FailureDecoder;
import io.patchbay.protocol.sbe.LifecycleDecoder;
import io.patchbay.protocol.sbe.MessageHeaderDecoder;
import io.patchbay.protocol.sbe.RegisteredDecoder;
import io.patchbay.protocol.sbe.ReplyDecoder;
import io.patchbay.protocol.sbe.RequestDecoder;
import io.patchbay.protocol.sbe.ServicesDecoder;
import io.patchbay.protocol.sbe.StatusDecoder;
import io.patchbay.protocol.sbe.UnhandledDecoder;

import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * A down frame as a test receiver received it: its number, and its whole content as text.
 *
 * @param templateId SBE template id of the frame.
 * @param index      index of its record.
 * @param n          its number within the record.
 * @param target     index of an instance, or 0.
 * @param text       the decoder's description, with payloads as their lengths.
 * @param bytes      a copy of header and frame.
 */
public record ReceivedFrame(int templateId, long index, int n, long target, String text, ExpandableArrayBuffer bytes) {
    static ReceivedFrame of(final DirectBuffer buffer, final int offset, final int length) {
        final ExpandableArrayBuffer copy = new ExpandableArrayBuffer(length);
        copy.putBytes(0, buffer, offset, length);
        return new ReceivedFrame(FrameHeader.templateId(copy, 0), FrameHeader.index(copy, 0), FrameHeader.n(copy, 0),
            FrameHeader.target(copy, 0), describe(copy), copy);
    }

    /**
     * Returns kind, index and number of the frame, a combination that must never come twice.
     *
     * @return for example {@code Request 0x12.0}.
     */
    public String key() {
        return name() + " " + Long.toHexString(index) + "." + n;
    }

    /**
     * Returns the kind of the frame.
     *
     * @return its name in the schema.
     */
    public String name() {
        return switch (templateId) {
            case RegisteredDecoder.TEMPLATE_ID -> "Registered";
            case RequestDecoder.TEMPLATE_ID -> "Request";
            case ReplyDecoder.TEMPLATE_ID -> "Reply";
            case LifecycleDecoder.TEMPLATE_ID -> "Lifecycle";
            case BroadcastDecoder.TEMPLATE_ID -> "Broadcast";
            case UnhandledDecoder.TEMPLATE_ID -> "Unhandled";
            case CustomDecoder.TEMPLATE_ID -> "Custom";
            case AcceptedDecoder.TEMPLATE_ID -> "Accepted";
            case FailureDecoder.TEMPLATE_ID -> "Failure";
            case ServicesDecoder.TEMPLATE_ID -> "Services";
            case StatusDecoder.TEMPLATE_ID -> "Status";
            case DisconnectDecoder.TEMPLATE_ID -> "Disconnect";
            default -> "template " + templateId;
        };
    }

    /**
     * Returns a request's decoder over this frame.
     *
     * @return the decoder, wrapped.
     */
    public RequestDecoder request() {
        return new RequestDecoder().wrapAndApplyHeader(bytes, 0, new MessageHeaderDecoder());
    }

    /**
     * Returns whether this is the only or the last frame of a list.
     *
     * @return false for frames of other kinds.
     */
    public boolean isLast() {
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        return switch (templateId) {
            case RegisteredDecoder.TEMPLATE_ID -> new RegisteredDecoder().wrapAndApplyHeader(bytes, 0, header).more() == 0;
            case ServicesDecoder.TEMPLATE_ID -> new ServicesDecoder().wrapAndApplyHeader(bytes, 0, header).more() == 0;
            default -> false;
        };
    }

    private static String describe(final DirectBuffer frame) {
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        return switch (FrameHeader.templateId(frame, 0)) {
            case RegisteredDecoder.TEMPLATE_ID -> new RegisteredDecoder().wrapAndApplyHeader(frame, 0, header).toString();
            case RequestDecoder.TEMPLATE_ID -> new RequestDecoder().wrapAndApplyHeader(frame, 0, header).toString();
            case ReplyDecoder.TEMPLATE_ID -> new ReplyDecoder().wrapAndApplyHeader(frame, 0, header).toString();
            case LifecycleDecoder.TEMPLATE_ID -> new LifecycleDecoder().wrapAndApplyHeader(frame, 0, header).toString();
            case BroadcastDecoder.TEMPLATE_ID -> new BroadcastDecoder().wrapAndApplyHeader(frame, 0, header).toString();
            case UnhandledDecoder.TEMPLATE_ID -> new UnhandledDecoder().wrapAndApplyHeader(frame, 0, header).toString();
            case CustomDecoder.TEMPLATE_ID -> new CustomDecoder().wrapAndApplyHeader(frame, 0, header).toString();
            case AcceptedDecoder.TEMPLATE_ID -> new AcceptedDecoder().wrapAndApplyHeader(frame, 0, header).toString();
            case FailureDecoder.TEMPLATE_ID -> new FailureDecoder().wrapAndApplyHeader(frame, 0, header).toString();
            case ServicesDecoder.TEMPLATE_ID -> new ServicesDecoder().wrapAndApplyHeader(frame, 0, header).toString();
            case StatusDecoder.TEMPLATE_ID -> new StatusDecoder().wrapAndApplyHeader(frame, 0, header).toString();
            case DisconnectDecoder.TEMPLATE_ID -> new DisconnectDecoder().wrapAndApplyHeader(frame, 0, header).toString();
            default -> "";
        };
    }
}
