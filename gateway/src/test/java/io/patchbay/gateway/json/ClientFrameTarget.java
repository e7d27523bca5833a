package io.patchbay.gateway.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.patchbay.fuzz.FuzzTarget;
import io.patchbay.gateway.json.JacksonOracle.Node;
import io.patchbay.protocol.Choose;
import io.patchbay.protocol.ErrorCode;
import io.patchbay.protocol.Uuids;

import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A client's JSON frame, and the same bytes as a payload that came by Aeron: scanner and checker say what {@link FrameModel} and
 * {@link JacksonOracle} say, whatever stands around the frame in the buffer.
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

    /** The error that both have found; null where the frame is accepted. */
    String check(final byte[] input) {
        final Node object = oracle.object(input);
        final boolean isExact = !oracle.hasSurrogateEscape();
        final Map<String, String> said = said(input, (byte)'"');
        assertEquals(said, said(input, (byte)0x80));
        assertEquals(object != null, !"bad-json".equals(said.get("error")), () -> said.toString());
        if (object != null && isExact && object.names.size() <= MAX_FIELDS) {
            final Map<String, String> model = new FrameModel(object).said;
            said.remove("text");
            assertEquals(model.toString(), said.toString());
        }
        place(input, (byte)'1');
        // what begins as an object and is none is no payload either: not asked twice
        final boolean isPayload = (object != null || input.length == 0 || input[0] != '{') && oracle.isPayload(input);
        assertEquals(isPayload, checker.isJson(buffer, GUARD_BYTES, input.length));
        return said.get("error");
    }

    private void place(final byte[] input, final byte guard) {
        final byte[] bytes = new byte[input.length + 2 * GUARD_BYTES];
        Arrays.fill(bytes, guard);
        System.arraycopy(input, 0, bytes, GUARD_BYTES, input.length);
        buffer.wrap(bytes);
    }

    private Map<String, String> said(final byte[] input, final byte guard) {
        place(input, guard);
        final Map<String, String> said = new TreeMap<>();
        if (!scanner.scan(buffer, GUARD_BYTES, input.length)) {
            said.put("error", scanner.error().wireName());
            said.put("text", scanner.text());
            if (scanner.error() == ErrorCode.BAD_FIELD) {
                said.put("field", scanner.field());
            }
            return said;
        }
        said.put("type", scanner.type().wireName());
        switch (scanner.type()) {
            case MESSAGE -> {
                id(said);
                put(said, "destination", scanner.destination());
                assertEquals(text(scanner.destination()), text(scanner.destinationService())
                    + (scanner.destinationVersion().capacity() > 0 ? "@" + text(scanner.destinationVersion()) : "") + ":"
                    + text(scanner.destinationMethod()));
                put(said, "consumer", scanner.consumer());
                put(said, "responder", scanner.responder());
                put(said, "key", scanner.key());
                putAlways(said, "traceparent", scanner.traceparent(), input);
                if (scanner.timeoutMs() != 0) {
                    said.put("timeoutMs", Integer.toString(scanner.timeoutMs()));
                }
                said.put("ack", String.valueOf(scanner.ack()));
                said.put("payload", text(scanner.payload()));
            }
            case REPLY -> {
                id(said);
                said.put("ack", String.valueOf(scanner.ack()));
                said.put("more", String.valueOf(scanner.more()));
                if (scanner.hasError()) {
                    said.put("hasError", "true");
                    said.put("error.code", text(scanner.errorCode()));
                    said.put("error.message", text(scanner.errorMessage()));
                } else {
                    said.put("payload", text(scanner.payload()));
                }
            }
            case BROADCAST -> {
                id(said);
                said.put("ack", String.valueOf(scanner.ack()));
                said.put("payload", text(scanner.payload()));
            }
            case EMIT -> {
                put(said, "event", scanner.event());
                said.put("ack", String.valueOf(scanner.ack()));
                said.put("payload", text(scanner.payload()));
            }
            case SERVICES -> put(said, "service", scanner.service());
            case STATUS -> id(said);
            case AUTHORIZE -> said.put("token", text(scanner.token()));
            case REGISTER -> register(said);
            default -> { }
        }
        return said;
    }

    private void register(final Map<String, String> said) {
        said.put("name", scanner.name());
        said.put("version", scanner.version());
        // absent and empty lists are the same to the reader of one, but not to that of the other
        final Node frame = oracle.object(Arrays.copyOfRange(buffer.byteArray(), GUARD_BYTES, buffer.capacity() - GUARD_BYTES));
        list(said, "methods", scanner.methods(), frame);
        list(said, "listen", scanner.listen(), frame);
        said.put("acks", String.valueOf(scanner.acks()));
        if (frame.names.contains("choose") && !frame.values.get(frame.names.indexOf("choose")).raw.equals("null")) {
            said.put("choose", scanner.choose().wireName());
        } else {
            assertEquals(Choose.ROUND_ROBIN, scanner.choose());
        }
        if (!scanner.aeronMedia().isEmpty()) {
            said.put("aeron", scanner.aeronMedia() + " " + scanner.aeronEndpoint());
        }
    }

    private static void list(final Map<String, String> said, final String name, final List<String> list, final Node frame) {
        final int at = frame.names.indexOf(name);
        if (at >= 0 && frame.values.get(at).isArray()) {
            said.put(name, list.isEmpty() ? "" : String.join(",", list) + ",");
        } else {
            assertEquals(List.of(), list);
        }
    }

    private void id(final Map<String, String> said) {
        if (scanner.hasId()) {
            said.put("id", Uuids.toString(scanner.idHi(), scanner.idLo()));
        }
    }

    private static void put(final Map<String, String> said, final String name, final UnsafeBuffer view) {
        if (view.capacity() > 0) {
            said.put(name, text(view));
        }
    }

    /** An empty text is legal, and the same as none. */
    private void putAlways(final Map<String, String> said, final String name, final UnsafeBuffer view, final byte[] input) {
        final Node frame = view.capacity() > 0 ? null : oracle.object(input);
        final int at = frame == null ? -1 : frame.names.indexOf(name);
        if (view.capacity() > 0 || at >= 0 && frame.values.get(at).isString()) {
            said.put(name, text(view));
        }
    }

    private static String text(final UnsafeBuffer view) {
        final byte[] bytes = new byte[view.capacity()];
        view.getBytes(0, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
