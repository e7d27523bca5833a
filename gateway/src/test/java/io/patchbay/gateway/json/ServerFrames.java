package io.patchbay.gateway.json;

import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.ErrorCode;
import io.patchbay.protocol.EventName;
import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;
import io.patchbay.protocol.sbe.AcceptedDecoder;
import io.patchbay.protocol.sbe.AcceptedEncoder;
import io.patchbay.protocol.sbe.BroadcastDecoder;
import io.patchbay.protocol.sbe.BroadcastEncoder;
import io.patchbay.protocol.sbe.CustomDecoder;
import io.patchbay.protocol.sbe.CustomEncoder;
import io.patchbay.protocol.sbe.DisconnectDecoder;
import io.patchbay.protocol.sbe.DisconnectEncoder;
import io.patchbay.protocol.sbe.FailureDecoder;
import io.patchbay.protocol.sbe.FailureEncoder;
import io.patchbay.protocol.sbe.LifecycleDecoder;
import io.patchbay.protocol.sbe.LifecycleEncoder;
import io.patchbay.protocol.sbe.MessageHeaderDecoder;
import io.patchbay.protocol.sbe.MessageHeaderEncoder;
import io.patchbay.protocol.sbe.RegisteredDecoder;
import io.patchbay.protocol.sbe.RegisteredEncoder;
import io.patchbay.protocol.sbe.ReplyDecoder;
import io.patchbay.protocol.sbe.ReplyEncoder;
import io.patchbay.protocol.sbe.RequestDecoder;
import io.patchbay.protocol.sbe.RequestEncoder;
import io.patchbay.protocol.sbe.ServicesDecoder;
import io.patchbay.protocol.sbe.ServicesEncoder;
import io.patchbay.protocol.sbe.StatusDecoder;
import io.patchbay.protocol.sbe.StatusEncoder;
import io.patchbay.protocol.sbe.UnhandledDecoder;
import io.patchbay.protocol.sbe.UnhandledEncoder;

import org.agrona.ExpandableArrayBuffer;

import java.nio.charset.StandardCharsets;

/**
 * Creates frames as an engine sends them, for tests of the encoder.
 */
final class ServerFrames {
    static final long INDEX = 0x4f6800000001L;
    static final long INSTANCE = 0x4f6800000000L;
    static final long ID_HI = 0x6f1c2f4e8f634f0eL;
    static final long ID_LO = 0x9d7a0123456789abL;
    static final long TIME = 1_795_384_471_000_000_042L;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();

    RequestDecoder request(final String responder, final String key, final String traceparent, final int timeoutMs,
        final byte[] payload, final int encoding) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final RequestEncoder encoder = new RequestEncoder().wrapAndApplyHeader(buffer, 0, header);
        encoder.index(INDEX).n(0).flags(0).target(INSTANCE).idHi(ID_HI).idLo(ID_LO).deadline(TIME).timeoutMs(timeoutMs)
            .encoding((short)encoding);
        encoder.putDestination(utf8("pricing@1.4:quote"), 0, 17);
        encoder.putConsumer(utf8("desk"), 0, 4);
        encoder.putResponder(utf8(responder), 0, utf8(responder).length);
        encoder.putKey(utf8(key), 0, utf8(key).length);
        encoder.putTraceparent(utf8(traceparent), 0, utf8(traceparent).length);
        encoder.putPayload(payload, 0, payload.length);
        return new RequestDecoder().wrapAndApplyHeader(buffer, 0, headerDecoder);
    }

    ReplyDecoder reply(final boolean more, final boolean error, final String code, final String message, final byte[] payload,
        final int encoding) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final ReplyEncoder encoder = new ReplyEncoder().wrapAndApplyHeader(buffer, 0, header);
        encoder.index(INDEX).n(0).flags(0).target(7).idHi(ID_HI).idLo(ID_LO).instance(INSTANCE).more((short)(more ? 1 : 0))
            .error((short)(error ? 1 : 0)).encoding((short)encoding);
        encoder.putResponder(utf8("onQuote"), 0, 7);
        encoder.putErrorCode(utf8(code), 0, utf8(code).length);
        encoder.putErrorMessage(utf8(message), 0, utf8(message).length);
        encoder.putPayload(payload, 0, payload.length);
        return new ReplyDecoder().wrapAndApplyHeader(buffer, 0, headerDecoder);
    }

    LifecycleDecoder lifecycle(final EventName event, final DisconnectReason reason, final String methods) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final LifecycleEncoder encoder = new LifecycleEncoder().wrapAndApplyHeader(buffer, 0, header);
        encoder.index(INDEX).n(0).flags(0).target(0).time(TIME).instance(INSTANCE).event((short)event.ordinal())
            .reason((short)(reason == null ? 255 : reason.ordinal()));
        encoder.putService(utf8("pricing"), 0, 7);
        encoder.putVersion(utf8("1.4.2"), 0, 5);
        encoder.putMethods(utf8(methods), 0, utf8(methods).length);
        return new LifecycleDecoder().wrapAndApplyHeader(buffer, 0, headerDecoder);
    }

    BroadcastDecoder broadcast(final boolean hasId, final byte[] payload, final int encoding) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final BroadcastEncoder encoder = new BroadcastEncoder().wrapAndApplyHeader(buffer, 0, header);
        encoder.index(INDEX).n(0).flags(0).target(0).time(TIME).instance(INSTANCE).idHi(ID_HI).idLo(ID_LO)
            .hasId((short)(hasId ? 1 : 0)).encoding((short)encoding);
        encoder.putFrom(utf8("desk"), 0, 4);
        encoder.putPayload(payload, 0, payload.length);
        return new BroadcastDecoder().wrapAndApplyHeader(buffer, 0, headerDecoder);
    }

    UnhandledDecoder unhandled(final UnhandledReason reason, final boolean isKnown) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final UnhandledEncoder encoder = new UnhandledEncoder().wrapAndApplyHeader(buffer, 0, header);
        encoder.index(INDEX).n(0).flags(0).target(0).time(TIME).idHi(ID_HI).idLo(ID_LO).request(isKnown ? INDEX - 1 : 0)
            .instance(isKnown ? INSTANCE : 0).sender(9).reason((short)reason.ordinal());
        encoder.putDestination(utf8("pricing:quote"), 0, isKnown ? 13 : 0);
        encoder.putConsumer(utf8("desk"), 0, isKnown ? 4 : 0);
        encoder.putResponder(utf8("onQuote"), 0, isKnown ? 7 : 0);
        return new UnhandledDecoder().wrapAndApplyHeader(buffer, 0, headerDecoder);
    }

    CustomDecoder custom(final byte[] payload, final int encoding) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final CustomEncoder encoder = new CustomEncoder().wrapAndApplyHeader(buffer, 0, header);
        encoder.index(INDEX).n(0).flags(0).target(0).time(TIME).instance(INSTANCE).encoding((short)encoding);
        encoder.putService(utf8("rates"), 0, 5);
        encoder.putEvent(utf8("tick"), 0, 4);
        encoder.putPayload(payload, 0, payload.length);
        return new CustomDecoder().wrapAndApplyHeader(buffer, 0, headerDecoder);
    }

    AcceptedDecoder accepted(final boolean hasId) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        new AcceptedEncoder().wrapAndApplyHeader(buffer, 0, header).index(INDEX).n(0).flags(0).target(7).idHi(ID_HI).idLo(ID_LO)
            .hasId((short)(hasId ? 1 : 0));
        return new AcceptedDecoder().wrapAndApplyHeader(buffer, 0, headerDecoder);
    }

    FailureDecoder failure(final boolean hasId, final ErrorCode code, final String field, final String message) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final FailureEncoder encoder = new FailureEncoder().wrapAndApplyHeader(buffer, 0, header);
        encoder.index(INDEX).n(0).flags(0).target(7).idHi(ID_HI).idLo(ID_LO).hasId((short)(hasId ? 1 : 0))
            .code((short)code.ordinal());
        encoder.putField(utf8(field), 0, utf8(field).length);
        encoder.putMessage(utf8(message), 0, utf8(message).length);
        return new FailureDecoder().wrapAndApplyHeader(buffer, 0, headerDecoder);
    }

    /**
     * Creates a services frame from rows of service, version and methods. Instances count up from {@link #INSTANCE}, pending from
     * 0.
     */
    ServicesDecoder services(final boolean more, final String[]... rows) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final ServicesEncoder encoder = new ServicesEncoder().wrapAndApplyHeader(buffer, 0, header);
        encoder.index(INDEX).n(0).flags(0).target(7).more((short)(more ? 1 : 0));
        final ServicesEncoder.InstancesEncoder group = encoder.instancesCount(rows.length);
        int i = 0;
        for (final String[] row : rows) {
            group.next().instance(INSTANCE + i).pending(i);
            group.putService(utf8(row[0]), 0, utf8(row[0]).length);
            group.putVersion(utf8(row[1]), 0, utf8(row[1]).length);
            group.putMethods(utf8(row[2]), 0, utf8(row[2]).length);
            i++;
        }
        return new ServicesDecoder().wrapAndApplyHeader(buffer, 0, headerDecoder);
    }

    /** Creates a registered frame from rows of service, versions and methods. Counts of instances count up from 1. */
    RegisteredDecoder registered(final boolean more, final String[]... rows) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final RegisteredEncoder encoder = new RegisteredEncoder().wrapAndApplyHeader(buffer, 0, header);
        encoder.index(INDEX).n(0).flags(0).target(INSTANCE).more((short)(more ? 1 : 0));
        final RegisteredEncoder.ServicesEncoder group = encoder.servicesCount(rows.length);
        int i = 0;
        for (final String[] row : rows) {
            group.next().instances(++i);
            group.putName(utf8(row[0]), 0, utf8(row[0]).length);
            group.putVersions(utf8(row[1]), 0, utf8(row[1]).length);
            group.putMethods(utf8(row[2]), 0, utf8(row[2]).length);
        }
        return new RegisteredDecoder().wrapAndApplyHeader(buffer, 0, headerDecoder);
    }

    StatusDecoder status(final RequestStatus status, final UnhandledReason reason, final long ended) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        new StatusEncoder().wrapAndApplyHeader(buffer, 0, header).index(INDEX + 5).n(0).flags(0).target(7).idHi(ID_HI).idLo(ID_LO)
            .ended(ended).status((short)status.ordinal()).reason((short)(reason == null ? 255 : reason.ordinal()));
        return new StatusDecoder().wrapAndApplyHeader(buffer, 0, headerDecoder);
    }

    DisconnectDecoder disconnect(final DisconnectReason reason) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        new DisconnectEncoder().wrapAndApplyHeader(buffer, 0, header).index(INDEX).n(0).flags(0).target(7)
            .reason((short)reason.ordinal());
        return new DisconnectDecoder().wrapAndApplyHeader(buffer, 0, headerDecoder);
    }

    static byte[] utf8(final String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
