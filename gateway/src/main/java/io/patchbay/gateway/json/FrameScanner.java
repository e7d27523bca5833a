package io.patchbay.gateway.json;

import io.patchbay.protocol.Choose;
import io.patchbay.protocol.ErrorCode;
import io.patchbay.protocol.Limits;
import io.patchbay.protocol.Versions;

import org.agrona.AsciiSequenceView;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads one client frame strictly, and checks every field that its type has; called by a gateway's sessions for each
 * line or text message (contract, sections 2 to 4 and 7). What it accepts is well formed: names, UUIDs, versions, ranges.
 * Rights and the session's state are for the session.
 *
 * <p>One thread. The views are of a copy, and hold until the next scan. Empty views are absent fields. Nothing is allocated for
 * a message, reply, broadcast, emit, services or status frame that is accepted, once the copy's space has grown.
 */
public final class FrameScanner {
    private static final String TIMEOUT_TEXT = "must be an integer from 1 to 86400000";
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private final Envelope envelope = new Envelope();
    private final UnsafeBuffer destination = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer destinationService = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer destinationVersion = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer destinationMethod = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer consumer = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer responder = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer key = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer traceparent = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer event = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer service = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer token = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer payload = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer errorCode = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer errorMessage = new UnsafeBuffer(0, 0);
    private final AsciiSequenceView ascii = new AsciiSequenceView();
    private final Children children = new Children();
    private final Registration registration = new Registration();
    private FrameType type;
    private boolean hasId;
    private long idHi;
    private long idLo;
    private int timeoutMs;
    private boolean ack;
    private boolean more;
    private boolean hasError;
    private ErrorCode error;
    private String field;
    private String text;

    /**
     * Reads one frame. A CR or LF between tokens of the payload is a space in its view.
     *
     * @param buffer holding it; unchanged.
     * @param offset of its first byte.
     * @param length in bytes, without a line end.
     * @return true if it is a frame that the contract allows; otherwise {@link #error()}, {@link #field()}, {@link #text()}.
     */
    public boolean scan(final DirectBuffer buffer, final int offset, final int length) {
        clear();
        if (!envelope.read(buffer, offset, length)) {
            error = ErrorCode.BAD_JSON;
            return false;
        }
        readId();
        if (envelope.badField() != null) {
            return bad(envelope.badField(), envelope.badText());
        }
        if (!envelope.text(FrameField.TYPE)) {
            return bad(FrameField.TYPE, "must be a string");
        }
        type = FrameType.of(envelope.textBytes(), envelope.textFrom(), envelope.textLength());
        if (type == null) {
            error = ErrorCode.UNKNOWN_TYPE;
            text = "no such frame";
            return false;
        }
        return readFields();
    }

    private boolean readFields() {
        switch (type) {
            case MESSAGE:
                return readMessage();
            case REPLY:
                return checkId(true) && readReply();
            case BROADCAST:
                return checkId(false) && readPayload() && readAck();
            case EMIT:
                return readName(FrameField.EVENT, event, true) && readPayload() && readAck();
            case SERVICES:
                return readName(FrameField.SERVICE, service, false);
            case STATUS:
                return checkId(true);
            case AUTHORIZE:
                return envelope.text(FrameField.TOKEN, token) || bad(FrameField.TOKEN, "must be a string");
            case REGISTER:
                final FrameField wrong = registration.read(envelope, children);
                return wrong == null || bad(wrong, registration.text());
            default:
                return true;
        }
    }

    private boolean readMessage() {
        return checkId(true)
            && readDestination()
            && readName(FrameField.CONSUMER, consumer, false)
            && readName(FrameField.RESPONDER, responder, false)
            && readText(FrameField.KEY, key, 1, Limits.MAX_KEY_BYTES, "must be a string of 1 to 256 bytes")
            && readText(FrameField.TRACEPARENT, traceparent, 0, Limits.MAX_TRACEPARENT_BYTES,
            "must be a string of at most 256 bytes")
            && readTimeoutMs()
            && readAck()
            && readPayload();
    }

    private boolean readReply() {
        if (envelope.has(FrameField.ERROR)) {
            if (envelope.has(FrameField.PAYLOAD)) {
                return bad(FrameField.ERROR, "a reply has a payload or an error");
            }
            if (!readError()) {
                return bad(FrameField.ERROR, "must be an object with the strings code and message");
            }
            hasError = true;
        }
        more = envelope.kind(FrameField.MORE) == 't';
        return isBoolean(FrameField.MORE) && readAck() && readPayload();
    }

    private boolean readError() {
        if (envelope.kind(FrameField.ERROR) != '{') {
            return false;
        }
        boolean hasCode = false;
        boolean hasMessage = false;
        envelope.children(FrameField.ERROR, children);
        while (children.next()) {
            final boolean isCode = children.isNamed("code");
            if (isCode || children.isNamed("message")) {
                if (children.kind() != '"' || (isCode ? hasCode : hasMessage)) {
                    return false;
                }
                envelope.text(children.start(), children.end(), children.isEscaped(), isCode ? errorCode : errorMessage);
                hasCode |= isCode;
                hasMessage |= !isCode;
            }
        }
        return hasCode && hasMessage;
    }

    private boolean readDestination() {
        if (!envelope.text(FrameField.DESTINATION)) {
            return bad(FrameField.DESTINATION, "must be a string");
        }
        final byte[] bytes = envelope.textBytes();
        final int from = envelope.textFrom();
        final int to = from + envelope.textLength();
        final int serviceEnd = NameText.end(bytes, from, to);
        int colon = serviceEnd;
        if (serviceEnd < to && bytes[serviceEnd] == '@') {
            while (colon < to && bytes[colon] != ':') {
                colon++;
            }
        }
        final boolean hasVersion = colon > serviceEnd;
        destination.wrap(bytes, from, to - from);
        final boolean isLegal = colon < to && bytes[colon] == ':'
            && NameText.isName(bytes, from, serviceEnd)
            && NameText.isName(bytes, colon + 1, to)
            && (!hasVersion
                || Versions.isRequirement(ascii.wrap(destination, serviceEnd + 1 - from, colon - serviceEnd - 1)));
        if (!isLegal) {
            return bad(FrameField.DESTINATION, "must be service:method or service@version:method");
        }
        destinationService.wrap(bytes, from, serviceEnd - from);
        if (hasVersion) {
            destinationVersion.wrap(bytes, serviceEnd + 1, colon - serviceEnd - 1);
        }
        destinationMethod.wrap(bytes, colon + 1, to - colon - 1);
        return true;
    }

    private boolean readTimeoutMs() {
        if (!envelope.has(FrameField.TIMEOUT_MS)) {
            return true;
        }
        final byte[] bytes = envelope.bytes();
        final int end = envelope.end(FrameField.TIMEOUT_MS);
        int value = 0;
        for (int i = envelope.start(FrameField.TIMEOUT_MS); i < end; i++) {
            final int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9 || value > Limits.MAX_TIMEOUT_MS) {
                return bad(FrameField.TIMEOUT_MS, TIMEOUT_TEXT);
            }
            value = value * 10 + digit;
        }
        if (value < 1 || value > Limits.MAX_TIMEOUT_MS) {
            return bad(FrameField.TIMEOUT_MS, TIMEOUT_TEXT);
        }
        timeoutMs = value;
        return true;
    }

    private void readId() {
        hasId = envelope.text(FrameField.ID)
            && HexText.isUuid(envelope.textBytes(), envelope.textFrom(), envelope.textLength())
            && (envelope.badField() == null || !FrameField.ID.word.equals(envelope.badField()));
        if (hasId) {
            idHi = HexText.uuidHi(envelope.textBytes(), envelope.textFrom());
            idLo = HexText.uuidLo(envelope.textBytes(), envelope.textFrom());
        }
    }

    private boolean checkId(final boolean isRequired) {
        return hasId || !isRequired && !envelope.has(FrameField.ID) || bad(FrameField.ID, "must be a UUID");
    }

    private boolean readName(final FrameField which, final UnsafeBuffer view, final boolean isRequired) {
        if (!isRequired && !envelope.has(which)) {
            return true;
        }
        return envelope.text(which, view)
            && NameText.isName(envelope.textBytes(), envelope.textFrom(), envelope.textFrom() + envelope.textLength())
            || bad(which, "must be a name: a letter, then up to 63 letters, digits, dots, underscores or hyphens");
    }

    private boolean readText(final FrameField which, final UnsafeBuffer view, final int min, final int max, final String what) {
        return !envelope.has(which)
            || envelope.text(which, view) && view.capacity() >= min && view.capacity() <= max
            || bad(which, what);
    }

    private boolean readAck() {
        ack = envelope.kind(FrameField.ACK) == 't';
        return isBoolean(FrameField.ACK);
    }

    private boolean isBoolean(final FrameField which) {
        final int kind = envelope.kind(which);
        return kind == 0 || kind == 't' || kind == 'f' || bad(which, "must be true or false");
    }

    private boolean readPayload() {
        if (envelope.has(FrameField.PAYLOAD)) {
            final int start = envelope.start(FrameField.PAYLOAD);
            payload.wrap(envelope.bytes(), start, envelope.end(FrameField.PAYLOAD) - start);
        }
        return true;
    }

    private boolean bad(final FrameField which, final String what) {
        return bad(which.word, what);
    }

    private boolean bad(final String name, final String what) {
        error = ErrorCode.BAD_FIELD;
        field = name;
        text = what;
        return false;
    }

    private void clear() {
        type = null;
        hasId = false;
        idHi = 0;
        idLo = 0;
        timeoutMs = 0;
        ack = false;
        more = false;
        hasError = false;
        error = null;
        field = null;
        text = null;
        empty(destination);
        empty(destinationService);
        empty(destinationVersion);
        empty(destinationMethod);
        empty(consumer);
        empty(responder);
        empty(key);
        empty(traceparent);
        empty(event);
        empty(service);
        empty(token);
        empty(errorCode);
        empty(errorMessage);
        payload.wrap(NULL);
    }

    /** Most fields are absent most of the time. */
    private static void empty(final UnsafeBuffer view) {
        if (view.capacity() > 0) {
            view.wrap(NULL, 0, 0);
        }
    }

    /**
     * Type of the frame.
     *
     * @return null where it is missing or unknown, or the frame is not JSON.
     */
    public FrameType type() {
        return type;
    }

    /**
     * Has the frame a well formed id? Known for frames that are refused too, unless as bad-json.
     *
     * @return true if so.
     */
    public boolean hasId() {
        return hasId;
    }

    /**
     * Upper half of the id.
     *
     * @return 0 where there is none.
     */
    public long idHi() {
        return idHi;
    }

    /**
     * Lower half of the id.
     *
     * @return 0 where there is none.
     */
    public long idLo() {
        return idLo;
    }

    /**
     * Destination of a message, as it was spelt.
     *
     * @return a view: service[@version]:method.
     */
    public UnsafeBuffer destination() {
        return destination;
    }

    /**
     * Service of the destination.
     *
     * @return a view: a name.
     */
    public UnsafeBuffer destinationService() {
        return destinationService;
    }

    /**
     * Version that the destination asks for.
     *
     * @return a view, empty where it asks for none.
     */
    public UnsafeBuffer destinationVersion() {
        return destinationVersion;
    }

    /**
     * Method of the destination.
     *
     * @return a view: a name.
     */
    public UnsafeBuffer destinationMethod() {
        return destinationMethod;
    }

    /**
     * Consumer of a message as the sender gave it.
     *
     * @return a view: a name, or empty where it is to be filled in.
     */
    public UnsafeBuffer consumer() {
        return consumer;
    }

    /**
     * Responder of a message.
     *
     * @return a view: a name, or empty for a one-way message.
     */
    public UnsafeBuffer responder() {
        return responder;
    }

    /**
     * Key of a message.
     *
     * @return a view: 1 to 256 bytes, or empty where there is none.
     */
    public UnsafeBuffer key() {
        return key;
    }

    /**
     * Traceparent of a message.
     *
     * @return a view: at most 256 bytes, empty where there is none.
     */
    public UnsafeBuffer traceparent() {
        return traceparent;
    }

    /**
     * TimeoutMs of a message.
     *
     * @return 1 to 86,400,000, or 0 where it is not given.
     */
    public int timeoutMs() {
        return timeoutMs;
    }

    /**
     * Does a message, reply, broadcast or emit ask for an ack?
     *
     * @return true if so.
     */
    public boolean ack() {
        return ack;
    }

    /**
     * Does a reply keep its request open?
     *
     * @return true if so.
     */
    public boolean more() {
        return more;
    }

    /**
     * Is a reply an error reply?
     *
     * @return true where {@link #errorCode()} and {@link #errorMessage()} count, and not the payload.
     */
    public boolean hasError() {
        return hasError;
    }

    /**
     * Code of an error reply.
     *
     * @return a view: plain UTF-8.
     */
    public UnsafeBuffer errorCode() {
        return errorCode;
    }

    /**
     * Message of an error reply.
     *
     * @return a view: plain UTF-8.
     */
    public UnsafeBuffer errorMessage() {
        return errorMessage;
    }

    /**
     * Payload of a message, reply, broadcast or emit, from its first byte to its last.
     *
     * @return a view; the four bytes of null where it is absent.
     */
    public UnsafeBuffer payload() {
        return payload;
    }

    /**
     * Event of an emit.
     *
     * @return a view: a name.
     */
    public UnsafeBuffer event() {
        return event;
    }

    /**
     * Service that a services query asks for.
     *
     * @return a view: a name, or empty for all.
     */
    public UnsafeBuffer service() {
        return service;
    }

    /**
     * Token of an authorize. Never to be logged or journaled.
     *
     * @return a view.
     */
    public UnsafeBuffer token() {
        return token;
    }

    /**
     * Name that a register asks for.
     *
     * @return a name.
     */
    public String name() {
        return registration.name;
    }

    /**
     * Version of a register.
     *
     * @return a semantic version.
     */
    public String version() {
        return registration.version;
    }

    /**
     * Methods of a register, in its order.
     *
     * @return a view, valid until the next scan; empty for a consumer.
     */
    public List<String> methods() {
        return registration.methods;
    }

    /**
     * Has a register a listen list? Without one the defaults of the contract hold.
     *
     * @return true if it has, be it empty.
     */
    public boolean hasListen() {
        return registration.hasListen;
    }

    /**
     * Listen list of a register, each entry once.
     *
     * @return a view, valid until the next scan.
     */
    public List<String> listen() {
        return registration.listen;
    }

    /**
     * Does a register ask for an ack of every frame?
     *
     * @return true if so.
     */
    public boolean acks() {
        return registration.acks;
    }

    /**
     * How to choose among the instances of a service.
     *
     * @return as the register says, round robin by default.
     */
    public Choose choose() {
        return registration.choose;
    }

    /**
     * Media of a register that asks for the Aeron path.
     *
     * @return ipc, udp, or empty where it does not ask.
     */
    public String aeronMedia() {
        return registration.aeronMedia;
    }

    /**
     * Endpoint of a register that asks for UDP.
     *
     * @return host:port, harmless in a channel; empty without UDP.
     */
    public String aeronEndpoint() {
        return registration.aeronEndpoint;
    }

    /**
     * Why the frame was refused.
     *
     * @return bad-json, bad-field or unknown-type; null where it was not.
     */
    public ErrorCode error() {
        return error;
    }

    /**
     * Which top-level field it was refused for.
     *
     * @return null unless {@link #error()} is bad-field.
     */
    public String field() {
        return field;
    }

    /**
     * What is wrong, for a person.
     *
     * @return null where nothing is.
     */
    public String text() {
        return error == ErrorCode.BAD_JSON ? envelope.fault() + " at byte " + envelope.faultPosition() : text;
    }
}
