package io.patchbay.bench.sockets;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Requests and replies of the bench as JSON, of which only the id changes; finds the id in what comes.
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
     * A request.
     *
     * @param runId       upper half of its ids.
     * @param destination service and method.
     * @param payload     JSON.
     * @return to be filled with ids.
     */
    public static JsonTemplate request(final long runId, final String destination, final byte[] payload) {
        final String hex = String.format(Locale.ROOT, "%016x", runId);
        return new JsonTemplate("{\"type\":\"message\",\"id\":\"", hex.substring(0, 8) + '-' + hex.substring(8, 12) + '-'
            + hex.substring(12) + "-0000-000000000000", "\",\"destination\":\"" + destination
            + "\",\"responder\":\"reply\",\"payload\":" + new String(payload, StandardCharsets.US_ASCII) + '}');
    }

    /**
     * A reply.
     *
     * @param payload JSON.
     * @return to be filled with ids.
     */
    public static JsonTemplate reply(final byte[] payload) {
        return new JsonTemplate("{\"type\":\"reply\",\"id\":\"", "0".repeat(ID_BYTES), "\",\"payload\":"
            + new String(payload, StandardCharsets.US_ASCII) + '}');
    }

    /**
     * Its length.
     *
     * @return bytes, the same for all ids.
     */
    public int length() {
        return frame.length;
    }

    /**
     * The frame with the number of a request as the lower half of its id.
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
     * The frame with an id that was found in a request.
     *
     * @param from holds it.
     * @param at   where it begins.
     * @return this object's own array.
     */
    public byte[] withIdOf(final ByteBuffer from, final int at) {
        from.get(at, frame, idOffset, ID_BYTES);
        return frame;
    }

    /**
     * Where the id begins in a frame.
     *
     * @param from holds the frame.
     * @param at   where it begins.
     * @param end  where it ends.
     * @return -1 where it has none.
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
     * The number of a request, from its id.
     *
     * @param from holds the id.
     * @param at   where it begins.
     * @return the lower half.
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
