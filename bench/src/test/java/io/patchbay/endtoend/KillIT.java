package io.patchbay.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.IoUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Kills each part with {@code kill -9} at random moments under load, in setups that go on running. Only the killed part is
 * started again.
 *
 * <p>After each kill every call must have ended once, in a way that its caller may expect. Lanes that do not use the part must
 * have been served meanwhile. No instance may remain that does not exist. After some kills the journal is audited.
 *
 * <p>{@code ./patchbay soak kill} runs more kills: {@code -Dpatchbay.kills=N} of each of
 * {@code -Dpatchbay.victims=server,gateway,engine,jvm-service,node-service}, with {@code -Dpatchbay.seed=S}.
 */
class KillIT {
    private static final int KILLS = Integer.getInteger("patchbay.kills", 1);
    /** Kills of each service, at least two, since a service is back within a second. */
    private static final int SERVICE_KILLS = Math.max(KILLS, 2);
    private static final int KILLS_PER_AUDIT = Integer.getInteger("patchbay.killsPerAudit", 40);
    private static final long SEED = Long.getLong("patchbay.seed", System.nanoTime());
    private static final int MAX_WAIT_MS = 300;
    private static final int MAX_START_MS = 1_200;
    /** Time until a gateway's death is reported. The engine checks locks five times a second, and needs a new media driver. */
    private static final long GATEWAY_LOST_MS = 5_000;

    @TempDir
    Path dir;

    private final Random random = new Random(SEED);
    private final Set<Victim> victims = Victim.parse(System.getProperty("patchbay.victims", ""));
    private final Map<Victim, List<Long>> backMs = new EnumMap<>(Victim.class);
    private final List<Long> lostMs = new ArrayList<>();
    private int kills;
    private int killsWhileStarting;
    private long messages;
    private int driverAt;

    @AfterEach
    void report() {
        final StringBuilder report = new StringBuilder("kills " + kills + " (" + killsWhileStarting
            + " more while starting), messages " + messages + ", seed " + SEED);
        backMs.forEach((victim, times) -> report.append("\n  ").append(victim.wireName()).append(": ").append(times.size())
            .append(" kills, all served again after ").append(spread(times)));
        if (!lostMs.isEmpty()) {
            report.append("\n  gateway-lost told after ").append(spread(lostMs));
        }
        System.out.println(report);
    }

    private static String spread(final List<Long> times) {
        final List<Long> sorted = times.stream().sorted().toList();
        return "median " + sorted.get(sorted.size() / 2) + ", at most " + sorted.get(sorted.size() - 1) + " ms";
    }

    @Test
    void shouldKeepItsPromisesWhenAServerIsKilled() throws Exception {
        if (victims.contains(Victim.SERVER)) {
            run(false, List.of(Victim.SERVER));
        }
    }

    @Test
    void shouldKeepItsPromisesWhenPartsOfItAreKilled() throws Exception {
        final List<Victim> parts = new ArrayList<>(victims);
        parts.remove(Victim.SERVER);
        if (!hasNode() && parts.remove(Victim.NODE_SERVICE)) {
            System.err.println("SKIPPED: no node on PATH; install Node.js 18 or newer to have the Node service killed");
        }
        if (!parts.isEmpty()) {
            run(true, parts);
        }
    }

    private static boolean hasNode() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(folder -> new File(folder, "node").canExecute());
    }

    private void run(final boolean split, final List<Victim> parts) throws Exception {
        final List<Victim> plan = new ArrayList<>();
        for (final Victim victim : parts) {
            final boolean isService = victim == Victim.JVM_SERVICE || victim == Victim.NODE_SERVICE;
            plan.addAll(Collections.nCopies(isService ? SERVICE_KILLS : KILLS, victim));
        }
        Collections.shuffle(plan, random);
        for (int from = 0; from < plan.size(); from += KILLS_PER_AUDIT) {
            final Path data = dir.resolve("data-" + split + from);
            driverAt = 0;
            try (KillSetup setup = new KillSetup(data, split, hasNode())) {
                try {
                    setup.awaitAllServed();
                    for (final Victim victim : plan.subList(from, Math.min(plan.size(), from + KILLS_PER_AUDIT))) {
                        round(setup, victim);
                        kills++;
                    }
                    final int audited = setup.finishAndAudit();
                    messages += audited;
                    System.out.println(kills + " kills, " + audited + " messages audited");
                } catch (final Exception | AssertionError e) {
                    throw new AssertionError("seed " + SEED + ", after " + kills + " kills: " + e.getMessage() + " "
                        + setup.trouble() + setup.lastWords(), e);
                }
            }
            IoUtil.delete(data.toFile(), true);
        }
    }

    private void round(final KillSetup setup, final Victim victim) throws Exception {
        final String part = switch (victim) {
            case SERVER -> "server";
            case GATEWAY -> setup.gateways().get(driverAt);
            case ENGINE -> "engine";
            case JVM_SERVICE -> "jvm";
            case NODE_SERVICE -> "node";
        };
        for (final Lane lane : setup.lanes()) {
            lane.allow(allowed(setup, victim, part, lane));
        }
        setup.clearGone();
        Thread.sleep(random.nextInt(MAX_WAIT_MS));

        final long startNs = System.nanoTime();
        setup.kill(part);

        final List<Lane> untouched = setup.lanes().stream()
            .filter(lane -> victim != Victim.ENGINE && allowed(setup, victim, part, lane) == Lane.GOOD).toList();
        for (final Lane lane : untouched) {
            final int goodBefore = lane.good();
            Load.awaitTrue(() -> lane.good() > goodBefore + 2, () -> "an answer with " + part + " dead in " + lane);
        }
        if (victim == Victim.GATEWAY) {
            driverAt = 1 - driverAt;
            setup.awaitGone(setup.gateways().get(driverAt), setup.servicesOf(part), "gateway-lost");
            final long ms = sinceMs(startNs);
            lostMs.add(ms);
            assertTrue(ms <= GATEWAY_LOST_MS, () -> "gateway-lost came after " + ms + " ms");
        }
        final int killAfterMs = random.nextInt(4) == 0 ? 1 + random.nextInt(MAX_START_MS) : 0;
        killsWhileStarting += Integer.signum(killAfterMs);
        setup.restart(part, killAfterMs);
        final long startedMs = sinceMs(startNs);
        setup.awaitServices();
        final long seenMs = sinceMs(startNs);
        final String last = setup.awaitAllServed();
        System.out.println(kills + ": " + part + (killAfterMs > 0 ? " (and after " + killAfterMs + " ms)" : "") + ": started "
            + startedMs + ", services right " + seenMs + ", all served " + sinceMs(startNs) + " ms, last " + last);
        backMs.computeIfAbsent(victim, key -> new ArrayList<>()).add(sinceMs(startNs));
        assertEquals(List.of(), setup.trouble());
        setup.lanes().forEach(lane -> lane.allow(Lane.GOOD));
    }

    private static long sinceMs(final long startNs) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
    }

    /** Returns the outcomes that the calls of a lane may have. */
    private static Set<String> allowed(final KillSetup setup, final Victim victim, final String part, final Lane lane) {
        return switch (victim) {
            case SERVER -> Lane.CUT;
            case GATEWAY -> setup.passes(lane, part) ? Lane.CUT : Lane.GOOD;
            case ENGINE -> Lane.GOOD;
            case JVM_SERVICE -> lane.name().contains("jvm:") ? Lane.SERVICE_CUT : Lane.GOOD;
            case NODE_SERVICE -> lane.name().contains("pricing:") ? Lane.SERVICE_CUT : Lane.GOOD;
        };
    }
}
