package io.patchbay.demo;

import io.patchbay.bench.process.ServerProcess;
import io.patchbay.bench.process.TempData;
import io.patchbay.engine.input.CheckpointInput;
import io.patchbay.protocol.Indexes;

import org.HdrHistogram.Histogram;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The course of the demo: server, instances, traffic, a kill, the account of every request, the replay. It runs on the
 * consumer's thread, so that its output is in the order of what the consumer sends and receives.
 */
final class Demo {
    private static final int RATE_PER_S = 2_000;
    private static final int SLOW_REQUESTS = 100;
    private static final int ROW_LENGTH = 50;
    private static final int THINK_MS = 1_500;
    private static final int MAX_IN_FLIGHT = 64;
    private static final int TIMEOUT_S = 10;
    private static final int STATUS_MS = 1_000;

    private final IdleStrategy idle = new BackoffIdleStrategy(100, 20, 1_000, 64_000);
    private final Screen screen;
    private final TempData data;
    private Desk desk;
    private PricingProcess aeron;
    private PricingProcess json;
    private long nextNs;
    private int firstSlow;

    Demo(final Screen screen, final TempData data) {
        this.screen = screen;
        this.data = data;
    }

    void run() throws IOException {
        screen.step("A server: media driver, gateway, journal and engine in a process of its own");
        try (ServerProcess server = ServerProcess.start(data.data(), data.file("server.log"), List.of())) {
            screen.note("pid " + server.pid() + ", JSON lines on " + server.tcp() + ", WebSocket on " + server.http() + "/ws");
            try (Desk consumer = new Desk(server.tcp(), new SplittableRandom().nextLong(), screen::event)) {
                desk = consumer;
                connect(server);
                traffic(4, "A consumer asks for quotes, up to " + RATE_PER_S + " a second, and both answer in turn");
                kill();
                traffic(2, "The service goes on with the instance that is left");
                final long upTo = settle();
                account();
                stopAndReplay(server, desk.instance(), upTo);
            } finally {
                closeInstances();
            }
        }
    }

    private void connect(final ServerProcess server) throws IOException {
        await(desk::isRegistered, "the consumer could not register");
        screen.step("Two instances of the service pricing, each a process of its own; the consumer hears of them");
        aeron = PricingProcess.start("aeron", server.tcp(), data.file("pricing-aeron.log"));
        json = PricingProcess.start("json", server.tcp(), data.file("pricing-json.log"));
        await(() -> aeron.isStarted() && json.isStarted(), "an instance of pricing could not register");
        if (aeron.instance() == null || json.instance() == null) {
            throw new IllegalStateException("an instance of pricing could not register: see " + data.root());
        }
        screen.note(aeron.instance() + "  pid " + aeron.pid() + ", Aeron IPC, with the Java SDK");
        screen.note(json.instance() + "  pid " + json.pid() + ", JSON lines on a plain socket, no SDK");
    }

    /** Asks at a steady rate for some seconds, and prints the rate and the latencies every second. */
    private void traffic(final int seconds, final String what) {
        screen.step(what);
        final long startNs = System.nanoTime();
        nextNs = startNs;
        for (int second = 1; second <= seconds; second++) {
            desk.latencies().reset();
            final long endNs = startNs + TimeUnit.MILLISECONDS.toNanos((long)second * STATUS_MS);
            while (System.nanoTime() - endNs < 0) {
                idle.idle(ask() + desk.doWork());
            }
            screen.status(rate());
        }
    }

    /** Sends the next request if it is due. A machine that is too busy for the rate gets fewer requests, not a queue of them. */
    private int ask() {
        final long nowNs = System.nanoTime();
        if (nextNs - nowNs > 0 || desk.inFlight() >= MAX_IN_FLIGHT || !desk.ask(nowNs)) {
            return 0;
        }
        final long intervalNs = TimeUnit.SECONDS.toNanos(1) / RATE_PER_S;
        nextNs = Math.max(nextNs + intervalNs, nowNs - MAX_IN_FLIGHT * intervalNs);
        return 1;
    }

    private String rate() {
        final Histogram latencies = desk.latencies();
        return String.format(Locale.ROOT,
            "%,6d replies/s   p50 %,.0f us   p99 %,.0f us   max %,.0f us   by Aeron %,d, by JSON %,d",
            latencies.getTotalCount() * 1000 / STATUS_MS, latencies.getValueAtPercentile(50) / 1e3,
            latencies.getValueAtPercentile(99) / 1e3, latencies.getMaxValue() / 1e3,
            desk.ledger().repliedBy(Indexes.parse(aeron.instance())), desk.ledger().repliedBy(Indexes.parse(json.instance())));
    }

    /** Kills one instance while it has requests to answer, as the server's answer to {@code services} shows. */
    private void kill() {
        screen.step(SLOW_REQUESTS + " requests that take " + THINK_MS + " ms; with half of them the JSON instance is killed");
        await(() -> desk.inFlight() == 0, "requests were left without an end");
        firstSlow = desk.ledger().total() + 1;
        for (int i = 0; i < SLOW_REQUESTS; i++) {
            await(() -> desk.askSlowly(THINK_MS), "the requests could not be sent");
        }
        desk.askServices();
        await(() -> desk.servicesIndex() != 0, "no answer to a services query");
        json.kill();
        screen.note("pending by the server's answer: " + desk.pending(aeron.instance()) + " with the Aeron instance, "
            + desk.pending(json.instance()) + " with the JSON one; kill -9 " + json.pid());
        await(() -> desk.inFlight() == 0, "requests were left without an end");
    }

    /** Waits until every request has ended, and returns an index up to which every event has been received. */
    private long settle() {
        await(() -> desk.inFlight() == 0, "requests were left without an end");
        desk.askServices();
        await(() -> desk.servicesIndex() != 0, "no answer to a services query");
        return desk.servicesIndex();
    }

    private void account() {
        final Ledger ledger = desk.ledger();
        screen.step("Every request accounted for, one by one");
        screen.note("the " + SLOW_REQUESTS + " slow ones, as sent: a by Aeron, j by JSON, x unhandled instance-lost, ? missing");
        final StringBuilder row = new StringBuilder();
        int slowLost = 0;
        for (int number = firstSlow; number < firstSlow + SLOW_REQUESTS; number++) {
            row.append(letter(number));
            slowLost += ledger.outcome(number) == Ledger.LOST ? 1 : 0;
        }
        for (int i = 0; i < row.length(); i += ROW_LENGTH) {
            screen.note("  " + row.substring(i, Math.min(row.length(), i + ROW_LENGTH)));
        }
        final int lost = ledger.count(Ledger.LOST);
        final int missing = ledger.count(Ledger.OPEN);
        final int other = ledger.count(Ledger.OTHER);
        screen.check(missing == 0 && other == 0 && ledger.endedTwice() == 0, String.format(Locale.ROOT,
            "%,d sent = %,d replied + %,d unhandled (instance-lost); %d missing, %d otherwise, %d ended twice", ledger.total(),
            ledger.count(Ledger.REPLIED), lost, missing, other, ledger.endedTwice()));
        screen.check(slowLost > 0 && slowLost < SLOW_REQUESTS, slowLost + " of the slow ones were with the killed instance");
        askStatus(ledger);
        screen.check(desk.statusDiffers() == 0 && desk.statusAgrees() == lost + SLOW_REQUESTS - slowLost,
            "asked again by status, the server says the same of " + desk.statusAgrees() + " of them");
    }

    private char letter(final int number) {
        final Ledger ledger = desk.ledger();
        if (ledger.outcome(number) == Ledger.LOST) {
            return 'x';
        }
        if (ledger.outcome(number) != Ledger.REPLIED) {
            return '?';
        }
        return ledger.instance(number) == Indexes.parse(aeron.instance()) ? 'a' : 'j';
    }

    /** Asks the server what became of each request that was lost, and of each slow one. */
    private void askStatus(final Ledger ledger) {
        int asked = 0;
        for (int number = 1; number <= ledger.total(); number++) {
            final boolean isSlow = number >= firstSlow && number < firstSlow + SLOW_REQUESTS;
            if (isSlow || ledger.outcome(number) == Ledger.LOST) {
                final int which = number;
                await(() -> desk.askStatus(which), "no room for a status query");
                asked++;
            }
        }
        final int expected = asked;
        await(() -> desk.statusAgrees() + desk.statusDiffers() == expected, "no answer to a status query");
    }

    private void stopAndReplay(final ServerProcess server, final long after, final long upTo) throws IOException {
        final List<String> live = List.copyOf(desk.events().stream().filter(event -> isUpTo(event, upTo)).toList());
        desk.close();
        closeInstances();
        screen.step("The server is stopped (SIGTERM), and its journal replayed");
        final int code = server.stop();
        screen.check(code == 0, "it drained and ended with exit code " + code);
        final ReplayedEvents replay = new ReplayedEvents(data.data());
        final List<String> replayed = replay.between(after, upTo);
        screen.check(!live.isEmpty() && live.equals(replayed), "events: " + live.size() + " heard live, " + replayed.size()
            + " replayed, " + (live.equals(replayed) ? "the same in the same order" : "not the same"));
        final CheckpointInput checkpoint = replay.lastCheckpoint();
        if (checkpoint == null) {
            screen.check(false, "the server left no checkpoint");
        } else {
            final String replayedHash = replay.hashAt(checkpoint.at);
            final String liveHash = Indexes.format(checkpoint.hash);
            screen.check(liveHash.equals(replayedHash), String.format(Locale.ROOT,
                "state hash after %,d records, at %s: live %s, replayed %s", checkpoint.records, Indexes.format(checkpoint.at),
                liveHash, replayedHash));
        }
        final Map<String, String> verdict = replay.verify();
        screen.check("true".equals(verdict.get("ok")), "all of the journal verified: " + verdict.get("records") + " records, "
            + verdict.get("checkpoints") + " checkpoints");
    }

    private static boolean isUpTo(final String event, final long index) {
        return Indexes.parse(event.split(" ")[1]) <= index;
    }

    /** Returns the id of a request that was lost, as an example for the replay tool, or null if none was. */
    String lostId() {
        for (int number = 1; number <= desk.ledger().total(); number++) {
            if (desk.ledger().outcome(number) == Ledger.LOST) {
                return desk.id(number);
            }
        }
        return null;
    }

    private void await(final BooleanSupplier condition, final String otherwise) {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_S);
        while (!condition.getAsBoolean()) {
            idle.idle(desk.doWork());
            if (System.nanoTime() - deadlineNs > 0) {
                throw new IllegalStateException(otherwise + " within " + TIMEOUT_S + " s: see the logs in " + data.root());
            }
        }
    }

    private void closeInstances() {
        if (aeron != null) {
            aeron.close();
        }
        if (json != null) {
            json.close();
        }
    }
}
