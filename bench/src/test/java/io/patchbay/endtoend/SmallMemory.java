package io.patchbay.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * More Aeron instances than the media driver's file system has room for, and somebody who fills what is left of it: the ones
 * that do not fit are refused, all others are served.
 */
final class SmallMemory implements WorldFault {
    private static final int MORE_THAN_FIT = 40;
    private static final String LARGE = '"' + "x".repeat(30_000) + '"';
    private static final int MAX_BROADCASTS = 60;

    @Override
    public String inject(final WorldSetup setup, final Random random) throws Exception {
        final int losses = setup.tcpLosses();
        final boolean isFilledFirst = random.nextBoolean();
        final List<JsonPeer> peers = new ArrayList<>();
        try {
            if (isFilledFirst) {
                setup.shm().fill(random.nextInt(16 << 20));
            }
            JsonNode last = register(setup, peers);
            while (isRegistered(last) && peers.size() < MORE_THAN_FIT) {
                last = register(setup, peers);
            }
            assertEquals("overloaded", last.path("code").asText(), last::toString);
            assertEquals("aeron", last.path("field").asText(), last::toString);
            setup.shm().fill(0);
            final int broadcasts = random.nextInt(MAX_BROADCASTS);
            for (int i = 0; i < broadcasts; i++) {
                setup.desk().broadcast(LARGE).get(30, TimeUnit.SECONDS);
            }
            setup.lanes().awaitAllServed();
            setup.plain().awaitAnswer();
        } finally {
            setup.shm().empty();
            for (final JsonPeer peer : peers) {
                peer.close();
            }
        }

        Load.awaitTrue(() -> isRoomAgain(setup), "room for an Aeron instance again");
        setup.awaitReadiness("\"status\":\"ready\"", true);
        setup.awaitAllServed();
        assertEquals(losses, setup.tcpLosses(), "sessions by TCP lost where memory is small");
        assertTrue(setup.aeronClients().stream().allMatch(client -> client.isRegistered()), "Aeron sessions lost");
        return isFilledFirst ? "others fill it, then instances" : "instances, then others fill it";
    }

    private static JsonNode register(final WorldSetup setup, final List<JsonPeer> peers) throws Exception {
        final JsonPeer peer = new JsonPeer(setup.port());
        peers.add(peer);
        peer.send("{\"type\":\"register\",\"name\":\"many\",\"version\":\"1.0.0\",\"listen\":[],\"aeron\":{\"media\":\"ipc\"}}");
        return peer.await(frame -> isRegistered(frame) || frame.path("type").asText().equals("error"));
    }

    private static boolean isRegistered(final JsonNode frame) {
        return frame.path("event").asText().equals("registered");
    }

    private static boolean isRoomAgain(final WorldSetup setup) {
        final List<JsonPeer> peers = new ArrayList<>();
        try {
            final boolean isRoom = isRegistered(register(setup, peers));
            peers.get(0).close();
            return isRoom;
        } catch (final Exception e) {
            throw new AssertionError(e);
        }
    }
}
