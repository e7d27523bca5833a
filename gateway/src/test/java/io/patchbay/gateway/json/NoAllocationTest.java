package io.patchbay.gateway.json;

import static io.patchbay.gateway.json.ServerFrames.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.Encoding;
import io.patchbay.protocol.EventName;
import io.patchbay.protocol.UnhandledReason;
import io.patchbay.protocol.sbe.AcceptedDecoder;
import io.patchbay.protocol.sbe.BroadcastDecoder;
import io.patchbay.protocol.sbe.CustomDecoder;
import io.patchbay.protocol.sbe.LifecycleDecoder;
import io.patchbay.protocol.sbe.ReplyDecoder;
import io.patchbay.protocol.sbe.RequestDecoder;
import io.patchbay.protocol.sbe.UnhandledDecoder;

import com.sun.management.ThreadMXBean;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.management.ManagementFactory;
import java.util.function.IntSupplier;

/**
 * Checks that the code that runs for each message does not allocate.
 */
@Timeout(120)
class NoAllocationTest {
    private static final int WARM_UP = 20_000;
    private static final int MEASURED = 10_000;
    private static final String ID = "6f1c2f4e-8f63-4f0e-9d7a-0123456789ab";

    private final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();

    @Test
    void shouldNotAllocateForFramesThatAreAccepted() {
        final FrameScanner scanner = new FrameScanner();
        for (final String frame : new String[] {
            "{\"type\":\"message\",\"id\":\"" + ID + "\",\"destination\":\"pricing@1.4:quote\","
                + "\"responder\":\"onQuote\",\"key\":\"k\","
                + "\"timeoutMs\":2500,\"traceparent\":\"00-x\",\"ack\":true,\"note\":[1],"
                    + "\"payload\":{\"pair\":\"EURUSD\",\"qty\":[1.5e3]}}",
            "{\"type\":\"message\",\"\\u0069d\":\"" + ID + "\",\"destination\":\"pricing\\u003aquote\",\"key\":\"\\u20ac\"}",
            "{\"type\":\"reply\",\"id\":\"" + ID + "\",\"payload\":{\"price\":1.0875},\"more\":true}",
            "{\"type\":\"reply\",\"id\":\"" + ID + "\",\"error\":{\"code\":\"empty\",\"message\":\"no \\u20ac left\"}}",
            "{\"type\":\"broadcast\",\"payload\":\"hello \u20ac\"}",
            "{\"type\":\"emit\",\"event\":\"tick\",\"payload\":[1,2,3]}",
            "{\"type\":\"services\",\"service\":\"pricing\"}",
            "{\"type\":\"status\",\"id\":\"" + ID + "\"}",
            "{\"type\":\"ping\"}",
        }) {
            final byte[] bytes = utf8(frame);
            final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
            assertTrue(scanner.scan(buffer, 0, bytes.length), scanner::text);

            assertEquals(0, allocated(() -> scanner.scan(buffer, 0, bytes.length) ? 1 : 0), frame);
        }
    }

    @Test
    void shouldNotAllocateForServerFrames() {
        final ServerFrames frames = new ServerFrames();
        final FrameEncoder encoder = new FrameEncoder();
        final UnsafeBuffer to = new UnsafeBuffer(new byte[4096]);
        final RequestDecoder request = frames.request("onQuote", "k\n", "00-x", 2500, utf8("{\"pair\":\"EURUSD\"}"),
            Encoding.JSON);
        final ReplyDecoder reply = frames.reply(true, false, "", "", utf8("{\"price\":1.0875}"), Encoding.JSON);
        final ReplyDecoder binary = frames.reply(true, false, "", "", utf8("bytes"), Encoding.BINARY);
        final ReplyDecoder error = frames.reply(false, true, "empty", "none \"left\"", utf8("null"), Encoding.JSON);
        final LifecycleDecoder connect = frames.lifecycle(EventName.SERVICE_CONNECT, null, "quote,cancel");
        final LifecycleDecoder offline = frames.lifecycle(EventName.SERVICE_OFFLINE, DisconnectReason.CLOSED, "");
        final BroadcastDecoder broadcast = frames.broadcast(true, utf8("\"hi\""), Encoding.JSON);
        final UnhandledDecoder unhandled = frames.unhandled(UnhandledReason.TIMEOUT, true);
        final CustomDecoder custom = frames.custom(utf8("1"), Encoding.JSON);
        final AcceptedDecoder accepted = frames.accepted(true);

        assertEquals(0, allocated(() -> encoder.message(to, 0, request)));
        assertEquals(0, allocated(() -> encoder.reply(to, 0, reply)));
        assertEquals(0, allocated(() -> encoder.reply(to, 0, binary)));
        assertEquals(0, allocated(() -> encoder.reply(to, 0, error)));
        assertEquals(0, allocated(() -> encoder.lifecycle(to, 0, connect)));
        assertEquals(0, allocated(() -> encoder.lifecycle(to, 0, offline)));
        assertEquals(0, allocated(() -> encoder.broadcast(to, 0, broadcast)));
        assertEquals(0, allocated(() -> encoder.unhandled(to, 0, unhandled)));
        assertEquals(0, allocated(() -> encoder.custom(to, 0, custom)));
        assertEquals(0, allocated(() -> encoder.accepted(to, 0, accepted)));
    }

    /** Returns the bytes that this thread allocates for {@link #MEASURED} calls after a warm-up. */
    private long allocated(final IntSupplier work) {
        int sum = 0;
        for (int i = 0; i < WARM_UP; i++) {
            sum += work.getAsInt();
        }
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 3 && least > 0; attempt++) {
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < MEASURED; i++) {
                sum += work.getAsInt();
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertTrue(sum > 0);
        return least;
    }
}
