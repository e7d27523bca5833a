package io.patchbay.journal.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import net.openhft.chronicle.core.UnsafeMemory;
import org.agrona.DirectBuffer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The named fields of records. Each has the bytes that precede its value: Wire's code for a field name, and the name.
 */
public enum Field {
    KIND("kind"),
    TIME("time"),
    SCHEMA("schema"),
    RULES("rules"),
    DEFAULT_TIMEOUT_MS("defaultTimeoutMs"),
    DRAIN_MS("drainMs"),
    DUPLICATE_WINDOW_MS("duplicateWindowMs"),
    MAX_ENDED_IDS("maxEndedIds"),
    MAX_OPEN_PER_ASKER("maxOpenPerAsker"),
    MAX_OPEN_PER_INSTANCE("maxOpenPerInstance"),
    REJOIN_GRACE_MS("rejoinGraceMs"),
    REJOIN_SERVICE_BYTES("rejoinServiceBytes"),
    REJOIN_TOTAL_BYTES("rejoinTotalBytes"),
    NAME("name"),
    SLOT("slot"),
    GATEWAY("gateway"),
    ORDERLY("orderly"),
    SESSION("session"),
    TRANSPORT("transport"),
    REMOTE("remote"),
    INSTANCE("instance"),
    REASON("reason"),
    PRINCIPAL("principal"),
    CODE("code"),
    WHAT("what"),
    UNCOUNTED("uncounted"),
    VERSION("version"),
    METHODS("methods"),
    LISTEN("listen"),
    CHOOSE("choose"),
    ACKS("acks"),
    AERON("aeron"),
    FROM("from"),
    ID("id"),
    DESTINATION("destination"),
    RESPONDER("responder"),
    KEY("key"),
    TRACEPARENT("traceparent"),
    TIMEOUT_MS("timeoutMs"),
    ACK("ack"),
    MORE("more"),
    ERROR("error"),
    ERROR_MESSAGE("errorMessage"),
    EVENT("event"),
    SERVICE("service"),
    REQUEST("request"),
    AT("at"),
    HASH("hash"),
    RECORDS("records"),
    WALL("wall"),
    LEAP_NS("leapNs"),
    LINK("link"),
    JOURNAL("journal"),
    FIRST("first"),
    PREVIOUS("previous"),
    LAST("last"),
    CHECK("check"),
    ENCODING("encoding"),
    PAYLOAD("payload");

    /** Longest header that is compared as two longs, in bytes. */
    static final int FAST_HEADER_BYTES = 2 * Long.BYTES;
    /** Longest header, in bytes. */
    static final int MAX_HEADER_BYTES = 32;

    private static final UnsafeMemory MEMORY = UnsafeMemory.INSTANCE;
    private static final Field[] VALUES = values();
    private static final WordTable TABLE = new WordTable(headers());

    private final String word;
    private final byte[] header;
    private final long first;
    private final long firstMask;
    private final long second;
    private final long secondMask;

    Field(final String word) {
        this.word = word;
        final byte[] name = word.getBytes(ISO_8859_1);
        header = new byte[name.length + 1];
        header[0] = (byte)(WireCodes.FIELD_NAME0 + name.length);
        System.arraycopy(name, 0, header, 1, name.length);
        final ByteBuffer words = ByteBuffer.allocate(MAX_HEADER_BYTES).order(ByteOrder.nativeOrder());
        words.put(header);
        first = words.getLong(0);
        second = words.getLong(Long.BYTES);
        words.clear();
        for (int i = 0; i < MAX_HEADER_BYTES; i++) {
            words.put(i < header.length ? (byte)0xff : 0);
        }
        firstMask = words.getLong(0);
        secondMask = words.getLong(Long.BYTES);
    }

    /** Returns the name as it stands in records. */
    String wireName() {
        return word;
    }

    /** Returns the header: Wire's code for a name of this length, and the name. */
    public byte[] header() {
        return header;
    }

    /** Returns the length of the header, in bytes. */
    int headerBytes() {
        return header.length;
    }

    /**
     * Returns whether the header is at an address. {@link #FAST_HEADER_BYTES} must be readable there; always false for a longer
     * header.
     */
    boolean isAt(final long address) {
        return header.length <= FAST_HEADER_BYTES && ((MEMORY.readLong(address) ^ first) & firstMask) == 0
            && (secondMask == 0 || ((MEMORY.readLong(address + Long.BYTES) ^ second) & secondMask) == 0);
    }

    /** Writes the header. {@link #MAX_HEADER_BYTES} must be writable; the bytes after the header get any value. */
    void put(final long address) {
        MEMORY.writeLong(address, first);
        if (secondMask != 0) {
            MEMORY.writeLong(address + Long.BYTES, second);
        }
        for (int i = FAST_HEADER_BYTES; i < header.length; i++) {
            MEMORY.writeByte(address + i, header[i]);
        }
    }

    /** Returns the field with a header, or null. */
    static Field ofHeader(final DirectBuffer buffer, final int offset, final int length) {
        final int ordinal = TABLE.find(buffer, offset, length);
        return ordinal < 0 ? null : VALUES[ordinal];
    }

    private static byte[][] headers() {
        final byte[][] headers = new byte[VALUES.length][];
        for (final Field field : VALUES) {
            headers[field.ordinal()] = field.header;
        }
        return headers;
    }
}
