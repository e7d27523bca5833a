package io.patchbay.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * The wall clock is set, once or several times, by seconds to weeks, and back to the right time. Deadlines, sessions and the
 * journal's files do not care; operators are told.
 */
final class ClockLeap implements WorldFault {
    private static final long[] LARGEST_S = {20, 3_600, TimeUnit.DAYS.toSeconds(1), TimeUnit.DAYS.toSeconds(40)};
    private static final int SMALLEST_S = 5;
    private static final int LEAPS = 3;
    private static final int MARGIN_MS = 3_000;

    @Override
    public String inject(final WorldSetup setup, final Random random) throws Exception {
        final int losses = setup.tcpLosses();
        final int leaps = 1 + random.nextInt(LEAPS);
        final StringBuilder said = new StringBuilder();
        for (int i = 0; i < leaps; i++) {
            final long seconds = (random.nextBoolean() ? 1 : -1)
                * (SMALLEST_S + (long)(random.nextDouble() * LARGEST_S[random.nextInt(LARGEST_S.length)]));
            said.append(i == 0 ? "" : ", ").append(seconds).append(" s");
            final int timeoutMs = 1_000 + random.nextInt(1_000);
            final long stillMs = setup.stoodStillMs();

            setup.clock().set(seconds);
            final long tookMs = setup.plain().awaitTimeout(timeoutMs);

            final long marginMs = MARGIN_MS + setup.stoodStillMs() - stillMs;
            assertTrue(tookMs >= timeoutMs - timeoutMs / 50 - 50 && tookMs <= timeoutMs + marginMs, () -> "a timeout of "
                + timeoutMs + " ms came after " + tookMs + " ms, the wall clock off by " + seconds + " s");
            setup.awaitReadiness("clock-differs", true);
            assertTrue(setup.front().readiness().startsWith("{\"status\":\"ready\""), () -> setup.front().readiness());
        }
        setup.lanes().awaitAllServed();
        setup.clock().set(0);
        setup.awaitReadiness("clock-differs", false);
        setup.awaitAllServed();
        assertEquals(losses, setup.tcpLosses(), "sessions lost by a leap of the clock: " + said);
        return leaps + (leaps == 1 ? " leap" : " leaps");
    }
}
