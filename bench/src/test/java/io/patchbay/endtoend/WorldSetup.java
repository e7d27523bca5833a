package io.patchbay.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.endtoend.PatchbayProcess.Result;
import io.patchbay.journal.SmallDisk;
import io.patchbay.sdk.Client;
import io.patchbay.sdk.ClientContext;
import io.patchbay.sdk.Service;

import org.agrona.CloseHelper;
import org.agrona.IoUtil;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A server, or a gateway and an engine, under a light load: by the SDK a service and a consumer by TCP and one each by Aeron IPC,
 * and sessions without the SDK. It can be stopped and started; the clients stay.
 */
final class WorldSetup implements AutoCloseable {
    /** So short that a session that is given up without being asked is lost within a standstill of a few seconds. */
    static final int HEARTBEAT_MS = 2_000;
    private static final int CONNECT_TIMEOUT_MS = 30_000;
    private static final int SHM_MEGABYTES = 128;
    private static final Pattern STOOD_STILL = Pattern.compile("stood still for ([0-9]+) ms");

    private final Path dir;
    private final Path data;
    private final boolean isSplit;
    private final FakeClock clock;
    private final SmallDisk shm;
    private final String rollCycle;
    private final int port = PatchbayProcess.freePort();
    private final Map<String, PatchbayProcess> processes = new LinkedHashMap<>();
    private final List<Client> clients = new ArrayList<>();
    private final Lanes lanes = new Lanes();
    private final Set<String> accepted = new HashSet<>();
    private final Set<String> filesSeen = new TreeSet<>();
    private final AtomicInteger tcpLosses = new AtomicInteger();
    private final StringBuilder lastWords = new StringBuilder();
    private PlainSessions plain;
    private Path foreignFile;

    /**
     * Starts everything.
     *
     * @param dir     an empty directory.
     * @param isSplit whether gateway and engine are processes of their own.
     * @param isRolling whether the journal begins a new file each second.
     * @param clock   of the processes; null for the machine's.
     * @param isShmSmall whether the media driver's directory is on a small file system.
     */
    WorldSetup(final Path dir, final boolean isSplit, final boolean isRolling, final FakeClock clock, final boolean isShmSmall)
        throws Exception {
        this.dir = Files.createDirectories(dir);
        this.isSplit = isSplit;
        this.clock = clock;
        data = dir.resolve("data");
        rollCycle = isRolling ? "secondly-for-tests" : "daily";
        shm = isShmSmall ? SmallDisk.mount(dir.resolve("shm"), SHM_MEGABYTES) : null;
        try {
            startProcesses();
            connectClients();
            plain = new PlainSessions(port);
            lanes.start();
        } catch (final Exception | AssertionError e) {
            close();
            throw e;
        }
    }

    private void startProcesses() throws Exception {
        for (final String role : isSplit ? List.of("gateway", "engine") : List.of("server")) {
            final PatchbayProcess process = PatchbayProcess.start(environment(), arguments(role, data, port));
            processes.put(role, process);
            process.awaitReady();
        }
    }

    private Map<String, String> environment() {
        final Map<String, String> environment = new HashMap<>(KillSetup.QUICK);
        if (clock != null) {
            environment.putAll(clock.environment());
        }
        return environment;
    }

    /** Returns the arguments of a process of a data directory. */
    String[] arguments(final String role, final Path dataDir, final int tcpPort) {
        final List<String> arguments = new ArrayList<>(List.of(role, "--data", dataDir.toString(), "--roll-cycle", rollCycle,
            "--block-size", "8m", "--disk-reserve", "8m"));
        if (!role.equals("gateway")) {
            arguments.addAll(List.of("--retain-age", "7d"));
        }
        if (!role.equals("engine")) {
            arguments.addAll(List.of("--tcp", "127.0.0.1:" + tcpPort, "--http", "127.0.0.1:0", "--heartbeat",
                Integer.toString(HEARTBEAT_MS), "--engine-wait", "60000"));
            if (shm != null) {
                arguments.addAll(List.of("--driver-dir", shm.dir().toString()));
            }
        }
        return arguments.toArray(new String[0]);
    }

    private void connectClients() {
        final Client steady = connect(Client.serving(Service.named("steady").method("echo", lanes::echo)), false);
        final Client quick = connect(Client.serving(Service.named("quick").method("echo", lanes::echo)), true);
        final Client desk = connect(Client.named("desk"), false);
        final Client fast = connect(Client.named("fast"), true);
        clients.addAll(List.of(steady, quick, desk, fast));
        lanes.add("desk steady:echo", desk, "steady:echo", false);
        lanes.add("desk quick:echo", desk, "quick:echo", false);
        lanes.add("fast steady:echo", fast, "steady:echo", false);
        lanes.add("fast quick:echo", fast, "quick:echo", false);
        lanes.add("tell steady:echo", desk, "steady:echo", true);
        lanes.addPlain("acks", port, "steady:echo");
    }

    private Client connect(final ClientContext context, final boolean isAeron) {
        final ClientContext set = context.server("127.0.0.1:" + port).reconnectMs(10, 100).drainMs(1_000)
            .connectTimeoutMs(CONNECT_TIMEOUT_MS);
        return isAeron ? set.aeronIpc().connect() : set.onDisconnect(lost -> tcpLosses.incrementAndGet()).connect();
    }

    Path dir() {
        return dir;
    }

    Path data() {
        return data;
    }

    int port() {
        return port;
    }

    Lanes lanes() {
        return lanes;
    }

    PlainSessions plain() {
        return plain;
    }

    FakeClock clock() {
        return clock;
    }

    /** Returns the small file system of the media driver. */
    SmallDisk shm() {
        return shm;
    }

    /** Returns the server, or the gateway. */
    PatchbayProcess front() {
        return processes.get(isSplit ? "gateway" : "server");
    }

    /** Returns the processes by their roles. */
    Map<String, PatchbayProcess> processes() {
        return processes;
    }

    /** Returns the client of the SDK that asks by TCP. */
    Client desk() {
        return clients.get(2);
    }

    /** Returns the clients of the SDK that have an Aeron path. */
    List<Client> aeronClients() {
        return List.of(clients.get(1), clients.get(3));
    }

    /** Returns how often clients of the SDK have lost their sessions by TCP. */
    int tcpLosses() {
        return tcpLosses.get();
    }

    /** Lets the calls of all lanes end so. */
    void allow(final Set<String> outcomes) {
        lanes.all().forEach(lane -> lane.allow(outcomes));
    }

    /** Waits until all are served again; from then on nothing but good ends is allowed. */
    void awaitAllServed() throws Exception {
        lanes.awaitAllServed();
        assertEquals(List.of(), lanes.trouble());
        allow(Lane.GOOD);
        plain.assertAllThere();
        assertNothingRemoved();
    }

    /** Waits for what {@code /health/ready} of the server or gateway says. */
    void awaitReadiness(final String part, final boolean isWanted) throws InterruptedException {
        final String[] last = {""};
        Load.awaitTrue(() -> {
            last[0] = front().readiness();
            return !last[0].isEmpty() && last[0].contains(part) == isWanted;
        }, () -> "readiness " + (isWanted ? "with " : "without ") + part + ", last " + last[0]);
    }

    /** Returns for how many milliseconds processes found that they had stood still: the machine had no time for them. */
    long stoodStillMs() {
        long sum = 0;
        for (final PatchbayProcess process : processes.values()) {
            final Matcher matcher = STOOD_STILL.matcher(process.err());
            while (matcher.find()) {
                sum += Long.parseLong(matcher.group(1));
            }
        }
        return sum;
    }

    /** Returns the names of the journal's files in their order. */
    List<String> journalFiles() throws IOException {
        return cycleFiles(data);
    }

    private static List<String> cycleFiles(final Path dataDir) throws IOException {
        try (Stream<Path> files = Files.list(dataDir.resolve("journal"))) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".cq4")).sorted().toList();
        }
    }

    private void assertNothingRemoved() throws IOException {
        final List<String> now = journalFiles();
        assertTrue(now.containsAll(filesSeen), () -> "files of the journal were removed: had " + filesSeen + ", has " + now);
        filesSeen.addAll(now);
    }

    /** Ends all processes, by kill -9 or in good order. */
    void stop(final boolean isHard) throws Exception {
        for (final Map.Entry<String, PatchbayProcess> entry : processes.entrySet()) {
            final PatchbayProcess process = entry.getValue();
            if (isHard) {
                process.kill9();
            } else {
                final Result result = process.terminate();
                assertEquals(0, result.exit(), () -> entry.getKey() + " " + result);
            }
            FakeClock.forget(process.pid());
        }
        keepLastWords();
        processes.clear();
        plain.close();
    }

    /** Starts all processes again, in the same places. */
    void start() throws Exception {
        startProcesses();
        plain = new PlainSessions(port);
    }

    /** Returns a file of another journal, with records, made by a server of its own. */
    Path foreignFile() throws Exception {
        if (foreignFile == null) {
            final Path other = dir.resolve("other");
            try (PatchbayProcess server = PatchbayProcess.start(KillSetup.QUICK, arguments("server", other, 0))) {
                server.awaitReady();
                new PlainSessions(server.tcpPort()).close();
                assertEquals(0, server.terminate().exit(), server::err);
            }
            final List<String> files = cycleFiles(other);
            foreignFile = other.resolve("journal").resolve(files.get(0));
        }
        return foreignFile;
    }

    /** Notes ids that clients of others' gateways were told to be accepted. */
    void accepted(final Set<String> ids) {
        accepted.addAll(ids);
    }

    /** Ends the load and all processes in good order, then audits the journal; returns the messages in it. */
    int finishAndAudit() throws Exception {
        lanes.finish();
        plain.assertAllThere();
        assertNothingRemoved();
        clients.forEach(Client::close);
        stop(false);
        final int messages = lanes.audit(data, accepted);
        final Result check = PatchbayProcess.run("journal", "check", data.toString());
        assertEquals(0, check.exit(), check::toString);
        return messages;
    }

    private void keepLastWords() {
        processes.forEach((role, process) -> {
            final List<String> lines = process.err().lines().toList();
            lastWords.append("\n--- ").append(role).append(process.isAlive() ? "" : " (ended)").append('\n');
            lines.subList(Math.max(0, lines.size() - 25), lines.size()).forEach(line -> lastWords.append(line).append('\n'));
        });
    }

    /** Returns what each process said last, for a person who looks into a failure. */
    String lastWords() {
        keepLastWords();
        return lastWords.substring(Math.max(0, lastWords.length() - 20_000));
    }

    @Override
    public void close() throws IOException {
        lanes.close();
        CloseHelper.closeAll(clients);
        CloseHelper.closeAll(plain);
        for (final PatchbayProcess process : processes.values()) {
            process.close();
            FakeClock.forget(process.pid());
        }
        CloseHelper.closeAll(shm);
        IoUtil.delete(dir.toFile(), true);
    }
}
