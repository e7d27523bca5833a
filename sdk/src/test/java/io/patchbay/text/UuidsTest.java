package io.patchbay.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.protocol.Names;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.UUID;

/**
 * Tests UUIDs, hexadecimal digits and names in their byte form.
 */
@Timeout(60)
class UuidsTest {
    private static final String GOOD = "0123abcd-4567-89ef-fedc-ba9876543210";

    private static UnsafeBuffer bytes(final String text) {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static boolean isHexDigit(final int c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }

    @Test
    void shouldReadAndWriteAnyUuid() {
        final long seed = Long.getLong("patchbay.seed", System.nanoTime());
        System.out.println("patchbay.seed=" + seed);
        final Random random = new Random(seed);
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[3 + Uuids.LENGTH]);

        for (int i = 0; i < 20_000; i++) {
            final UUID uuid = new UUID(random.nextLong(), random.nextLong());
            Uuids.put(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits(), buffer, 3);
            final String text = buffer.getStringWithoutLengthAscii(3, Uuids.LENGTH);
            final UnsafeBuffer upper = bytes(text.toUpperCase());

            assertEquals(uuid.toString(), text);
            assertTrue(Uuids.isUuid(upper, 0, Uuids.LENGTH));
            assertEquals(uuid.getMostSignificantBits(), Uuids.hi(upper, 0));
            assertEquals(uuid.getLeastSignificantBits(), Uuids.lo(upper, 0));
        }
    }

    @Test
    void shouldCheckEachCharacterByItsPosition() {
        for (int at = 0; at < GOOD.length(); at++) {
            for (char c = 0; c < 256; c++) {
                final String text = GOOD.substring(0, at) + c + GOOD.substring(at + 1);

                assertEquals(GOOD.charAt(at) == '-' ? c == '-' : isHexDigit(c), Uuids.isUuid(bytes(text), 0, Uuids.LENGTH), text);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0123abcd", GOOD + "0"})
    void shouldRejectAnotherLength(final String text) {
        assertFalse(Uuids.isUuid(bytes(text), 0, text.length()));
    }

    @Test
    void shouldReadAndWriteHexadecimalDigits() {
        final Random random = new Random(1);

        for (int i = 0; i < 20_000; i++) {
            final int value = random.nextInt() >>> random.nextInt(32);
            final long digits = Hex.digits(0xFFFF_FFFF_0000_0000L | value & 0xFFFF_FFFFL);
            final UnsafeBuffer buffer = new UnsafeBuffer(new byte[8]);
            buffer.putLong(0, digits, java.nio.ByteOrder.LITTLE_ENDIAN);

            assertEquals(String.format("%08x", value), buffer.getStringWithoutLengthAscii(0, 8));
            assertTrue(Hex.isHex(digits));
            assertEquals(value & 0xFFFF_FFFFL, Hex.value(digits));
        }
        assertFalse(Hex.isHex(Hex.digits(1) | 0x80L));
    }

    @Test
    void shouldCheckNames() {
        for (char c = 0; c < 256; c++) {
            final boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            final boolean part = letter || c >= '0' && c <= '9' || c == '.' || c == '_' || c == '-';

            assertEquals(letter, Names.isName(bytes("" + c), 0, 1));
            assertEquals(letter, Names.isName("" + c));
            assertEquals(part, Names.isName(bytes("a" + c), 0, 2));
            assertEquals(part, Names.isName("a" + c));
        }
        assertFalse(Names.isName(""));
        assertFalse(Names.isName("a\u0141"));
        assertTrue(Names.isName("a".repeat(64)));
        assertFalse(Names.isName("a".repeat(65)));
        assertFalse(Names.isName(bytes("a".repeat(65)), 0, 65));
    }
}
