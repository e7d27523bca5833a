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
 * Reads one client frame strictly and checks every field that frames of its type have. The gateway calls it for each line of a
 * TCP connection and for each text message of a WebSocket. A frame that it accepts is well formed: its names, UUIDs, versions and
 * numbers are valid (PROTOCOL.md, "Framing"). The session checks rights and its own state afterwards.
 *
 * <p>One thread. The views refer to a copy of the frame and are valid until the next scan. An absent field has an empty view.
 * Accepting a message, reply, broadcast, emit, services or status frame allocates nothing, once the copy's array has grown to its
 * size.
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
     * Reads one frame. In the view of the payload, a CR or LF between tokens is replaced by a space.
     *
     * @param buffer with the frame; not changed.
     * @param offset of the frame's first byte.
     * @param length of the frame in bytes, without line end.
     * @return whether the frame is valid; if not, {@link #error()}, {@link #field()} and {@link #text()} tell why.
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
            && (envelope.badField() == null || !FrameField.ID.wireName.equals(envelope.badField()));
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
        return bad(which.wireName, what);
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

    /** Empties a view. Most views are empty already, so the check saves most of the writes. */
    private static void empty(final UnsafeBuffer view) {
        if (view.capacity() > 0) {
            view.wrap(NULL, 0, 0);
        }
    }

    /**
     * Returns the type of the frame.
     *
     * @return null where the type is missing or unknown, or the frame is not JSON.
     */
    public FrameType type() {
        return type;
    }

    /**
     * Returns whether the frame has a well-formed id. The id of a refused frame is known too, unless the error is
     * {@code bad-json}.
     *
     * @return true where {@link #idHi()} and {@link #idLo()} are set.
     */
    public boolean hasId() {
        return hasId;
    }

    /**
     * Returns the upper half of the id.
     *
     * @return 0 where the frame has no id.
     */
    public long idHi() {
        return idHi;
    }

    /**
     * Returns the lower half of the id.
     *
     * @return 0 where the frame has no id.
     */
    public long idLo() {
        return idLo;
    }

    /**
     * Returns the destination of a message as the client spelled it.
     *
     * @return a view of {@code service[@version]:method}.
     */
    public UnsafeBuffer destination() {
        return destination;
    }

    /**
     * Returns the service of the destination.
     *
     * @return a view of a name.
     */
    public UnsafeBuffer destinationService() {
        return destinationService;
    }

    /**
     * Returns the version that the destination asks for.
     *
     * @return a view, empty where the destination has no version.
     */
    public UnsafeBuffer destinationVersion() {
        return destinationVersion;
    }

    /**
     * Returns the method of the destination.
     *
     * @return a view of a name.
     */
    public UnsafeBuffer destinationMethod() {
        return destinationMethod;
    }

    /**
     * Returns the consumer of a message as the client gave it.
     *
     * @return a view of a name; empty where the session is to fill in its own.
     */
    public UnsafeBuffer consumer() {
        return consumer;
    }

    /**
     * Returns the responder of a message.
     *
     * @return a view of a name, empty for a one-way message.
     */
    public UnsafeBuffer responder() {
        return responder;
    }

    /**
     * Returns the key of a message.
     *
     * @return a view of 1 to 256 bytes, empty where the message has no key.
     */
    public UnsafeBuffer key() {
        return key;
    }

    /**
     * Returns the {@code traceparent} of a message.
     *
     * @return a view of at most 256 bytes, empty where the message has none.
     */
    public UnsafeBuffer traceparent() {
        return traceparent;
    }

    /**
     * Returns the {@code timeoutMs} of a message.
     *
     * @return 1 to 86,400,000 ms, or 0 where the message has none.
     */
    public int timeoutMs() {
        return timeoutMs;
    }

    /**
     * Returns whether a message, reply, broadcast or emit asks for an ack.
     *
     * @return the value of {@code ack}; false where it is absent.
     */
    public boolean ack() {
        return ack;
    }

    /**
     * Returns whether a reply keeps its request open.
     *
     * @return the value of {@code more}; false where it is absent.
     */
    public boolean more() {
        return more;
    }

    /**
     * Returns whether a reply is an error reply.
     *
     * @return true where {@link #errorCode()} and {@link #errorMessage()} are set, instead of the payload.
     */
    public boolean hasError() {
        return hasError;
    }

    /**
     * Returns the code of an error reply.
     *
     * @return a view of UTF-8 without escapes.
     */
    public UnsafeBuffer errorCode() {
        return errorCode;
    }

    /**
     * Returns the message of an error reply.
     *
     * @return a view of UTF-8 without escapes.
     */
    public UnsafeBuffer errorMessage() {
        return errorMessage;
    }

    /**
     * Returns the payload of a message, reply, broadcast or emit.
     *
     * @return a view of one JSON value; the four bytes of {@code null} where the payload is absent.
     */
    public UnsafeBuffer payload() {
        return payload;
    }

    /**
     * Returns the event of an emit.
     *
     * @return a view of a name.
     */
    public UnsafeBuffer event() {
        return event;
    }

    /**
     * Returns the service that a {@code services} query asks for.
     *
     * @return a view of a name, empty for all services.
     */
    public UnsafeBuffer service() {
        return service;
    }

    /**
     * Returns the token of an {@code authorize}. It must never be logged or journaled.
     *
     * @return a view, valid until the next scan.
     */
    public UnsafeBuffer token() {
        return token;
    }

    /**
     * Returns the name that a {@code register} asks for.
     *
     * @return a valid name.
     */
    public String name() {
        return registration.name;
    }

    /**
     * Returns the version of a {@code register}.
     *
     * @return a semantic version 2.0.0.
     */
    public String version() {
        return registration.version;
    }

    /**
     * Returns the methods of a {@code register}, in their order.
     *
     * @return a view, valid until the next scan; empty for a consumer.
     */
    public List<String> methods() {
        return registration.methods;
    }

    /**
     * Returns whether a {@code register} has a listen list. Without one the session applies the defaults (PROTOCOL.md,
     * "Registering").
     *
     * @return true for an empty list too.
     */
    public boolean hasListen() {
        return registration.hasListen;
    }

    /**
     * Returns the listen list of a {@code register}, each entry once.
     *
     * @return a view, valid until the next scan.
     */
    public List<String> listen() {
        return registration.listen;
    }

    /**
     * Returns whether a {@code register} asks for an ack of every frame.
     *
     * @return the value of {@code acks}; false where it is absent.
     */
    public boolean acks() {
        return registration.acks;
    }

    /**
     * Returns how the server is to choose among the instances of the service.
     *
     * @return the value of {@code choose}; round robin where it is absent.
     */
    public Choose choose() {
        return registration.choose;
    }

    /**
     * Returns the media of a {@code register} that asks for the Aeron path.
     *
     * @return {@code ipc} or {@code udp}; empty where it does not ask.
     */
    public String aeronMedia() {
        return registration.aeronMedia;
    }

    /**
     * Returns the endpoint of a {@code register} that asks for the Aeron path over UDP.
     *
     * @return {@code host:port}, safe to put into a channel; empty where it does not ask for UDP.
     */
    public String aeronEndpoint() {
        return registration.aeronEndpoint;
    }

    /**
     * Returns the error code with which the frame was refused.
     *
     * @return {@code bad-json}, {@code bad-field} or {@code unknown-type}; null where it was accepted.
     */
    public ErrorCode error() {
        return error;
    }

    /**
     * Returns the name of the top-level field that the frame was refused for.
     *
     * @return null unless {@link #error()} is {@code bad-field}.
     */
    public String field() {
        return field;
    }

    /**
     * Returns what is wrong with the frame, for a person.
     *
     * @return null where the frame was accepted.
     */
    public String text() {
        return error == ErrorCode.BAD_JSON ? envelope.fault() + " at byte " + envelope.faultPosition() : text;
    }
}
