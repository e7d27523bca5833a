package io.patchbay.gateway.auth;

import io.patchbay.gateway.error.GatewayStartException;
import io.patchbay.protocol.Names;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The principals of an auth file: one JSON object per line; empty lines and lines that begin with {@code #} are ignored. A line
 * holds a salt and the salted SHA-256 of a random 256-bit token, never the token itself. The file is read once, at the start;
 * {@code ./patchbay token} makes its lines.
 *
 * <p>A token is {@code <principal>.<43 characters>}. The name in front selects the lines to compare with, so the number of
 * principals does not slow an authorization. A principal may have several lines, each with its own token and grants.
 */
public final class AuthFile {
    private static final int TOKEN_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final JsonFactory JSON = JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private final Map<String, List<Principal>> principals = new HashMap<>();
    private final Principal nobody = new Principal("nobody", new byte[SALT_BYTES], new byte[TOKEN_BYTES],
        new Grants(List.of(), List.of(), List.of(), List.of(), false), null);

    private AuthFile() {
    }

    /**
     * Reads an auth file.
     *
     * @param path of the file.
     * @return its principals.
     * @throws GatewayStartException where the file cannot be read or a line is damaged; the message names file and line.
     */
    public static AuthFile read(final Path path) {
        final List<String> lines;
        try {
            lines = Files.readAllLines(path);
        } catch (final NoSuchFileException e) {
            throw new GatewayStartException("auth file " + path + " does not exist: make lines for it with ./patchbay token");
        } catch (final IOException e) {
            throw new GatewayStartException("auth file " + path + " cannot be read (" + e.getMessage()
                + "): make it a readable UTF-8 text file");
        }
        final AuthFile file = new AuthFile();
        for (int i = 0; i < lines.size(); i++) {
            final String line = lines.get(i).strip();
            if (!line.isEmpty() && line.charAt(0) != '#') {
                try {
                    file.add(line);
                } catch (final IllegalArgumentException e) {
                    throw new GatewayStartException("auth file " + path + ":" + (i + 1) + ": " + e.getMessage()
                        + "; mend or remove that line (./patchbay token makes new ones)");
                }
            }
        }
        return file;
    }

    /**
     * Returns the principal that a token belongs to. A wrong token and an unknown name take the same time.
     *
     * @param token as the client sent it.
     * @return the principal, or null where the token is nobody's.
     */
    public Principal authorize(final String token) {
        final byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
        final int dot = token.lastIndexOf('.');
        final List<Principal> candidates = dot < 0 ? null : principals.get(token.substring(0, dot));
        if (candidates == null) {
            nobody.isToken(bytes);
            return null;
        }
        Principal found = null;
        for (final Principal candidate : candidates) {
            if (candidate.isToken(bytes)) {
                found = candidate;
            }
        }
        return found;
    }

    /**
     * Generates a token.
     *
     * @param principal name of the principal that will own it.
     * @param random    source of the secret.
     * @return the token, to be shown once and kept by the client alone.
     * @throws IllegalArgumentException where the principal is not a valid name.
     */
    public static String newToken(final String principal, final SecureRandom random) {
        if (!Names.isName(principal)) {
            throw new IllegalArgumentException("a principal is a letter, then up to 63 letters, digits, . _ or -");
        }
        final byte[] secret = new byte[TOKEN_BYTES];
        random.nextBytes(secret);
        return principal + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    /**
     * Returns the line of an auth file that authorizes a token.
     *
     * @param token  from {@link #newToken}.
     * @param grants of the token.
     * @param random source of the salt.
     * @return one line, without line end.
     */
    public static String toLine(final String token, final Grants grants, final SecureRandom random) {
        final byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        final StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("principal", token.substring(0, token.lastIndexOf('.')));
            json.writeStringField("salt", HexFormat.of().formatHex(salt));
            json.writeStringField("hash", HexFormat.of().formatHex(hash(salt, token.getBytes(StandardCharsets.UTF_8))));
            write(json, "register", grants.register());
            write(json, "call", grants.call());
            write(json, "listen", grants.listen());
            write(json, "emit", grants.emit());
            json.writeBooleanField("broadcast", grants.broadcast());
            json.writeEndObject();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString();
    }

    static byte[] hash(final byte[] salt, final byte[] token) {
        try {
            final MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            return digest.digest(token);
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(final JsonGenerator json, final String name, final List<String> patterns) throws IOException {
        json.writeArrayFieldStart(name);
        for (final String pattern : patterns) {
            json.writeString(pattern);
        }
        json.writeEndArray();
    }

    private void add(final String line) {
        try (JsonParser json = JSON.createParser(line)) {
            final Principal principal = parse(json);
            if (json.nextToken() != null) {
                throw new IllegalArgumentException("more than one object on the line");
            }
            principals.computeIfAbsent(principal.name(), name -> new ArrayList<>()).add(principal);
        } catch (final JsonProcessingException e) {
            throw new IllegalArgumentException("not a JSON object (column " + e.getLocation().getColumnNr() + ")", e);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Principal parse(final JsonParser json) throws IOException {
        String name = null;
        byte[] salt = null;
        byte[] hash = null;
        boolean broadcast = false;
        RateLimit rateLimit = null;
        final Map<String, List<String>> patterns = new HashMap<>();
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("not a JSON object");
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            final String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "principal" -> name = text(json, field);
                case "salt" -> salt = hex(json, field, SALT_BYTES);
                case "hash" -> hash = hex(json, field, TOKEN_BYTES);
                case "register", "call", "listen", "emit" -> patterns.put(field, texts(json, field));
                case "rateLimit" -> rateLimit = RateLimit.parse(text(json, field));
                case "broadcast" -> broadcast = flag(json, field);
                default -> throw new IllegalArgumentException("unknown field \"" + field + "\"");
            }
        }
        if (name == null || salt == null || hash == null) {
            throw new IllegalArgumentException("a line needs \"principal\", \"salt\" and \"hash\"");
        }
        if (!Names.isName(name)) {
            throw new IllegalArgumentException("\"principal\" is not a name: a letter, then up to 63 letters, digits, . _ or -");
        }
        return new Principal(name, salt, hash, new Grants(patterns.getOrDefault("register", List.of()),
            patterns.getOrDefault("call", List.of()), patterns.getOrDefault("listen", List.of()),
            patterns.getOrDefault("emit", List.of()), broadcast), rateLimit);
    }

    private static String text(final JsonParser json, final String field) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw new IllegalArgumentException("\"" + field + "\" must be a string");
        }
        return json.getText();
    }

    private static boolean flag(final JsonParser json, final String field) {
        if (!json.currentToken().isBoolean()) {
            throw new IllegalArgumentException("\"" + field + "\" must be true or false");
        }
        return json.currentToken() == JsonToken.VALUE_TRUE;
    }

    private static List<String> texts(final JsonParser json, final String field) throws IOException {
        final List<String> texts = new ArrayList<>();
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw new IllegalArgumentException("\"" + field + "\" must be a list of strings");
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            texts.add(text(json, field));
        }
        return texts;
    }

    private static byte[] hex(final JsonParser json, final String field, final int lengthBytes) throws IOException {
        final String text = text(json, field);
        if (text.length() != lengthBytes * 2 || !text.chars().allMatch(HexFormat::isHexDigit)) {
            throw new IllegalArgumentException("\"" + field + "\" must be " + lengthBytes * 2 + " hexadecimal digits");
        }
        return HexFormat.of().parseHex(text);
    }
}
