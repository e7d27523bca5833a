package io.patchbay.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

@Timeout(20)
class LedgerTest {
    @Test
    void shouldAccountForEveryRequestOnce() {
        final Ledger ledger = new Ledger();
        for (int i = 0; i < 200_000; i++) {
            ledger.sent();
        }

        ledger.ended(1, Ledger.REPLIED, 7);
        ledger.ended(200_000, Ledger.LOST, 8);
        ledger.ended(1, Ledger.LOST, 8);
        ledger.ended(0, Ledger.REPLIED, 7);
        ledger.ended(200_001, Ledger.REPLIED, 7);

        assertEquals(200_000, ledger.total());
        assertEquals(3, ledger.endedTwice());
        assertEquals(1, ledger.count(Ledger.REPLIED));
        assertEquals(1, ledger.count(Ledger.LOST));
        assertEquals(199_998, ledger.count(Ledger.OPEN));
        assertEquals(1, ledger.repliedBy(7));
        assertEquals(8, ledger.instance(200_000));
    }

    @Test
    void shouldWritePlainLinesWithoutATerminal() {
        final String plain = write(false);
        final String colored = write(true);

        assertFalse(plain.contains("\u001b"));
        assertFalse(plain.contains("\r"));
        assertEquals(6, plain.lines().count());
        assertTrue(colored.contains("\u001b[K"));
    }

    @Test
    void shouldReadHowLongToThink() throws IOException {
        assertEquals(0, Quotes.thinkMs("{\"pair\":\"EURUSD\"}"));
        assertEquals(25, Quotes.thinkMs("{\"a\":{\"thinkMs\":7},\"thinkMs\":25}"));
        assertEquals(10_000, Quotes.thinkMs("{\"thinkMs\":99999}"));
        assertEquals(0, Quotes.thinkMs("[1]"));
    }

    private static String write(final boolean isTerminal) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final Screen screen = new Screen(new PrintStream(out, true, StandardCharsets.UTF_8), isTerminal);
        screen.step("one");
        screen.status("a");
        screen.status("b");
        screen.check(true, "holds");
        screen.check(false, "does not");
        assertEquals(1, screen.failures());
        return out.toString(StandardCharsets.UTF_8);
    }
}
