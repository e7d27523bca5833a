package io.patchbay.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.protocol.EventName;
import io.patchbay.sdk.Client;
import io.patchbay.sdk.Service;
import io.patchbay.sdk.event.InstanceInfo;
import io.patchbay.sdk.event.ServiceEvent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Real processes over one data directory, under load, of which each can be killed. There are one server, or two gateways and an
 * engine, a service in a JVM by Aeron, and one in Node by TCP.
 *
 * <p>For each gateway this process has, by the SDK, a service, a consumer by TCP and one by Aeron. Their calls go to all
 * services.
 */
final class KillSetup implements AutoCloseable {
    /** JVM options of processes that live for seconds, for which the optimizing compiler does not pay. */
    static final Map<String, String> QUICK = Map.of("PATCHBAY_JAVA_OPTS", "-XX:TieredStopAtLevel=1"
        + " -Dorg.slf4j.simpleLogger.showDateTime=true -Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS");
    private static final Path NODE_SERVICE = PatchbayProcess.home().resolve("sdk/examples/node/service.js");

    private final Path data;
    private final boolean withNode;
    private final List<String> gateways;
    private final Map<String, Integer> ports = new HashMap<>();
    private final Map<String, PatchbayProcess> processes = new LinkedHashMap<>();
    private final Map<String, Client> desks = new LinkedHashMap<>();
    private final List<Client> clients = new ArrayList<>();
    private final Lanes lanes = new Lanes();
    private final Map<String, BlockingQueue<ServiceEvent>> gone = new HashMap<>();

    KillSetup(final Path data, final boolean split, final boolean withNode) throws Exception {
        this.data = data;
        this.withNode = withNode;
        gateways = split ? List.of("gateway-a", "gateway-b") : List.of("server");
        try {
            for (final String gateway : gateways) {
                ports.put(gateway, PatchbayProcess.freePort());
                start(gateway);
            }
            if (split) {
                start("engine");
            }
            start("jvm");
            if (withNode) {
                start("node");
            }
            gateways.forEach(this::connect);
            awaitServices();
            gateways.forEach(this::makeLanes);
            lanes.start();
        } catch (final Exception | AssertionError e) {
            close();
            throw e;
        }
    }

    private String address(final String gateway) {
        return "127.0.0.1:" + ports.get(gateway);
    }

    /** Returns the gateway of a service: the first for the one in a JVM, the last for the one in Node. */
    private String gatewayOf(final String service) {
        return gateways.get(service.equals("jvm") ? 0 : gateways.size() - 1);
    }

    private void start(final String part) throws Exception {
        launch(part);
        awaitReady(part);
    }

    private void launch(final String part) throws IOException {
        processes.put(part, switch (part) {
            case "engine" -> PatchbayProcess.start(QUICK, "engine", "--data", data.toString());
            case "jvm" -> PatchbayProcess.startJava(EchoMain.class, address(gatewayOf(part)), part);
            case "node" -> PatchbayProcess.startProgram("node", NODE_SERVICE.toString(), address(gatewayOf(part)));
            default -> PatchbayProcess.start(QUICK, part.startsWith("gateway") ? "gateway" : part, "--data", data.toString(),
                "--tcp", address(part), "--http", "127.0.0.1:0");
        });
    }

    private void awaitReady(final String part) throws InterruptedException {
        processes.get(part).awaitLine(part.equals("jvm") || part.equals("node") ? "registered " : "patchbay ready ");
    }

    void kill(final String part) throws InterruptedException {
        processes.get(part).kill9();
    }

    /** Starts a killed part again. If a time is given, the part is killed once more that long after its start. */
    void restart(final String part, final int killAfterMs) throws Exception {
        if (killAfterMs > 0) {
            launch(part);
            Thread.sleep(killAfterMs);
            kill(part);
        }
        start(part);
    }

    private void connect(final String gateway) {
        final String letter = letter(gateway);
        final BlockingQueue<ServiceEvent> events = new LinkedBlockingQueue<>();
        gone.put(gateway, events);
        clients.add(Client.serving(Service.named("steady-" + letter).method("echo", lanes::echo)).server(address(gateway))
            .reconnectMs(10, 100).drainMs(1_000).connect());
        final Client desk = Client.named("desk-" + letter).server(address(gateway)).reconnectMs(10, 100).drainMs(1_000)
            .onService(EventName.SERVICE_DISCONNECT, events::add).connect();
        desks.put(gateway, desk);
        clients.add(desk);
        clients.add(Client.named("fast-" + letter).server(address(gateway)).aeronIpc().reconnectMs(10, 100)
            .drainMs(1_000).connect());
    }

    private static String letter(final String gateway) {
        return gateway.substring(gateway.length() - 1);
    }

    private void makeLanes(final String gateway) {
        final String letter = letter(gateway);
        final Client desk = desks.get(gateway);
        final Client fast = clients.get(clients.indexOf(desk) + 1);
        for (final String other : gateways) {
            lane("desk", letter, desk, "steady-" + letter(other) + ":echo", false);
        }
        lane("desk", letter, desk, "jvm:echo", false);
        if (withNode) {
            lane("desk", letter, desk, "pricing:quote", false);
        }
        lane("fast", letter, fast, "steady-" + letter + ":echo", false);
        lane("fast", letter, fast, "jvm:echo", false);
        lane("tell", letter, desk, "steady-" + letter + ":echo", true);
        lanes.addPlain("plain-" + letter, ports.get(gateway), "steady-" + letter + ":echo");
    }

    private void lane(final String kind, final String letter, final Client client, final String destination,
        final boolean oneWay) {
        lanes.add(kind + "-" + letter + " " + destination, client, destination, oneWay);
    }

    List<String> gateways() {
        return gateways;
    }

    List<String> trouble() {
        return lanes.trouble();
    }

    List<Lane> lanes() {
        return lanes.all();
    }

    /** Returns whether a lane goes through a gateway, or over the gateway's media driver. */
    boolean passes(final Lane lane, final String gateway) {
        final String letter = letter(gateway);
        return lane.name().matches("(desk|tell)-" + letter + " .*|fast-.*|.* (steady-" + letter + "|jvm):.*")
            || lane.name().contains("pricing") && gatewayOf("node").equals(gateway);
    }

    /** Waits until each gateway's clients see every service once, and nothing else. */
    void awaitServices() throws InterruptedException {
        final Map<String, Integer> expected = new TreeMap<>(Map.of("jvm", 1));
        if (withNode) {
            expected.put("pricing", 1);
        }
        gateways.forEach(gateway -> expected.put("steady-" + letter(gateway), 1));
        for (final Client desk : desks.values()) {
            final Map<String, Integer> now = new TreeMap<>();
            Load.awaitTrue(() -> {
                now.clear();
                try {
                    for (final InstanceInfo info : desk.services().get(30, TimeUnit.SECONDS)) {
                        now.merge(info.service(), 1, Integer::sum);
                    }
                } catch (final Exception e) {
                    throw new AssertionError("services: " + e, e);
                }
                return now.equals(expected);
            }, () -> "services " + expected + ", last were " + now);
        }
    }

    void clearGone() {
        gone.values().forEach(BlockingQueue::clear);
    }

    /** Waits until a gateway's consumer has been told that these services went offline, and checks the reason. */
    void awaitGone(final String gateway, final Set<String> services, final String reason) throws InterruptedException {
        final Set<String> left = new HashSet<>(services);
        while (!left.isEmpty()) {
            final ServiceEvent event = gone.get(gateway).poll(20, TimeUnit.SECONDS);
            assertTrue(event != null, () -> "never told that these went: " + left);
            if (left.remove(event.service())) {
                assertEquals(reason, event.reason().wireName(), event::toString);
            }
        }
    }

    /** Returns the services that are connected to a gateway. */
    Set<String> servicesOf(final String gateway) {
        final Set<String> services = new HashSet<>(Set.of("steady-" + letter(gateway)));
        if (gatewayOf("jvm").equals(gateway)) {
            services.add("jvm");
        }
        if (withNode && gatewayOf("node").equals(gateway)) {
            services.add("pricing");
        }
        return services;
    }

    /** Waits until every lane is served again and earlier messages have ended, and returns which lane came last. */
    String awaitAllServed() throws InterruptedException {
        return lanes.awaitAllServed();
    }

    /** Ends the load, stops all processes by SIGTERM, audits the journal, and returns the number of messages. */
    int finishAndAudit() throws Exception {
        lanes.finish();
        clients.forEach(Client::close);
        for (final String part : List.of("jvm", "node")) {
            if (processes.containsKey(part)) {
                kill(part);
            }
        }
        for (final String part : processes.keySet()) {
            if (!part.equals("jvm") && !part.equals("node")) {
                final PatchbayProcess.Result result = processes.get(part).terminate();
                assertEquals(0, result.exit(), () -> part + " " + result);
            }
        }
        return lanes.audit(data, Set.of());
    }

    /** Returns the last output of each process, for the message of a failure. */
    String lastWords() {
        final StringBuilder words = new StringBuilder();
        processes.forEach((part, process) -> {
            final List<String> lines = process.err().lines().toList();
            words.append("\n--- ").append(part).append(process.isAlive() ? "" : " (dead)").append('\n');
            lines.subList(Math.max(0, lines.size() - 25), lines.size()).forEach(line -> words.append(line).append('\n'));
        });
        return words.toString();
    }

    @Override
    public void close() throws IOException {
        clients.forEach(Client::close);
        lanes.close();
        processes.values().forEach(PatchbayProcess::close);
    }
}
