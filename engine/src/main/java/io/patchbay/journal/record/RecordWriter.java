package io.patchbay.journal.record;

import io.patchbay.engine.input.AuthorizedInput;
import io.patchbay.engine.input.BroadcastInput;
import io.patchbay.engine.input.CheckpointInput;
import io.patchbay.engine.input.ClockLeapInput;
import io.patchbay.engine.input.DeliveryFailedInput;
import io.patchbay.engine.input.EmitInput;
import io.patchbay.engine.input.GatewayLostInput;
import io.patchbay.engine.input.GatewayStartedInput;
import io.patchbay.engine.input.Input;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.RecordKind;
import io.patchbay.engine.input.RefusedInput;
import io.patchbay.engine.input.RegistrationInput;
import io.patchbay.engine.input.ReplyInput;
import io.patchbay.engine.input.ServicesInput;
import io.patchbay.engine.input.SessionClosedInput;
import io.patchbay.engine.input.SessionOpenedInput;
import io.patchbay.engine.input.SettingsInput;
import io.patchbay.engine.input.StatusInput;
import io.patchbay.engine.input.UnregisterInput;
import io.patchbay.engine.input.WithheldInput;

import java.util.Arrays;

/**
 * Writes the fields of each kind of record; {@link RecordReader} is its counterpart. A value that is empty, false or 0 is left
 * out where that means that it is absent.
 */
public final class RecordWriter {
    private static final RecordHead[] HEADS = Arrays.stream(RecordKind.values()).map(RecordHead::of).toArray(RecordHead[]::new);

    private final RecordEncoder encoder;

    public RecordWriter(final RecordEncoder encoder) {
        this.encoder = encoder;
    }

    /** Writes the fields that begin every record. */
    public void begin(final Input in) {
        encoder.reset();
        encoder.head(HEADS[in.kind().ordinal()], in.timeNs);
    }

    public void settings(final SettingsInput in) {
        encoder.number(Field.DEFAULT_TIMEOUT_MS, in.defaultTimeoutMs);
        encoder.number(Field.DRAIN_MS, in.drainMs);
        encoder.number(Field.DUPLICATE_WINDOW_MS, in.duplicateWindowMs);
        encoder.number(Field.MAX_ENDED_IDS, in.maxEndedIds);
        encoder.number(Field.MAX_OPEN_PER_ASKER, in.maxOpenPerAsker);
        encoder.number(Field.MAX_OPEN_PER_INSTANCE, in.maxOpenPerInstance);
        if (in.rejoinGraceMs != 0) {
            encoder.number(Field.REJOIN_GRACE_MS, in.rejoinGraceMs);
        }
        if (in.rejoinServiceBytes != 0) {
            encoder.number(Field.REJOIN_SERVICE_BYTES, in.rejoinServiceBytes);
        }
        if (in.rejoinTotalBytes != 0) {
            encoder.number(Field.REJOIN_TOTAL_BYTES, in.rejoinTotalBytes);
        }
    }

    public void gatewayStarted(final GatewayStartedInput in) {
        encoder.text(Field.NAME, in.name);
        encoder.number(Field.SLOT, in.slot);
    }

    public void gatewayLost(final GatewayLostInput in) {
        encoder.hex(Field.GATEWAY, in.gateway);
        encoder.flag(Field.ORDERLY, in.orderly);
    }

    public void sessionOpened(final SessionOpenedInput in) {
        encoder.hex(Field.GATEWAY, in.gateway);
        encoder.text(Field.SESSION, in.session);
        encoder.text(Field.TRANSPORT, in.transport);
        encoder.text(Field.REMOTE, in.remote);
    }

    public void sessionClosed(final SessionClosedInput in) {
        encoder.hex(Field.SESSION, in.session);
        if (in.instance != 0) {
            encoder.hex(Field.INSTANCE, in.instance);
        }
        encoder.constant(Field.REASON, in.reason.wireName());
    }

    public void authorized(final AuthorizedInput in) {
        encoder.hex(Field.SESSION, in.session);
        encoder.text(Field.PRINCIPAL, in.principal);
    }

    public void refused(final RefusedInput in) {
        if (in.session != 0) {
            encoder.hex(Field.SESSION, in.session);
        }
        encoder.text(Field.PRINCIPAL, in.principal);
        encoder.text(Field.REMOTE, in.remote);
        encoder.constant(Field.CODE, in.code.wireName());
        encoder.text(Field.WHAT, in.what);
        if (in.uncounted != 0) {
            encoder.number(Field.UNCOUNTED, in.uncounted);
        }
    }

    public void registration(final RegistrationInput in) {
        encoder.hex(Field.SESSION, in.session);
        encoder.hex(Field.GATEWAY, in.gateway);
        encoder.text(Field.PRINCIPAL, in.principal);
        encoder.text(Field.NAME, in.name);
        encoder.text(Field.VERSION, in.version);
        encoder.list(Field.METHODS, in.methods);
        encoder.list(Field.LISTEN, in.listen);
        encoder.constant(Field.CHOOSE, in.choose.wireName());
        encoder.flag(Field.ACKS, in.acks);
        encoder.text(Field.AERON, in.aeron);
    }

    public void message(final MessageInput in) {
        encoder.fromId(in.from, in.idHi, in.idLo);
        encoder.text(Field.DESTINATION, in.destination);
        encoder.text(Field.RESPONDER, in.responder);
        encoder.text(Field.KEY, in.key);
        encoder.text(Field.TRACEPARENT, in.traceparent);
        if (in.timeoutMs != 0) {
            encoder.number(Field.TIMEOUT_MS, in.timeoutMs);
        }
        encoder.flag(Field.ACK, in.ack);
        encoder.payload(in.encoding, in.payload);
    }

    public void reply(final ReplyInput in) {
        encoder.fromId(in.from, in.idHi, in.idLo);
        encoder.flag(Field.MORE, in.more);
        encoder.flag(Field.ACK, in.ack);
        if (in.error) {
            encoder.textAlways(Field.ERROR, in.errorCode);
            encoder.text(Field.ERROR_MESSAGE, in.errorMessage);
        }
        encoder.payload(in.encoding, in.payload);
    }

    public void broadcast(final BroadcastInput in) {
        if (in.hasId) {
            encoder.fromId(in.from, in.idHi, in.idLo);
        } else {
            encoder.hex(Field.FROM, in.from);
        }
        encoder.flag(Field.ACK, in.ack);
        encoder.payload(in.encoding, in.payload);
    }

    public void emit(final EmitInput in) {
        encoder.hex(Field.FROM, in.from);
        encoder.text(Field.EVENT, in.event);
        encoder.flag(Field.ACK, in.ack);
        encoder.payload(in.encoding, in.payload);
    }

    public void services(final ServicesInput in) {
        encoder.hex(Field.FROM, in.from);
        encoder.text(Field.SERVICE, in.service);
    }

    public void status(final StatusInput in) {
        encoder.fromId(in.from, in.idHi, in.idLo);
    }

    public void unregister(final UnregisterInput in) {
        encoder.hex(Field.FROM, in.from);
    }

    public void withheld(final WithheldInput in) {
        encoder.hex(Field.REQUEST, in.request);
        encoder.hex(Field.INSTANCE, in.instance);
    }

    public void deliveryFailed(final DeliveryFailedInput in) {
        encoder.hex(Field.INSTANCE, in.instance);
        encoder.constant(Field.REASON, in.reason.wireName());
    }

    public void checkpoint(final CheckpointInput in) {
        encoder.hex(Field.AT, in.at);
        encoder.hex(Field.HASH, in.hash);
        encoder.number(Field.RECORDS, in.records);
    }

    public void clockLeap(final ClockLeapInput in) {
        encoder.number(Field.WALL, in.wallNs);
        encoder.number(Field.LEAP_NS, in.leapNs);
    }
}
