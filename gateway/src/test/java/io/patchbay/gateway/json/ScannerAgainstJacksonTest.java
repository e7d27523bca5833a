package io.patchbay.gateway.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Compares the scanner with Jackson by {@link ClientFrameTarget}: on frames damaged at random, on frames damaged at every
 * position, and at the limits. {@code -Dpatchbay.frames=N} sets the number of frames, {@code -Dpatchbay.seed} repeats a run.
 */
@Timeout(3_600)
class ScannerAgainstJacksonTest {
    private static final int FRAMES = Integer.getInteger("patchbay.frames", 250_000);
    private static final String ID = "\"id\":\"6f1c2f4e-8f63-4f0e-9d7a-0123456789ab\"";
    private static final String[] PIECES = {
        "\"", "\\", "{", "}", "[", "]", ",", ":", " ", "\t", "\r", "\n", "0", "1", "-", "+", ".", "e", "E", "true", "false",
        "null", "\\u00e9", "\\ud800", "\\udc00", "\\ud83d\\ude00", "\\uD83D", "\\n", "\\u0000", "\\u", "\u00e9", "\u20ac",
        "\ud83d\ude00", "\"a\":1,", ",\"a\":1", "[[", "]]", "{}", "[]", "\"\"", "\0", "\u001f", "\u007f", "\ufeff", "/", "1.5",
        "1e5", "-0", "00", "9223372036854775808", "\"payload\":1,", "\"id\":null,", "\"ack\":1,", "\"timeoutMs\":0,",
        "\"timeoutMs\":86400001,", "\"timeoutMs\":1,", "\"type\":\"ping\",", "\"t\\u0079pe\":1,", "\"error\":{},",
        "\"more\":true,",
        "\"listen\":[],", "\"aeron\":null,", "u", "x", "{\"type\":\"ping\"}", "/*", "//", "'", "NaN", "Infinity",
    };
    private static final byte[][] BYTES = ClientFrames.all().toArray(new byte[0][]);
    private static final byte[][] PIECE_BYTES = Arrays.stream(PIECES).map(text -> text.getBytes(StandardCharsets.UTF_8))
        .toArray(byte[][]::new);
    /** Bytes that a scanner treats in a special way, or that are not UTF-8. */
    private static final int[] STRANGE = {0, '"', '\\', ',', '{', ']', '\n', 0x1f, 0x80, 0xc0, 0xed, 0xf4, 0xff};

    private final ClientFrameTarget both = new ClientFrameTarget();

    @Test
    void shouldAgreeWithJacksonOnDamagedFrames() {
        final long seed = Long.getLong("patchbay.seed", System.nanoTime());
        System.out.println("ScannerAgainstJacksonTest -Dpatchbay.seed=" + seed + " -Dpatchbay.frames=" + FRAMES);
        final Random random = new Random(seed);
        final int[] verdicts = new int[3];

        for (int i = 0; i < FRAMES; i++) {
            final byte[] frame = damaged(random);
            final String error = check(frame, () -> "seed " + seed);
            verdicts[error == null ? 0 : error.equals("bad-json") ? 2 : 1]++;
        }

        System.out.printf("accepted %d, bad-field or unknown-type %d, bad-json %d%n", verdicts[0], verdicts[1], verdicts[2]);
        for (final int count : verdicts) {
            assertTrue(count > FRAMES / 100, "each verdict must be common enough to mean something");
        }
    }

    @Test
    void shouldAgreeOnFramesThatAreCutOffOrStrangeAtAnyPosition() {
        for (final byte[] frame : BYTES) {
            for (int at = 0; at < Math.min(frame.length, 600); at++) {
                check(Arrays.copyOf(frame, at), () -> "cut");
                check(Arrays.copyOfRange(frame, at, frame.length), () -> "begun late");
                for (final int strange : STRANGE) {
                    final byte[] other = frame.clone();
                    other[at] = (byte)strange;
                    check(other, () -> "strange");
                }
            }
        }
    }

    @Test
    void shouldAgreeAtTheLimits() {
        final String message = "{\"type\":\"message\"," + ID + ",\"destination\":\"a:b\",";
        for (final String number : List.of("0", "1", "86400000", "86400001", "-1", "-0", "1.0", "1e3", "01", "\"1\"", "null",
            "2147483648", "4294967297", "18446744073709551617", "9".repeat(5_000), "true", "[]")) {
            check(message + "\"timeoutMs\":" + number + "}", "timeoutMs");
            check(message + "\"payload\":" + number + "}", "payload");
        }
        for (final int length : new int[] {0, 1, 63, 64, 65, 127, 128, 129, 255, 256, 257}) {
            for (final String text : List.of("a", "\u00e9", "\ud83d\ude00", "\\u0061")) {
                check(message + "\"key\":\"" + text.repeat(length) + "\"}", "key");
                check(message + "\"responder\":\"" + text.repeat(length) + "\"}", "responder");
                check(message + "\"" + text.repeat(length) + "\":1,\"" + text.repeat(length) + "\":1}", "twice");
                check("{\"type\":\"register\",\"name\":\"a\",\"version\":\"1.0.0-" + text.repeat(length) + "\"}", "version");
            }
        }
        for (int depth = 509; depth <= 514; depth++) {
            for (final String field : List.of("payload", "x", "error", "type")) {
                check("{\"" + field + "\":" + "[".repeat(depth) + "]".repeat(depth) + ",\"type\":\"ping\"}", "arrays");
                check("{\"" + field + "\":" + "{\"a\":".repeat(depth) + "[]" + "}".repeat(depth) + ",\"type\":\"ping\"}",
                    "objects");
            }
        }
        for (final int count : new int[] {1_023, 1_024, 1_025}) {
            final StringBuilder names = new StringBuilder("\"m\"");
            for (int i = 1; i < count; i++) {
                names.append(",\"m").append(i).append('"');
            }
            for (final String list : List.of("methods", "listen")) {
                check("{\"type\":\"register\",\"name\":\"a\",\"version\":\"1.0.0\",\"" + list + "\":["
                    + (list.equals("methods") ? names : names.toString().replace("\"m", "\"a:m")) + "]}", list);
            }
        }
        final String large = "\u20ac\\n\\\\ \ud83d\ude00\"".repeat(1 << 16).replace("\"", "\\\"");
        check("{\"type\":\"emit\",\"event\":\"e\",\"payload\":\"" + large + "\"}", "a huge string");
        check("{\"type\":\"emit\",\"event\":\"e\",\"" + large + "\":1}", "a huge name");
        check("{\"type\":\"emit\",\"event\":\"e\",\"payload\":-" + "7".repeat(1 << 20) + ".5e-7}", "a huge number");
    }

    @Test
    void shouldKnowAFrameInAnyOrderOfItsFields() {
        final String[] fields = {"\"type\":\"message\"", ID, "\"destination\":\"a:b\"", "\"payload\": [1 ,2] ", "\"ack\":true",
            "\"key\":\"\\u00e9\""};
        permute(fields, 0);
    }

    private void permute(final String[] fields, final int from) {
        if (from == fields.length) {
            assertEquals(null, check(("{" + String.join(",", fields) + "}").getBytes(StandardCharsets.UTF_8), () -> "order"));
            return;
        }
        for (int i = from; i < fields.length; i++) {
            final String[] swapped = fields.clone();
            swapped[from] = fields[i];
            swapped[i] = fields[from];
            permute(swapped, from + 1);
        }
    }

    private void check(final String frame, final String what) {
        check(frame.getBytes(StandardCharsets.UTF_8), () -> what);
    }

    private String check(final byte[] frame, final Supplier<String> what) {
        try {
            return both.check(frame);
        } catch (final Throwable e) {
            throw new AssertionError(what.get() + ": " + new String(frame, 0, Math.min(4_000, frame.length),
                StandardCharsets.UTF_8) + ": " + e.getMessage(), e);
        }
    }

    /** Returns a sample with up to three damages. */
    private static byte[] damaged(final Random random) {
        byte[] frame = BYTES[random.nextInt(BYTES.length)];
        if (frame.length > 1_500 && random.nextInt(20) > 0) {
            frame = BYTES[random.nextInt(8)];
        }
        frame = frame.clone();
        for (int left = random.nextInt(4); left > 0 && frame.length > 0; left--) {
            final int at = random.nextInt(frame.length);
            switch (random.nextInt(7)) {
                case 0:
                    frame[at] = (byte)random.nextInt(256);
                    break;
                case 1:
                    frame[at] ^= (byte)(1 << random.nextInt(8));
                    break;
                case 2:
                    frame = spliced(frame, at, Math.min(frame.length, at + 1 + random.nextInt(4)), new byte[0]);
                    break;
                case 3:
                    final int from = random.nextInt(frame.length);
                    frame = spliced(frame, at, at, Arrays.copyOfRange(frame, from,
                        Math.min(frame.length, from + 1 + random.nextInt(20))));
                    break;
                default:
                    frame = spliced(frame, at, at, PIECE_BYTES[random.nextInt(PIECE_BYTES.length)]);
                    break;
            }
        }
        return frame;
    }

    private static byte[] spliced(final byte[] frame, final int from, final int to, final byte[] with) {
        final byte[] result = new byte[frame.length - (to - from) + with.length];
        System.arraycopy(frame, 0, result, 0, from);
        System.arraycopy(with, 0, result, from, with.length);
        System.arraycopy(frame, to, result, from + with.length, frame.length - to);
        return result;
    }
}
