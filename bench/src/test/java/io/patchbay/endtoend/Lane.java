package io.patchbay.endtoend;

import io.patchbay.sdk.Client;
import io.patchbay.sdk.ReplyListener;
import io.patchbay.sdk.exceptions.PatchbayException;
import io.patchbay.sdk.exceptions.ReplyLostException;
import io.patchbay.sdk.exceptions.UnhandledException;
import io.patchbay.sdk.message.Reply;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A lane of numbered calls, or one-way messages, from one client of the SDK to one destination, a few at a time. It records how
 * each ended, and whether that outcome is allowed.
 */
final class Lane {
    static final Set<String> GOOD = Set.of("reply", "accepted");
    /** The allowed outcomes when the way to a service was cut. Each tells the caller what became of the call. */
    static final Set<String> CUT = Set.of("reply", "accepted", "reply-lost", "instance-lost", "no-service");
    /** The allowed outcomes when the way to a service was cut, but not the caller's own connection. */
    static final Set<String> SERVICE_CUT = Set.of("reply", "accepted", "instance-lost", "no-service");
    /** The same where the server is started again, and with it what it promises to wait for. */
    static final Set<String> RESTARTED = Set.of("reply", "accepted", "reply-lost", "instance-lost");
    private static final int WINDOW = 4;
    private static final int TIMEOUT_MS = 120_000;

    private final String name;
    private final Client client;
    private final String destination;
    private final boolean oneWay;
    private final List<String> trouble;
    private final Map<String, String> ends = new ConcurrentHashMap<>();
    private final Map<String, String> acceptedAt = new ConcurrentHashMap<>();
    private final Set<Integer> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger good = new AtomicInteger();
    private volatile Set<String> allowed = GOOD;
    private volatile int sent;

    Lane(final String name, final Client client, final String destination, final boolean oneWay, final List<String> trouble) {
        this.name = name;
        this.client = client;
        this.destination = destination;
        this.oneWay = oneWay;
        this.trouble = trouble;
    }

    String name() {
        return name;
    }

    void allow(final Set<String> outcomes) {
        allowed = outcomes;
    }

    /** Sends as many messages as there is room for. Called by one thread. */
    void tick() {
        for (int i = 0; i < 2 && open.size() < WINDOW; i++) {
            send();
        }
    }

    private void send() {
        final int n = sent;
        final UUID id = UUID.randomUUID();
        open.add(n);
        sent = n + 1;
        final var message = client.message(destination).id(id).timeoutMs(TIMEOUT_MS)
            .json("{\"pair\":\"EURUSD\",\"n\":" + n + ",\"lane\":\"" + name + "\"}");
        if (oneWay) {
            message.send().whenComplete((index, failure) -> {
                if (failure == null) {
                    acceptedAt.put(id.toString(), index);
                }
                end(n, id, failure == null ? "accepted" : failure.toString());
            });
            return;
        }
        message.call(new ReplyListener() {
            @Override
            public void onReply(final Reply reply) {
                end(n, id, reply.json().contains("\"n\":" + n) ? "reply" : "the reply to another request: " + reply.json());
            }

            @Override
            public void onFailure(final PatchbayException failure) {
                if (failure instanceof UnhandledException unhandled) {
                    end(n, id, unhandled.reason().wireName());
                } else {
                    end(n, id, failure instanceof ReplyLostException ? "reply-lost" : failure.toString());
                }
            }
        });
    }

    private void end(final int n, final UUID id, final String outcome) {
        if (!allowed.contains(outcome)) {
            trouble.add(name + " " + n + " " + id + ": " + outcome + ", allowed " + allowed);
        }
        final String before = ends.put(id.toString(), outcome);
        if (before != null) {
            trouble.add(name + " " + n + " " + id + " ended twice: " + before + ", then " + outcome);
        }
        if (GOOD.contains(outcome)) {
            good.incrementAndGet();
        }
        open.remove(n);
    }

    /** Returns the number of calls that ended as they should. */
    int good() {
        return good.get();
    }

    int sent() {
        return sent;
    }

    boolean haveAllEndedBelow(final int n) {
        return open.stream().noneMatch(number -> number < n);
    }

    /** Returns how each message ended, by id. */
    Map<String, String> ends() {
        return ends;
    }

    /** Returns the indexes of the one-way messages, by id. */
    Map<String, String> acceptedAt() {
        return acceptedAt;
    }

    @Override
    public String toString() {
        return name + " sent " + sent + " open " + open;
    }
}
