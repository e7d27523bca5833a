package io.patchbay.gateway.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.gateway.error.GatewayStartException;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;

/**
 * Tests tokens, the lines of an auth file, and the rights that a line grants.
 */
@Timeout(30)
class AuthFileTest {
    private static final Grants NOTHING = new Grants(List.of(), List.of(), List.of(), List.of(), false);
    private final SecureRandom random = new SecureRandom();
    @TempDir
    private Path dir;

    private AuthFile file(final String... lines) throws Exception {
        return AuthFile.read(Files.write(dir.resolve("auth"), List.of(lines)));
    }

    private Principal principal(final Grants grants) throws Exception {
        final String token = AuthFile.newToken("shop", random);
        return file(AuthFile.toLine(token, grants, random)).authorize(token);
    }

    private static UnsafeBuffer view(final String text) {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldLetInTheTokenOfALineAndNoOther() throws Exception {
        final String token = AuthFile.newToken("shop", random);
        final String second = AuthFile.newToken("shop", random);
        final String line = AuthFile.toLine(token, NOTHING, random);
        final AuthFile file = file("# the shop", "", line, AuthFile.toLine(second, NOTHING, random));

        assertEquals("shop", file.authorize(token).name());
        assertEquals("shop", file.authorize(second).name());
        assertNull(file.authorize(AuthFile.newToken("shop", random)));
        assertNull(file.authorize(token + "x"));
        assertNull(file.authorize("bank" + token.substring(4)));
        assertNull(file.authorize(""));
        assertNull(file.authorize("shop"));
        assertFalse(line.contains(token.substring(5)));
        assertNotEquals(line, AuthFile.toLine(token, NOTHING, random), "each line has a salt of its own");
    }

    @Test
    void shouldGrantNothingByDefault() throws Exception {
        final Principal principal = principal(NOTHING);

        assertFalse(principal.mayRegister("shop"));
        assertFalse(principal.mayCall(view("a"), view("b")));
        assertFalse(principal.mayListen("service-online"));
        assertFalse(principal.mayEmit("shop", view("tick")));
        assertFalse(principal.mayBroadcast());
    }

    @Test
    void shouldGrantWhatThePatternsSay() throws Exception {
        final Principal principal = principal(new Grants(List.of("shop*", "*-test"), List.of("pricing:get*", "stock", "*:ping"),
            List.of("service-*", "rates:tick", "news:*"), List.of("shop*:sold", "tick"), true));

        assertTrue(principal.mayRegister("shop"));
        assertTrue(principal.mayRegister("shop-2"));
        assertTrue(principal.mayRegister("a-test"));
        assertFalse(principal.mayRegister("bank"));
        assertFalse(principal.mayRegister("ashop"));
        assertTrue(principal.mayCall(view("pricing"), view("getAll")));
        assertFalse(principal.mayCall(view("pricing"), view("set")));
        assertTrue(principal.mayCall(view("stock"), view("anything")));
        assertTrue(principal.mayCall(view("bank"), view("ping")));
        assertFalse(principal.mayCall(view("bank"), view("pong")));
        assertTrue(principal.mayListen("service-online"));
        assertFalse(principal.mayListen("unhandled-message"));
        assertTrue(principal.mayListen("rates:tick"));
        assertFalse(principal.mayListen("rates:*"));
        assertTrue(principal.mayListen("news:*"));
        assertTrue(principal.mayListen("news:late"));
        assertTrue(principal.mayEmit("shop", view("sold")));
        assertFalse(principal.mayEmit("bank", view("sold")));
        assertTrue(principal.mayEmit("bank", view("tick")));
        assertTrue(principal.mayBroadcast());
    }

    @Test
    void shouldGrantEverythingToAStar() throws Exception {
        final List<String> all = List.of("*");
        final Principal principal = principal(new Grants(all, all, all, all, false));

        assertTrue(principal.mayRegister("x"));
        assertTrue(principal.mayCall(view("a"), view("b")));
        assertTrue(principal.mayListen("x:*"));
        assertTrue(principal.mayListen("broadcast-message"));
        assertTrue(principal.mayEmit("x", view("y")));
        assertFalse(principal.mayBroadcast());
    }

    @Test
    void shouldNameTheLineThatIsDamaged() throws Exception {
        final String good = AuthFile.toLine(AuthFile.newToken("shop", random), NOTHING, random);
        final List<String> bad = List.of("{", "[]", "7", "{}", good.replace("\"salt\"", "\"slat\""), good + good,
            good.replace("false", "\"no\""), good.replace("[]", "[1]"), good.replace("\"shop\"", "\"a b\""),
            good.replaceAll("\"hash\":\"..", "\"hash\":\""), good.replace("{", "{\"principal\":\"a\","));
        for (final String line : bad) {
            final GatewayStartException e = assertThrows(GatewayStartException.class, () -> file(good, line), line);

            assertTrue(e.getMessage().contains("auth:2: "), e.getMessage());
            assertTrue(e.getMessage().contains("mend or remove that line"), e.getMessage());
            assertFalse(e.getMessage().contains("\n"), e.getMessage());
        }
        final GatewayStartException missing =
            assertThrows(GatewayStartException.class, () -> AuthFile.read(dir.resolve("none")));
        assertTrue(missing.getMessage().contains("does not exist"), missing.getMessage());
        Files.write(dir.resolve("binary"), new byte[] {(byte)0xff, (byte)0xfe});
        assertThrows(GatewayStartException.class, () -> AuthFile.read(dir.resolve("binary")));
    }

    @Test
    void shouldMakeNoTokenForWhatIsNoName() {
        assertThrows(IllegalArgumentException.class, () -> AuthFile.newToken("a b", random));
    }
}
