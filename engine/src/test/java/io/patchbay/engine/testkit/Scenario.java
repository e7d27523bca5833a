package io.patchbay.engine.testkit;

import io.patchbay.engine.Engine;
import io.patchbay.engine.Instance;
import io.patchbay.engine.OpenRequest;
import io.patchbay.engine.input.AuthorizedInput;
import io.patchbay.engine.input.BroadcastInput;
import io.patchbay.engine.input.CheckpointInput;
import io.patchbay.engine.input.ClockLeapInput;
import io.patchbay.engine.input.DeliveryFailedInput;
import io.patchbay.engine.input.EmitInput;
import io.patchbay.engine.input.GatewayLostInput;
import io.patchbay.engine.input.GatewayStartedInput;
import io.patchbay.engine.input.Input;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.RecordKind;
import io.patchbay.engine.input.RefusedInput;
import io.patchbay.engine.input.RegistrationInput;
import io.patchbay.engine.input.ReplyInput;
import io.patchbay.engine.input.ServicesInput;
import io.patchbay.engine.input.SessionClosedInput;
import io.patchbay.engine.input.SessionOpenedInput;
import io.patchbay.engine.input.SettingsInput;
import io.patchbay.engine.input.StatusInput;
import io.patchbay.engine.input.UnregisterInput;
import io.patchbay.engine.input.WithheldInput;
import io.patchbay.engine.slot.GatewayState;
import io.patchbay.protocol.Choose;
import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.Encoding;
import io.patchbay.protocol.ErrorCode;
import io.patchbay.protocol.EventName;

import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A seeded generator of plausible sequences of records of all kinds, such as gateways and hosts would write on a busy day with
 * many faults. The owner takes the next record, gives it an index (or appends it to a journal, which does), applies it, and
 * passes it to {@link #applied}, so that later records can refer to it.
 */
public final class Scenario {
    private static final String[] NAMES = {"alpha", "beta", "gamma", "delta"};
    private static final String[] METHODS = {"get", "put", "list"};
    private static final String[] VERSIONS = {"1.0.0", "1.1.0", "1.1.3", "2.0.0-rc.1", "2.0.0+b7"};
    private static final String[] WANTED = {"", "", "", "", "@1", "@1.1", "@1.1.3", "@2", "@2.0.0-rc.1", "@3"};
    private static final long MS = 1_000_000;

    private final SplittableRandom random;
    private final OutputText shadowText = new OutputText();
    private final Engine shadow = new Engine(shadowText);
    private final List<Long> sessions = new ArrayList<>();
    private long timeNs;
    private long applied;
    private long ids;

    /**
     * Creates the records of a seed.
     *
     * @param seed equal seeds give equal records, if indexes are equal.
     */
    public Scenario(final long seed) {
        this(seed, GoldenFile.EPOCH_NS);
    }

    /**
     * Creates the records of a seed, from a time on.
     *
     * @param seed    equal seeds give equal records, if indexes are equal.
     * @param startNs a time before the first record, epoch nanoseconds.
     */
    public Scenario(final long seed, final long startNs) {
        timeNs = startNs;
        random = new SplittableRandom(seed);
        shadowText.registry(shadow.registry());
    }

    /**
     * Returns the time of the next record, for the clock of a journal that sets record times itself.
     *
     * @return epoch nanoseconds.
     */
    public long timeNs() {
        return timeNs;
    }

    /**
     * Returns the next record.
     *
     * @return a new carrier with its time, without an index.
     */
    public Input next() {
        advanceTime();
        final Input in = next(kind());
        in.timeNs = timeNs;
        return in;
    }

    /**
     * Notes a record that has been given its index.
     *
     * @param in a record from {@link #next()}.
     */
    public void applied(final Input in) {
        shadowText.lines.clear();
        in.applyTo(shadow);
        applied++;
        if (in.kind() == RecordKind.SESSION_OPENED) {
            sessions.add(in.index);
        }
    }

    private void advanceTime() {
        final int dice = random.nextInt(100);
        if (dice < 70) {
            timeNs += random.nextInt(2_000_000);
        } else if (dice < 97) {
            timeNs += random.nextInt(40) * MS;
        } else {
            timeNs += random.nextInt(3_000) * MS;
        }
    }

    private RecordKind kind() {
        if (applied == 0) {
            return RecordKind.SETTINGS;
        }
        if (shadow.gateways().isEmpty()) {
            return RecordKind.GATEWAY_STARTED;
        }
        final int dice = random.nextInt(1_000);
        if (shadow.registry().instances().size() < 6 && dice < 600) {
            return sessions.isEmpty() ? RecordKind.SESSION_OPENED : RecordKind.REGISTRATION;
        }
        return dice < 400 ? RecordKind.MESSAGE : dice < 660 ? RecordKind.REPLY : dice < 680 ? RecordKind.BROADCAST
            : dice < 710 ? RecordKind.EMIT : dice < 730 ? RecordKind.SERVICES : dice < 790 ? RecordKind.STATUS
            : dice < 805 ? RecordKind.UNREGISTER : dice < 850 ? RecordKind.TICK : dice < 860 ? RecordKind.WITHHELD
            : dice < 868 ? RecordKind.DELIVERY_FAILED : dice < 875 ? RecordKind.CHECKPOINT
            : dice < 877 ? RecordKind.CLOCK_LEAP
            : dice < 881 ? RecordKind.SETTINGS : dice < 885 ? RecordKind.GATEWAY_STARTED
            : dice < 889 ? RecordKind.GATEWAY_LOST : dice < 930 ? RecordKind.SESSION_OPENED
            : dice < 942 ? RecordKind.SESSION_CLOSED : dice < 948 ? RecordKind.AUTHORIZED
            : dice < 953 ? RecordKind.REFUSED : RecordKind.REGISTRATION;
    }

    private Input next(final RecordKind kind) {
        final Input in = kind.newInput();
        switch (kind) {
            case SETTINGS -> fill((SettingsInput)in);
            case GATEWAY_STARTED -> fill((GatewayStartedInput)in);
            case GATEWAY_LOST -> fill((GatewayLostInput)in);
            case SESSION_OPENED -> fill((SessionOpenedInput)in);
            case SESSION_CLOSED -> fill((SessionClosedInput)in);
            case AUTHORIZED -> fill((AuthorizedInput)in);
            case REFUSED -> fill((RefusedInput)in);
            case REGISTRATION -> fill((RegistrationInput)in);
            case MESSAGE -> fill((MessageInput)in);
            case REPLY -> fill((ReplyInput)in);
            case BROADCAST -> fill((BroadcastInput)in);
            case EMIT -> fill((EmitInput)in);
            case SERVICES -> fill((ServicesInput)in);
            case STATUS -> fill((StatusInput)in);
            case UNREGISTER -> ((UnregisterInput)in).from = instance();
            case WITHHELD -> fill((WithheldInput)in);
            case DELIVERY_FAILED -> fill((DeliveryFailedInput)in);
            case CHECKPOINT -> fill((CheckpointInput)in);
            case CLOCK_LEAP -> fill((ClockLeapInput)in);
            default -> {
                // a tick has no fields
            }
        }
        return in;
    }

    private void fill(final SettingsInput in) {
        in.defaultTimeoutMs = 50 + random.nextInt(2_000);
        in.drainMs = random.nextInt(300);
        in.duplicateWindowMs = random.nextInt(2_000);
        in.maxEndedIds = random.nextInt(100);
        in.maxOpenPerAsker = 2 + random.nextInt(6);
        in.maxOpenPerInstance = 2 + random.nextInt(6);
        in.rejoinGraceMs = random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(2_000);
        in.rejoinServiceBytes = 800 + random.nextInt(4_000);
        in.rejoinTotalBytes = 800 + random.nextInt(12_000);
    }

    private void fill(final GatewayStartedInput in) {
        in.slot = random.nextInt(3);
        in.name = "host-" + random.nextInt(5);
    }

    private void fill(final GatewayLostInput in) {
        in.gateway = gateway();
        in.orderly = random.nextBoolean();
    }

    private void fill(final SessionOpenedInput in) {
        in.gateway = gateway();
        in.session = "s-" + Long.toHexString(random.nextLong());
        in.transport = pick("tcp", "websocket");
        in.remote = "127.0.0.1:" + (1_024 + random.nextInt(60_000));
    }

    private void fill(final SessionClosedInput in) {
        final List<Instance> instances = List.copyOf(shadow.registry().instances());
        if (instances.isEmpty() || random.nextInt(10) == 0) {
            in.session = session();
        } else {
            final Instance instance = instances.get(random.nextInt(instances.size()));
            in.session = instance.session();
            in.instance = instance.id();
        }
        in.reason = pick(DisconnectReason.CLOSED, DisconnectReason.TIMEOUT, DisconnectReason.SLOW_CONSUMER,
            DisconnectReason.SHUTTING_DOWN);
    }

    private void fill(final AuthorizedInput in) {
        in.session = session();
        in.principal = pick("alice", "bob");
    }

    private void fill(final RefusedInput in) {
        in.session = session();
        in.principal = pick("", "eve");
        in.remote = "127.0.0.1:1";
        in.code = pick(ErrorCode.FORBIDDEN, ErrorCode.UNAUTHORIZED);
        in.what = "message to alpha:get";
        in.uncounted = random.nextInt(3);
    }

    private void fill(final RegistrationInput in) {
        in.session = random.nextInt(10) == 0 || sessions.isEmpty() ? session() : sessions.remove(sessions.size() - 1);
        in.gateway = gateway();
        in.principal = pick("anonymous", "alice", "bob");
        in.name = pick(NAMES);
        in.version = pick(VERSIONS);
        if (random.nextInt(3) > 0) {
            final int first = random.nextInt(METHODS.length);
            for (int i = 0; i <= random.nextInt(METHODS.length); i++) {
                in.methods.add(METHODS[(first + i) % METHODS.length]);
            }
        }
        for (final EventName event : EventName.values()) {
            if (random.nextBoolean()) {
                in.listen.add(event.wireName());
            }
        }
        if (random.nextInt(3) == 0) {
            in.listen.add(pick(NAMES) + pick(":*", ":tick"));
        }
        in.choose = pick(Choose.values());
        in.acks = random.nextInt(5) == 0;
        in.aeron = pick("", "", "ipc", "udp");
    }

    private void fill(final MessageInput in) {
        in.from = instance();
        in.idHi = 0x1000_4000L;
        in.idLo = random.nextInt(12) == 0 ? oldId() : ++ids;
        wrap(in.destination, (random.nextInt(20) == 0 ? "omega" : pick(NAMES)) + pick(WANTED) + ":"
            + (random.nextInt(15) == 0 ? "drop" : pick(METHODS)));
        wrap(in.responder, random.nextInt(5) == 0 ? "" : "onAnswer");
        wrap(in.key, random.nextInt(6) == 0 ? "key-" + random.nextInt(20) : "");
        wrap(in.traceparent, random.nextInt(10) == 0 ? "00-" + random.nextInt(1_000) + "-01" : "");
        in.timeoutMs = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(1_500);
        in.ack = random.nextInt(6) == 0;
        in.encoding = encoding();
        wrap(in.payload, "{\"n\":" + random.nextInt(1_000) + "}");
    }

    private void fill(final ReplyInput in) {
        final List<OpenRequest> open = shadow.openRequests();
        if (open.isEmpty() || random.nextInt(15) == 0) {
            in.from = instance();
            in.idHi = 0x1000_4000L;
            in.idLo = oldId();
        } else {
            final OpenRequest request = open.get(random.nextInt(open.size()));
            in.from = random.nextInt(20) == 0 ? instance() : request.instance();
            in.idHi = request.idHi();
            in.idLo = request.idLo();
        }
        in.more = random.nextInt(5) == 0;
        in.error = random.nextInt(6) == 0;
        in.ack = random.nextInt(6) == 0;
        wrap(in.errorCode, in.error ? "sold-out" : "");
        wrap(in.errorMessage, in.error ? "nothing is left" : "");
        in.encoding = encoding();
        wrap(in.payload, in.error ? "" : "[" + random.nextInt(1_000) + "]");
    }

    private void fill(final BroadcastInput in) {
        in.from = instance();
        in.hasId = random.nextBoolean();
        in.idHi = in.hasId ? 0x1000_4000L : 0;
        in.idLo = in.hasId ? ++ids : 0;
        in.ack = random.nextInt(6) == 0;
        in.encoding = encoding();
        wrap(in.payload, "\"all\"");
    }

    private void fill(final EmitInput in) {
        in.from = instance();
        wrap(in.event, pick("tick", "tock"));
        in.ack = random.nextInt(6) == 0;
        in.encoding = encoding();
        wrap(in.payload, "1.10");
    }

    private void fill(final ServicesInput in) {
        in.from = instance();
        wrap(in.service, random.nextBoolean() ? "" : pick(NAMES));
    }

    private void fill(final StatusInput in) {
        final List<OpenRequest> open = shadow.openRequests();
        in.from = instance();
        in.idHi = 0x1000_4000L;
        in.idLo = oldId();
        if (!open.isEmpty() && random.nextBoolean()) {
            in.from = open.get(0).asker();
            in.idLo = open.get(0).idLo();
        }
    }

    private void fill(final WithheldInput in) {
        final List<OpenRequest> open = shadow.openRequests();
        if (!open.isEmpty()) {
            final OpenRequest request = open.get(random.nextInt(open.size()));
            in.request = request.index();
            in.instance = request.instance();
            timeNs = Math.max(timeNs, Math.min(request.deadlineNs(), timeNs + 2_000 * MS));
        }
    }

    private void fill(final DeliveryFailedInput in) {
        in.instance = instance();
        in.reason = pick(DisconnectReason.SLOW_CONSUMER, DisconnectReason.SLOW_CONSUMER, DisconnectReason.CLOSED);
    }

    private void fill(final CheckpointInput in) {
        in.at = shadow.index();
        in.hash = shadow.stateHash();
        in.records = shadow.records();
    }

    private void fill(final ClockLeapInput in) {
        in.leapNs = (random.nextInt(7_200) - 3_600) * 1_000 * MS;
        in.wallNs = timeNs + in.leapNs;
    }

    /** Returns the id of a recent message, which may be open, ended or forgotten. */
    private long oldId() {
        return Math.max(1, ids - random.nextInt(40));
    }

    private byte encoding() {
        return random.nextInt(4) == 0 ? Encoding.BINARY : Encoding.JSON;
    }

    private long gateway() {
        final List<GatewayState> gateways = List.copyOf(shadow.gateways());
        return gateways.isEmpty() || random.nextInt(40) == 0 ? 1 : gateways.get(random.nextInt(gateways.size())).id();
    }

    private long session() {
        return sessions.isEmpty() ? 1 : sessions.get(sessions.size() - 1 - random.nextInt(Math.min(8, sessions.size())));
    }

    private long instance() {
        final List<Instance> instances = List.copyOf(shadow.registry().instances());
        return instances.isEmpty() || random.nextInt(40) == 0 ? 1 : instances.get(random.nextInt(instances.size())).id();
    }

    @SafeVarargs
    private <T> T pick(final T... values) {
        return values[random.nextInt(values.length)];
    }

    private static void wrap(final UnsafeBuffer buffer, final String text) {
        buffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
