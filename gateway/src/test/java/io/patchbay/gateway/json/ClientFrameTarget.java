package io.patchbay.gateway.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.patchbay.fuzz.FuzzTarget;
import io.patchbay.gateway.json.JacksonOracle.Node;
import io.patchbay.protocol.Choose;
import io.patchbay.protocol.ErrorCode;
import io.patchbay.text.Uuids;

import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Fuzzes a client's JSON frame, and the same bytes as a payload of the Aeron path. Scanner and checker must agree with
 * {@link FrameModel} and {@link JacksonOracle}, whatever bytes are around the frame in the buffer.
 */
public final class ClientFrameTarget implements FuzzTarget {
    private static final int GUARD_BYTES = 64;
    private static final int MAX_FIELDS = 256;

    private final JacksonOracle oracle = new JacksonOracle();
    private final FrameScanner scanner = new FrameScanner();
    private final PayloadChecker checker = new PayloadChecker();
    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);

    @Override
    public List<byte[]> seeds() {
        return ClientFrames.all();
    }

    @Override
    public void accept(final byte[] input) {
        check(input);
    }

    /** Returns the error on which both agree, or null where the frame is accepted. */
    String check(final byte[] input) {
        final Node object = oracle.object(input);
        final boolean isExact = !oracle.hasSurrogateEscape();
        final Map<String, String> fields = readFields(input, (byte)'"');
        assertEquals(fields, readFields(input, (byte)0x80));
        assertEquals(object != null, !"bad-json".equals(fields.get("error")), () -> fields.toString());
        if (object != null && isExact && object.names.size() <= MAX_FIELDS) {
            final Map<String, String> model = new FrameModel(object).fields;
            fields.remove("text");
            assertEquals(model.toString(), fields.toString());
        }
        place(input, (byte)'1');
        // Bytes that begin as an object but are none cannot be a payload either, so the oracle is not asked again.
        final boolean isPayload = (object != null || input.length == 0 || input[0] != '{') && oracle.isPayload(input);
        assertEquals(isPayload, checker.isJson(buffer, GUARD_BYTES, input.length));
        return fields.get("error");
    }

    private void place(final byte[] input, final byte guard) {
        final byte[] bytes = new byte[input.length + 2 * GUARD_BYTES];
        Arrays.fill(bytes, guard);
        System.arraycopy(input, 0, bytes, GUARD_BYTES, input.length);
        buffer.wrap(bytes);
    }

    private Map<String, String> readFields(final byte[] input, final byte guard) {
        place(input, guard);
        final Map<String, String> fields = new TreeMap<>();
        if (!scanner.scan(buffer, GUARD_BYTES, input.length)) {
            fields.put("error", scanner.error().wireName());
            fields.put("text", scanner.text());
            if (scanner.error() == ErrorCode.BAD_FIELD) {
                fields.put("field", scanner.field());
            }
            return fields;
        }
        fields.put("type", scanner.type().wireName());
        switch (scanner.type()) {
            case MESSAGE -> {
                id(fields);
                put(fields, "destination", scanner.destination());
                assertEquals(text(scanner.destination()), text(scanner.destinationService())
                    + (scanner.destinationVersion().capacity() > 0 ? "@" + text(scanner.destinationVersion()) : "") + ":"
                    + text(scanner.destinationMethod()));
                put(fields, "consumer", scanner.consumer());
                put(fields, "responder", scanner.responder());
                put(fields, "key", scanner.key());
                putAlways(fields, "traceparent", scanner.traceparent(), input);
                if (scanner.timeoutMs() != 0) {
                    fields.put("timeoutMs", Integer.toString(scanner.timeoutMs()));
                }
                fields.put("ack", String.valueOf(scanner.ack()));
                fields.put("payload", text(scanner.payload()));
            }
            case REPLY -> {
                id(fields);
                fields.put("ack", String.valueOf(scanner.ack()));
                fields.put("more", String.valueOf(scanner.more()));
                if (scanner.hasError()) {
                    fields.put("hasError", "true");
                    fields.put("error.code", text(scanner.errorCode()));
                    fields.put("error.message", text(scanner.errorMessage()));
                } else {
                    fields.put("payload", text(scanner.payload()));
                }
            }
            case BROADCAST -> {
                id(fields);
                fields.put("ack", String.valueOf(scanner.ack()));
                fields.put("payload", text(scanner.payload()));
            }
            case EMIT -> {
                put(fields, "event", scanner.event());
                fields.put("ack", String.valueOf(scanner.ack()));
                fields.put("payload", text(scanner.payload()));
            }
            case SERVICES -> put(fields, "service", scanner.service());
            case STATUS -> id(fields);
            case AUTHORIZE -> fields.put("token", text(scanner.token()));
            case REGISTER -> register(fields);
            default -> { }
        }
        return fields;
    }

    private void register(final Map<String, String> fields) {
        fields.put("name", scanner.name());
        fields.put("version", scanner.version());
        // The scanner returns an empty list for an absent one too, but the model does not.
        final Node frame = oracle.object(Arrays.copyOfRange(buffer.byteArray(), GUARD_BYTES, buffer.capacity() - GUARD_BYTES));
        list(fields, "methods", scanner.methods(), frame);
        list(fields, "listen", scanner.listen(), frame);
        fields.put("acks", String.valueOf(scanner.acks()));
        if (frame.names.contains("choose") && !frame.values.get(frame.names.indexOf("choose")).raw.equals("null")) {
            fields.put("choose", scanner.choose().wireName());
        } else {
            assertEquals(Choose.ROUND_ROBIN, scanner.choose());
        }
        if (!scanner.aeronMedia().isEmpty()) {
            fields.put("aeron", scanner.aeronMedia() + " " + scanner.aeronEndpoint());
        }
    }

    private static void list(final Map<String, String> fields, final String name, final List<String> list, final Node frame) {
        final int at = frame.names.indexOf(name);
        if (at >= 0 && frame.values.get(at).isArray()) {
            fields.put(name, list.isEmpty() ? "" : String.join(",", list) + ",");
        } else {
            assertEquals(List.of(), list);
        }
    }

    private void id(final Map<String, String> fields) {
        if (scanner.hasId()) {
            fields.put("id", Uuids.toString(scanner.idHi(), scanner.idLo()));
        }
    }

    private static void put(final Map<String, String> fields, final String name, final UnsafeBuffer view) {
        if (view.capacity() > 0) {
            fields.put(name, text(view));
        }
    }

    /** Puts a text even if it is empty, since an empty text is legal there and equals an absent one. */
    private void putAlways(final Map<String, String> fields, final String name, final UnsafeBuffer view, final byte[] input) {
        final Node frame = view.capacity() > 0 ? null : oracle.object(input);
        final int at = frame == null ? -1 : frame.names.indexOf(name);
        if (view.capacity() > 0 || at >= 0 && frame.values.get(at).isString()) {
            fields.put(name, text(view));
        }
    }

    private static String text(final UnsafeBuffer view) {
        final byte[] bytes = new byte[view.capacity()];
        view.getBytes(0, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
