package io.patchbay.gateway.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.patchbay.text.Uuids;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.UUID;

@Timeout(60)
class HexTextTest {
    private static final int ROUNDS = 100_000;

    private final long seed = Long.getLong("patchbay.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final byte[] bytes = new byte[64];

    @Test
    void shouldWriteAndReadUuidsInEitherCase() {
        for (int i = 0; i < ROUNDS; i++) {
            final UUID id = new UUID(random.nextLong(), random.nextLong());

            HexText.putUuid(id.getMostSignificantBits(), id.getLeastSignificantBits(), bytes, 3);

            assertEquals(id.toString(), new String(bytes, 3, HexText.UUID_LENGTH, StandardCharsets.US_ASCII), "seed " + seed);
            final byte[] upper = id.toString().toUpperCase().getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(upper, 0, bytes, 3, upper.length);
            assertEquals(id, new UUID(HexText.uuidHi(bytes, 3), HexText.uuidLo(bytes, 3)), "seed " + seed);
        }
    }

    @Test
    void shouldTakeForUuidsWhatIsOne() {
        final byte[] id = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(id, 0, bytes, 3, id.length);
        final UnsafeBuffer view = new UnsafeBuffer(bytes, 3, id.length);
        for (int at = 0; at < id.length; at++) {
            for (int c = 0; c < 256; c++) {
                bytes[3 + at] = (byte)c;

                assertEquals(Uuids.isUuid(view, 0, id.length), HexText.isUuid(bytes, 3, id.length), at + ": " + c);
            }
            bytes[3 + at] = id[at];
        }
    }

    @Test
    void shouldWriteNumbersWithoutLeadingZeros() {
        for (int i = 0; i < ROUNDS; i++) {
            final long value = i == 0 ? 0 : random.nextLong() >>> random.nextInt(64);

            final int length = HexText.put(value, bytes, 5);

            assertEquals(Long.toHexString(value), new String(bytes, 5, length, StandardCharsets.US_ASCII), "seed " + seed);
        }
    }
}
