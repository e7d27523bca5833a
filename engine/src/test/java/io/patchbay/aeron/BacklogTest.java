package io.patchbay.aeron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;

@Timeout(30)
class BacklogTest {
    @Test
    void shouldGiveBackWhatWasAddedInOrder() {
        final long seed = Long.getLong("patchbay.seed", System.nanoTime());
        System.out.println("seed " + seed);
        final Random random = new Random(seed);
        final Backlog backlog = new Backlog();
        final Deque<byte[]> expected = new ArrayDeque<>();

        for (int i = 0; i < 20_000; i++) {
            if (random.nextInt(100) < (i / 2_000 % 2 == 0 ? 60 : 40)) {
                final byte[] frame = new byte[random.nextInt(3_000)];
                random.nextBytes(frame);
                backlog.add(new UnsafeBuffer(frame), 0, frame.length, i, frame.length);
                expected.add(frame);
            } else if (!expected.isEmpty()) {
                final byte[] frame = expected.remove();
                final byte[] actual = new byte[backlog.firstLength()];
                backlog.buffer().getBytes(backlog.firstOffset(), actual);
                assertTrue(Arrays.equals(frame, actual), "seed " + seed);
                assertEquals(frame.length, backlog.secondNumber());
                backlog.removeFirst();
            }
            assertEquals(expected.isEmpty(), backlog.isEmpty());
        }
    }

    @Test
    void shouldTakeNoMemoryWhenItHasRunEmpty() {
        final Backlog backlog = new Backlog();

        backlog.add(new UnsafeBuffer(new byte[1 << 20]), 0, 1 << 20, 0, 0);
        final int full = backlog.buffer().capacity();
        backlog.removeFirst();

        assertTrue(full > 1 << 20);
        assertEquals(0, backlog.buffer().capacity());
        assertEquals(0, backlog.sizeBytes());
    }
}
