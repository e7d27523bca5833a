package io.patchbay.gateway.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.patchbay.protocol.ErrorCode;
import io.patchbay.protocol.Limits;
import io.patchbay.protocol.Uuids;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * The scanner against a second opinion, over frames that are damaged at random: a strict UTF-8 decoder and then Jackson must
 * refuse what it refuses as bad-json and accept the rest, and must read the same payload.
 */
@Timeout(300)
class ScannerAgainstJacksonTest {
    private static final int FRAMES = Integer.getInteger("patchbay.frames", 250_000);
    private static final String ID = "6f1c2f4e-8f63-4f0e-9d7a-0123456789ab";
    private static final String[] SAMPLES = {
        "{\"type\":\"message\",\"id\":\"" + ID + "\",\"destination\":\"pricing@1.4:quote\",\"responder\":\"onQuote\","
            + "\"payload\":{\"pair\":\"EURUSD\",\"qty\":[1.5e3,-0,0.25,1E+2],\"t\":true,\"n\":null}}",
        "{\"payload\" : [ 1 , { \"a\" : \"\\u20ac\\ud83d\\ude00\\n\" } , [ ] , { } ] , \"id\":\"" + ID + "\",\"type\":\"reply\"}",
        "{\"type\":\"reply\",\"id\":\"" + ID + "\",\"error\":{\"code\":\"empty\",\"message\":\"no \u20ac \ud83d\ude00 \u00e9\"}}",
        "{\"type\":\"emit\",\"event\":\"tick\",\"payload\":\"0123456789abcdef\\\\\\\"\u00e9\u20ac\",\"ack\":true}",
        "{\"type\":\"ping\",\"x\":[[[[{\"y\":[[]]}]]]],\"z\":{\"false\":false}}",
        "{\"t\\u0079pe\":\"broadcast\",\"payload\":-12.50e-3,\"key\":\"k\"}",
    };
    private static final String[] PIECES = {
        "\"", "\\", "{", "}", "[", "]", ",", ":", " ", "\t", "\r", "0", "1", "-", "+", ".", "e", "E", "true", "false",
            "null", "\\u00e9",
        "\\ud800", "\\udc00", "\\n", "\u00e9", "\u20ac", "\ud83d\ude00", "\"a\":1,", ",\"a\":1", "[[", "]]", "{}",
            "[]", "\"\"", "\0", "\u001f",
        "\ufeff", "/", "1.5", "1e5", "\"payload\":1,", "\"id\":null,", "u", "x", "\n",
    };
    private static final byte[][] BYTES = bytes(SAMPLES);
    private static final byte[][] PIECE_BYTES = bytes(PIECES);

    private final JsonFactory factory = JsonFactory.builder()
        .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(Limits.MAX_JSON_DEPTH).build())
        .build();
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final CharBuffer chars = CharBuffer.allocate(4096);
    private final FrameScanner scanner = new FrameScanner();
    private final byte[] frame = new byte[4096];
    private final byte[] asSent = new byte[4096];

    @Test
    void shouldAgreeWithJacksonOnDamagedFrames() throws IOException {
        final long seed = Long.getLong("patchbay.seed", System.nanoTime());
        System.out.println("ScannerAgainstJacksonTest -Dpatchbay.seed=" + seed + " -Dpatchbay.frames=" + FRAMES);
        final Random random = new Random(seed);
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        final int[] verdicts = new int[3];

        for (int i = 0; i < FRAMES; i++) {
            final int length = damage(random);
            System.arraycopy(frame, 0, asSent, 0, length);
            final boolean accepted = scanner.scan(buffer, 0, length);
            final boolean isJson = accepted || scanner.error() != ErrorCode.BAD_JSON;
            final boolean expected = jackson(length, accepted);
            if (isJson != expected) {
                assertEquals(expected, isJson, "seed " + seed + ", frame " + i + ": " + scanner.text() + ": "
                    + new String(asSent, 0, length, StandardCharsets.UTF_8));
            }
            verdicts[accepted ? 0 : isJson ? 1 : 2]++;
        }

        System.out.printf("accepted %d, bad-field or unknown-type %d, bad-json %d%n", verdicts[0], verdicts[1], verdicts[2]);
        for (final int count : verdicts) {
            assertTrue(count > FRAMES / 100, "each verdict must be common enough to mean something");
        }
    }

    /** Puts a sample with up to three damages into the frame; its length. */
    private int damage(final Random random) {
        final byte[] sample = BYTES[random.nextInt(BYTES.length)];
        System.arraycopy(sample, 0, frame, 0, sample.length);
        int length = sample.length;
        for (int left = random.nextInt(4); left > 0; left--) {
            final int at = random.nextInt(length);
            switch (random.nextInt(6)) {
                case 0:
                    frame[at] = (byte)random.nextInt(256);
                    break;
                case 1:
                    frame[at] ^= (byte)(1 << random.nextInt(8));
                    break;
                case 2:
                    final int cut = Math.min(1 + random.nextInt(4), length - at);
                    System.arraycopy(frame, at + cut, frame, at, length - at - cut);
                    length = Math.max(1, length - cut);
                    break;
                case 3:
                    final int from = random.nextInt(length);
                    length = insert(frame.clone(), from, Math.min(1 + random.nextInt(20), length - from), at, length);
                    break;
                default:
                    final byte[] piece = PIECE_BYTES[random.nextInt(PIECE_BYTES.length)];
                    length = insert(piece, 0, piece.length, at, length);
                    break;
            }
        }
        return length;
    }

    private int insert(final byte[] source, final int from, final int count, final int at, final int length) {
        System.arraycopy(frame, at, frame, at + count, length - at);
        System.arraycopy(source, from, frame, at, count);
        return length + count;
    }

    /** Is it one JSON object? Where the scanner accepted it, are the fields the same? */
    private boolean jackson(final int length, final boolean accepted) throws IOException {
        chars.clear();
        decoder.reset();
        if (decoder.decode(ByteBuffer.wrap(asSent, 0, length), chars, true).isError() || decoder.flush(chars).isError()) {
            return false;
        }
        chars.flip();
        if (chars.length() > 0 && chars.charAt(0) == '\ufeff') {
            return false;
        }
        try {
            return parse(accepted);
        } catch (final JacksonException ex) {
            return ex.getOriginalMessage().contains("surrogate") && parseWithoutSurrogates();
        }
    }

    /** Jackson refuses half a surrogate pair in names, which RFC 8259 allows: asks again with a letter in its place. */
    private boolean parseWithoutSurrogates() throws IOException {
        for (int i = 0; i + 5 < chars.length(); i++) {
            if (chars.charAt(i) == '\\' && chars.charAt(i + 1) == 'u' && (chars.charAt(i + 2) | 0x20) == 'd') {
                chars.put(i + 2, '0');
            }
        }
        try {
            return parse(false);
        } catch (final JacksonException ex) {
            return false;
        }
    }

    private boolean parse(final boolean accepted) throws IOException {
        try (JsonParser parser = factory.createParser(chars.array(), 0, chars.length())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                final String name = parser.currentName();
                parser.nextToken();
                if (accepted) {
                    compare(name, parser);
                }
                parser.skipChildren();
            }
            return parser.nextToken() == null;
        }
    }

    private void compare(final String name, final JsonParser parser) throws IOException {
        switch (name) {
            case "type":
                assertEquals(parser.getText(), scanner.type().word());
                break;
            case "id":
                if (scanner.hasId()) {
                    assertEquals(parser.getText().toLowerCase(), Uuids.toString(scanner.idHi(), scanner.idLo()));
                }
                break;
            case "destination":
                if (scanner.type() == FrameType.MESSAGE) {
                    assertEquals(parser.getText(), text(scanner.destination()));
                }
                break;
            case "event":
                if (scanner.type() == FrameType.EMIT) {
                    assertEquals(parser.getText(), text(scanner.event()));
                }
                break;
            case "payload":
                if (scanner.type().ordinal() <= FrameType.EMIT.ordinal()) {
                    final JsonToken first = parser.currentToken();
                    final int from = (int)parser.currentTokenLocation().getCharOffset();
                    parser.skipChildren();
                    parser.getText();
                    final int to = first.isNumeric() ? from + parser.getTextLength()
                        : (int)parser.currentLocation().getCharOffset();
                    assertEquals(new String(chars.array(), from, to - from).replace('\r', ' ').replace('\n', ' '),
                        text(scanner.payload()));
                }
                break;
            default:
                break;
        }
    }

    private static String text(final UnsafeBuffer view) {
        return view.getStringWithoutLengthUtf8(0, view.capacity());
    }

    private static byte[][] bytes(final String... texts) {
        final byte[][] all = new byte[texts.length][];
        for (int i = 0; i < texts.length; i++) {
            all[i] = texts[i].getBytes(StandardCharsets.UTF_8);
        }
        return all;
    }
}
