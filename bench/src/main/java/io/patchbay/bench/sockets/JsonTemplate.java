package io.patchbay.bench.sockets;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The JSON of a bench's requests or replies, of which only the id changes. It also finds the id in a received frame.
 */
public final class JsonTemplate {
    /** Bytes of a UUID as text. */
    public static final int ID_BYTES = 36;
    private static final byte[] ID_FIELD = "\"id\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int LOW_FROM = 19;

    private final byte[] frame;
    private final int idOffset;

    private JsonTemplate(final String head, final String id, final String tail) {
        frame = (head + id + tail).getBytes(StandardCharsets.US_ASCII);
        idOffset = head.length();
    }

    /**
     * Returns the template of a request.
     *
     * @param runId       upper half of the ids.
     * @param destination service and method.
     * @param payload     JSON.
     * @return the template, without an id.
     */
    public static JsonTemplate request(final long runId, final String destination, final byte[] payload) {
        final String hex = String.format(Locale.ROOT, "%016x", runId);
        return new JsonTemplate("{\"type\":\"message\",\"id\":\"", hex.substring(0, 8) + '-' + hex.substring(8, 12) + '-'
            + hex.substring(12) + "-0000-000000000000", "\",\"destination\":\"" + destination
            + "\",\"responder\":\"reply\",\"payload\":" + new String(payload, StandardCharsets.US_ASCII) + '}');
    }

    /**
     * Returns the template of a reply.
     *
     * @param payload JSON.
     * @return the template, without an id.
     */
    public static JsonTemplate reply(final byte[] payload) {
        return new JsonTemplate("{\"type\":\"reply\",\"id\":\"", "0".repeat(ID_BYTES), "\",\"payload\":"
            + new String(payload, StandardCharsets.US_ASCII) + '}');
    }

    /**
     * Returns the length of a frame.
     *
     * @return bytes, the same for all ids.
     */
    public int length() {
        return frame.length;
    }

    /**
     * Returns the frame with the number of a request as the lower half of its id.
     *
     * @param id of the request.
     * @return this object's own array.
     */
    public byte[] withId(final long id) {
        long rest = id;
        for (int i = ID_BYTES - 1; i >= LOW_FROM; i--) {
            if (frame[idOffset + i] != '-') {
                frame[idOffset + i] = HEX[(int)rest & 0xf];
                rest >>>= 4;
            }
        }
        return frame;
    }

    /**
     * Returns the frame with an id that was found in a request.
     *
     * @param from the buffer with the id.
     * @param at   position of the id.
     * @return this object's own array.
     */
    public byte[] withIdOf(final ByteBuffer from, final int at) {
        from.get(at, frame, idOffset, ID_BYTES);
        return frame;
    }

    /**
     * Returns the position of the id in a frame.
     *
     * @param from the buffer with the frame.
     * @param at   position of the frame.
     * @param end  position after the frame.
     * @return the id's position, or -1 if the frame has no id.
     */
    public static int findId(final ByteBuffer from, final int at, final int end) {
        for (int i = at; i < end - ID_FIELD.length - ID_BYTES; i++) {
            if (from.get(i + 1) == 'i' && from.get(i) == '"' && matches(from, i)) {
                return i + ID_FIELD.length;
            }
        }
        return -1;
    }

    private static boolean matches(final ByteBuffer from, final int at) {
        for (int i = 0; i < ID_FIELD.length; i++) {
            if (from.get(at + i) != ID_FIELD[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the number of a request, by its id.
     *
     * @param from the buffer with the id.
     * @param at   position of the id.
     * @return the lower half of the id.
     */
    public static long number(final ByteBuffer from, final int at) {
        long number = 0;
        for (int i = LOW_FROM; i < ID_BYTES; i++) {
            final int digit = from.get(at + i);
            if (digit != '-') {
                number = number << 4 | (digit <= '9' ? digit - '0' : digit - 'a' + 10);
            }
        }
        return number;
    }
}
