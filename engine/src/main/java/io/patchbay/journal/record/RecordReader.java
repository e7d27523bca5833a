package io.patchbay.journal.record;

import io.patchbay.data.JournalException;
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
import io.patchbay.protocol.Choose;
import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.Encoding;
import io.patchbay.protocol.ErrorCode;
import io.patchbay.protocol.Indexes;
import io.patchbay.protocol.Limits;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the fields of each kind of record; {@link RecordWriter} is its counterpart. Fills one reused carrier for each kind, with
 * views of the record in place. One thread.
 */
public final class RecordReader {
    private static final int GUESS_BITS = 10;
    private static final int MIX = 0x9E3779B9;
    private static final RecordKind[] KINDS = RecordKind.values();
    private static final WordTable KIND_WORDS = new WordTable(Arrays.stream(KINDS)
        .map(kind -> kind.wireName().getBytes(StandardCharsets.US_ASCII)).toArray(byte[][]::new));

    /** The runs that begin the records of each kind. */
    private static final RecordHead[] HEADS = new RecordHead[KINDS.length];
    /** The kind by the first letters of its name; -1 if there is none. */
    private static final int[] KIND_BY_LETTERS = new int[1 << GUESS_BITS];

    static {
        Arrays.fill(KIND_BY_LETTERS, -1);
        for (final RecordKind kind : KINDS) {
            HEADS[kind.ordinal()] = RecordHead.of(kind);
            final byte[] name = kind.wireName().getBytes(StandardCharsets.US_ASCII);
            final int letters = ByteBuffer.wrap(new byte[] {(byte)(WireCodes.STRING_0 + name.length), name[0], name[1], name[2]})
                .order(ByteOrder.nativeOrder()).getInt();
            if (KIND_BY_LETTERS[guess(letters)] < 0 || kind == RecordKind.MESSAGE || kind == RecordKind.REPLY) {
                KIND_BY_LETTERS[guess(letters)] = kind.ordinal();
            }
        }
    }

    private final RecordCursor cursor = new RecordCursor();
    private final Input[] carriers = new Input[KINDS.length];
    private final MessageInput message;
    private final ReplyInput reply;
    private final RecordCrc crc = new RecordCrc();
    private boolean isChecked;
    private long timeNs;

    public RecordReader() {
        for (final RecordKind kind : KINDS) {
            carriers[kind.ordinal()] = kind.newInput();
        }
        message = (MessageInput)carriers[RecordKind.MESSAGE.ordinal()];
        reply = (ReplyInput)carriers[RecordKind.REPLY.ordinal()];
    }

    /** Reads a record into a carrier that is valid until the next call. */
    public Input read(final long index, final long address, final int length) {
        try {
            isChecked = RecordCrc.isThere(address, length);
            if (isChecked && !crc.isRight(address, length, index)) {
                throw new IllegalArgumentException("its CRC32C differs");
            }
            cursor.wrap(address, isChecked ? length - RecordCrc.LENGTH_BYTES : length);
            final Input in = carriers[begin(index)];
            in.index = index;
            in.timeNs = timeNs;
            if (in == message) {
                message(message);
            } else if (in == reply) {
                reply(reply);
            } else {
                fields(in);
            }
            return in;
        } catch (final IndexOutOfBoundsException | IllegalArgumentException e) {
            throw JournalException.damaged(index, String.valueOf(e.getMessage()), e);
        }
    }

    /** Reads the beginning of a record with its time. Returns the number of its carrier. */
    private int begin(final long index) {
        final int guess = KIND_BY_LETTERS[guess(cursor.peekInt(Field.KIND.headerBytes()))];
        if (guess >= 0 && cursor.takes(HEADS[guess])) {
            timeNs = cursor.number(HEADS[guess], 0);
            requireCheck(Limits.SCHEMA);
            return guess;
        }
        return beginByFields(index);
    }

    private static int guess(final int letters) {
        return letters * MIX >>> Integer.SIZE - GUESS_BITS;
    }

    private int beginByFields(final long index) {
        expect(Field.KIND);
        final int kind = cursor.constant(KIND_WORDS);
        expect(Field.TIME);
        timeNs = cursor.number();
        expect(Field.SCHEMA);
        final long schema = cursor.number();
        expect(Field.RULES);
        final long rules = cursor.number();
        if (schema > Limits.SCHEMA) {
            throw new JournalException(JournalException.Problem.NEWER_SCHEMA, index, "The journal's record "
                + Indexes.format(index) + " has schema " + schema + ", this Patchbay reads up to "
                + Limits.SCHEMA + ": use the newer version that wrote it.", null);
        }
        if (rules > Limits.RULES) {
            throw new JournalException(JournalException.Problem.NEWER_RULES, index, "The journal's record "
                + Indexes.format(index) + " is for rules " + rules + ", this Patchbay knows up to "
                + Limits.RULES + ": use the newer version that wrote it.", null);
        }
        requireCheck(schema);
        if (kind < 0) {
            throw JournalException.unknownKind(index, "a kind that schema " + schema + " does not have");
        }
        return kind;
    }

    /**
     * Throws if a record whose schema requires a checksum has none: a record whose end is not its own would pass for an old one.
     */
    private void requireCheck(final long schema) {
        if (schema < 1) {
            throw new IllegalArgumentException("schema " + schema);
        }
        if (!isChecked && schema >= RecordCrc.SINCE_SCHEMA) {
            throw new IllegalArgumentException("it does not end with its CRC32C");
        }
    }

    /** Returns whether the record that was read last had a checksum; records of older builds have none. */
    public boolean isChecked() {
        return isChecked;
    }

    private void expect(final Field field) {
        if (cursor.next() != field) {
            throw new IllegalArgumentException("no field " + field.wireName());
        }
    }

    private void fields(final Input in) {
        switch (in.kind()) {
            case SETTINGS:
                settings((SettingsInput)in);
                break;
            case GATEWAY_STARTED:
                gatewayStarted((GatewayStartedInput)in);
                break;
            case GATEWAY_LOST:
                gatewayLost((GatewayLostInput)in);
                break;
            case SESSION_OPENED:
                sessionOpened((SessionOpenedInput)in);
                break;
            case SESSION_CLOSED:
                sessionClosed((SessionClosedInput)in);
                break;
            case AUTHORIZED:
                authorized((AuthorizedInput)in);
                break;
            case REFUSED:
                refused((RefusedInput)in);
                break;
            case REGISTRATION:
                registration((RegistrationInput)in);
                break;
            case MESSAGE:
                message((MessageInput)in);
                break;
            case REPLY:
                reply((ReplyInput)in);
                break;
            case BROADCAST:
                broadcast((BroadcastInput)in);
                break;
            case EMIT:
                emit((EmitInput)in);
                break;
            case SERVICES:
                services((ServicesInput)in);
                break;
            case STATUS:
                status((StatusInput)in);
                break;
            case UNREGISTER:
                unregister((UnregisterInput)in);
                break;
            case TICK:
                break;
            case WITHHELD:
                withheld((WithheldInput)in);
                break;
            case DELIVERY_FAILED:
                deliveryFailed((DeliveryFailedInput)in);
                break;
            case CHECKPOINT:
                checkpoint((CheckpointInput)in);
                break;
            case CLOCK_LEAP:
                clockLeap((ClockLeapInput)in);
                break;
            default:
                throw new IllegalStateException("a kind without fields: " + in.kind());
        }
    }

    private void settings(final SettingsInput in) {
        in.defaultTimeoutMs = 0;
        in.drainMs = 0;
        in.duplicateWindowMs = 0;
        in.maxEndedIds = 0;
        in.maxOpenPerAsker = 0;
        in.maxOpenPerInstance = 0;
        in.rejoinGraceMs = 0;
        in.rejoinServiceBytes = 0;
        in.rejoinTotalBytes = 0;
        for (Field field = cursor.next(); field != null; field = cursor.next()) {
            switch (field) {
                case DEFAULT_TIMEOUT_MS:
                    in.defaultTimeoutMs = cursor.integer();
                    break;
                case DRAIN_MS:
                    in.drainMs = cursor.integer();
                    break;
                case DUPLICATE_WINDOW_MS:
                    in.duplicateWindowMs = cursor.number();
                    break;
                case MAX_ENDED_IDS:
                    in.maxEndedIds = cursor.integer();
                    break;
                case MAX_OPEN_PER_ASKER:
                    in.maxOpenPerAsker = cursor.integer();
                    break;
                case MAX_OPEN_PER_INSTANCE:
                    in.maxOpenPerInstance = cursor.integer();
                    break;
                case REJOIN_GRACE_MS:
                    in.rejoinGraceMs = cursor.integer();
                    break;
                case REJOIN_SERVICE_BYTES:
                    in.rejoinServiceBytes = cursor.number();
                    break;
                case REJOIN_TOTAL_BYTES:
                    in.rejoinTotalBytes = cursor.number();
                    break;
                default:
                    cursor.skip();
            }
        }
    }

    private void gatewayStarted(final GatewayStartedInput in) {
        in.name = "";
        in.slot = 0;
        for (Field field = cursor.next(); field != null; field = cursor.next()) {
            switch (field) {
                case NAME:
                    in.name = cursor.text();
                    break;
                case SLOT:
                    in.slot = cursor.integer();
                    break;
                default:
                    cursor.skip();
            }
        }
    }

    private void gatewayLost(final GatewayLostInput in) {
        in.gateway = 0;
        in.orderly = false;
        for (Field field = cursor.next(); field != null; field = cursor.next()) {
            switch (field) {
                case GATEWAY:
                    in.gateway = cursor.number();
                    break;
                case ORDERLY:
                    in.orderly = cursor.flag();
                    break;
                default:
                    cursor.skip();
            }
        }
    }

    private void sessionOpened(final SessionOpenedInput in) {
        in.gateway = 0;
        in.session = "";
        in.transport = "";
        in.remote = "";
        for (Field field = cursor.next(); field != null; field = cursor.next()) {
            switch (field) {
                case GATEWAY:
                    in.gateway = cursor.number();
                    break;
                case SESSION:
                    in.session = cursor.text();
                    break;
                case TRANSPORT:
                    in.transport = cursor.text();
                    break;
                case REMOTE:
                    in.remote = cursor.text();
                    break;
                default:
                    cursor.skip();
            }
        }
    }

    private void sessionClosed(final SessionClosedInput in) {
        in.session = 0;
        in.instance = 0;
        in.reason = null;
        for (Field field = cursor.next(); field != null; field = cursor.next()) {
            switch (field) {
                case SESSION:
                    in.session = cursor.number();
                    break;
                case INSTANCE:
                    in.instance = cursor.number();
                    break;
                case REASON:
                    in.reason = DisconnectReason.fromWire(cursor.text());
                    break;
                default:
                    cursor.skip();
            }
        }
        required(in.reason, Field.REASON);
    }

    private void authorized(final AuthorizedInput in) {
        in.session = 0;
        in.principal = "";
        for (Field field = cursor.next(); field != null; field = cursor.next()) {
            switch (field) {
                case SESSION:
                    in.session = cursor.number();
                    break;
                case PRINCIPAL:
                    in.principal = cursor.text();
                    break;
                default:
                    cursor.skip();
            }
        }
    }

    private void refused(final RefusedInput in) {
        in.session = 0;
        in.principal = "";
        in.remote = "";
        in.code = null;
        in.what = "";
        in.uncounted = 0;
        for (Field field = cursor.next(); field != null; field = cursor.next()) {
            switch (field) {
                case SESSION:
                    in.session = cursor.number();
                    break;
                case PRINCIPAL:
                    in.principal = cursor.text();
                    break;
                case REMOTE:
                    in.remote = cursor.text();
                    break;
                case CODE:
                    in.code = ErrorCode.fromWire(cursor.text());
                    break;
                case WHAT:
                    in.what = cursor.text();
                    break;
                case UNCOUNTED:
                    in.uncounted = cursor.number();
                    break;
                default:
                    cursor.skip();
            }
        }
        required(in.code, Field.CODE);
    }

    private void registration(final RegistrationInput in) {
        in.session = 0;
        in.gateway = 0;
        in.principal = "";
        in.name = "";
        in.version = "";
        in.methods.clear();
        in.listen.clear();
        in.choose = null;
        in.acks = false;
        in.aeron = "";
        for (Field field = cursor.next(); field != null; field = cursor.next()) {
            switch (field) {
                case SESSION:
                    in.session = cursor.number();
                    break;
                case GATEWAY:
                    in.gateway = cursor.number();
                    break;
                case PRINCIPAL:
                    in.principal = cursor.text();
                    break;
                case NAME:
                    in.name = cursor.text();
                    break;
                case VERSION:
                    in.version = cursor.text();
                    break;
                case METHODS:
                    cursor.list(in.methods);
                    break;
                case LISTEN:
                    cursor.list(in.listen);
                    break;
                case CHOOSE:
                    in.choose = Choose.fromWire(cursor.text());
                    break;
                case ACKS:
                    in.acks = cursor.flag();
                    break;
                case AERON:
                    in.aeron = cursor.text();
                    break;
                default:
                    cursor.skip();
            }
        }
        required(in.choose, Field.CHOOSE);
    }

    private void message(final MessageInput in) {
        in.from = 0;
        in.idHi = 0;
        in.idLo = 0;
        in.destination.wrap(0, 0);
        in.responder.wrap(0, 0);
        in.key.wrap(0, 0);
        in.traceparent.wrap(0, 0);
        in.timeoutMs = 0;
        in.ack = false;
        in.encoding = Encoding.JSON;
        in.payload.wrap(0, 0);
        // The writer's order is tried first; any other order is left to the loop.
        if (cursor.takes(RecordHead.FROM_ID)) {
            in.from = cursor.number(RecordHead.FROM_ID, 0);
            cursor.uuid(RecordHead.FROM_ID, 1);
            in.idHi = cursor.idHi();
            in.idLo = cursor.idLo();
        }
        if (cursor.takes(Field.DESTINATION)) {
            cursor.text(in.destination);
        }
        if (cursor.takes(Field.RESPONDER)) {
            cursor.text(in.responder);
        }
        if (cursor.takes(Field.KEY)) {
            cursor.text(in.key);
        }
        if (cursor.takes(Field.TIMEOUT_MS)) {
            in.timeoutMs = cursor.integer();
        }
        if (cursor.takes(Field.PAYLOAD)) {
            in.encoding = cursor.payload(in.payload);
        }
        for (Field field = cursor.next(); field != null; field = cursor.next()) {
            switch (field) {
                case FROM:
                    in.from = cursor.number();
                    break;
                case ID:
                    cursor.uuid();
                    in.idHi = cursor.idHi();
                    in.idLo = cursor.idLo();
                    break;
                case DESTINATION:
                    cursor.text(in.destination);
                    break;
                case RESPONDER:
                    cursor.text(in.responder);
                    break;
                case KEY:
                    cursor.text(in.key);
                    break;
                case TRACEPARENT:
                    cursor.text(in.traceparent);
                    break;
                case TIMEOUT_MS:
                    in.timeoutMs = cursor.integer();
                    break;
                case ACK:
                    in.ack = cursor.flag();
                    break;
                case PAYLOAD:
                    in.encoding = cursor.payload(in.payload);
                    break;
                default:
                    cursor.skip();
            }
        }
    }

    private void reply(final ReplyInput in) {
        in.from = 0;
        in.idHi = 0;
        in.idLo = 0;
        in.more = false;
        in.error = false;
        in.ack = false;
        in.errorCode.wrap(0, 0);
        in.errorMessage.wrap(0, 0);
        in.encoding = Encoding.JSON;
        in.payload.wrap(0, 0);
        // The writer's order is tried first; any other order is left to the loop.
        if (cursor.takes(RecordHead.FROM_ID)) {
            in.from = cursor.number(RecordHead.FROM_ID, 0);
            cursor.uuid(RecordHead.FROM_ID, 1);
            in.idHi = cursor.idHi();
            in.idLo = cursor.idLo();
        }
        if (cursor.takes(Field.PAYLOAD)) {
            in.encoding = cursor.payload(in.payload);
        }
        for (Field field = cursor.next(); field != null; field = cursor.next()) {
            switch (field) {
                case FROM:
                    in.from = cursor.number();
                    break;
                case ID:
                    cursor.uuid();
                    in.idHi = cursor.idHi();
                    in.idLo = cursor.idLo();
                    break;
                case MORE:
                    in.more = cursor.flag();
                    break;
                case ACK:
                    in.ack = cursor.flag();
                    break;
                case ERROR:
                    in.error = true;
                    cursor.text(in.errorCode);
                    break;
                case ERROR_MESSAGE:
                    cursor.text(in.errorMessage);
                    break;
                case PAYLOAD:
                    in.encoding = cursor.payload(in.payload);
                    break;
                default:
                    cursor.skip();
            }
        }
    }

    private void broadcast(final BroadcastInput in) {
        in.from = 0;
        in.hasId = false;
        in.idHi = 0;
        in.idLo = 0;
        in.ack = false;
        in.encoding = Encoding.JSON;
        in.payload.wrap(0, 0);
        // The writer's order is tried first; any other order is left to the loop.
        if (cursor.takes(RecordHead.FROM_ID)) {
            in.from = cursor.number(RecordHead.FROM_ID, 0);
            cursor.uuid(RecordHead.FROM_ID, 1);
            in.idHi = cursor.idHi();
            in.idLo = cursor.idLo();
            in.hasId = true;
        }
        if (cursor.takes(Field.PAYLOAD)) {
            in.encoding = cursor.payload(in.payload);
        }
        for (Field field = cursor.next(); field != null; field = cursor.next()) {
            switch (field) {
                case FROM:
                    in.from = cursor.number();
                    break;
                case ID:
                    cursor.uuid();
                    in.hasId = true;
                    in.idHi = cursor.idHi();
                    in.idLo = cursor.idLo();
                    break;
                case ACK:
                    in.ack = cursor.flag();
                    break;
                case PAYLOAD:
                    in.encoding = cursor.payload(in.payload);
                    break;
                default:
                    cursor.skip();
            }
        }
    }

    private void emit(final EmitInput in) {
        in.from = 0;
        in.event.wrap(0, 0);
        in.ack = false;
        in.encoding = Encoding.JSON;
        in.payload.wrap(0, 0);
        // The writer's order is tried first; any other order is left to the loop.
        if (cursor.takes(Field.FROM)) {
            in.from = cursor.number();
        }
        if (cursor.takes(Field.EVENT)) {
            cursor.text(in.event);
        }
        if (cursor.takes(Field.PAYLOAD)) {
            in.encoding = cursor.payload(in.payload);
        }
        for (Field field = cursor.next(); field != null; field = cursor.next()) {
            switch (field) {
                case FROM:
                    in.from = cursor.number();
                    break;
                case EVENT:
                    cursor.text(in.event);
                    break;
                case ACK:
                    in.ack = cursor.flag();
                    break;
                case PAYLOAD:
                    in.encoding = cursor.payload(in.payload);
                    break;
                default:
                    cursor.skip();
            }
        }
    }

    private void services(final ServicesInput in) {
        in.from = 0;
        in.service.wrap(0, 0);
        for (Field field = cursor.next(); field != null; field = cursor.next()) {
            switch (field) {
                case FROM:
                    in.from = cursor.number();
                    break;
                case SERVICE:
                    cursor.text(in.service);
                    break;
                default:
                    cursor.skip();
            }
        }
    }

    private void status(final StatusInput in) {
        in.from = 0;
        in.idHi = 0;
        in.idLo = 0;
        // The writer's order is tried first; any other order is left to the loop.
        if (cursor.takes(RecordHead.FROM_ID)) {
            in.from = cursor.number(RecordHead.FROM_ID, 0);
            cursor.uuid(RecordHead.FROM_ID, 1);
            in.idHi = cursor.idHi();
            in.idLo = cursor.idLo();
        }
        for (Field field = cursor.next(); field != null; field = cursor.next()) {
            switch (field) {
                case FROM:
                    in.from = cursor.number();
                    break;
                case ID:
                    cursor.uuid();
                    in.idHi = cursor.idHi();
                    in.idLo = cursor.idLo();
                    break;
                default:
                    cursor.skip();
            }
        }
    }

    private void unregister(final UnregisterInput in) {
        in.from = 0;
        for (Field field = cursor.next(); field != null; field = cursor.next()) {
            if (field == Field.FROM) {
                in.from = cursor.number();
            } else {
                cursor.skip();
            }
        }
    }

    private void withheld(final WithheldInput in) {
        in.request = 0;
        in.instance = 0;
        for (Field field = cursor.next(); field != null; field = cursor.next()) {
            switch (field) {
                case REQUEST:
                    in.request = cursor.number();
                    break;
                case INSTANCE:
                    in.instance = cursor.number();
                    break;
                default:
                    cursor.skip();
            }
        }
    }

    private void deliveryFailed(final DeliveryFailedInput in) {
        in.instance = 0;
        in.reason = null;
        for (Field field = cursor.next(); field != null; field = cursor.next()) {
            switch (field) {
                case INSTANCE:
                    in.instance = cursor.number();
                    break;
                case REASON:
                    in.reason = DisconnectReason.fromWire(cursor.text());
                    break;
                default:
                    cursor.skip();
            }
        }
        required(in.reason, Field.REASON);
    }

    private void checkpoint(final CheckpointInput in) {
        in.at = 0;
        in.hash = 0;
        in.records = 0;
        for (Field field = cursor.next(); field != null; field = cursor.next()) {
            switch (field) {
                case AT:
                    in.at = cursor.number();
                    break;
                case HASH:
                    in.hash = cursor.number();
                    break;
                case RECORDS:
                    in.records = cursor.number();
                    break;
                default:
                    cursor.skip();
            }
        }
    }

    private void clockLeap(final ClockLeapInput in) {
        in.wallNs = 0;
        in.leapNs = 0;
        for (Field field = cursor.next(); field != null; field = cursor.next()) {
            switch (field) {
                case WALL:
                    in.wallNs = cursor.number();
                    break;
                case LEAP_NS:
                    in.leapNs = cursor.number();
                    break;
                default:
                    cursor.skip();
            }
        }
    }

    private static void required(final Object value, final Field field) {
        if (value == null) {
            throw new IllegalArgumentException("no known word in the field " + field.wireName());
        }
    }
}
