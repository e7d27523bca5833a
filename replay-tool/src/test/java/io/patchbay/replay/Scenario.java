package io.patchbay.replay;

import io.patchbay.data.DataDirectory;
import io.patchbay.engine.Engine;
import io.patchbay.engine.SilentOutputs;
import io.patchbay.engine.input.BroadcastInput;
import io.patchbay.engine.input.CheckpointInput;
import io.patchbay.engine.input.EmitInput;
import io.patchbay.engine.input.GatewayStartedInput;
import io.patchbay.engine.input.Input;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.RegistrationInput;
import io.patchbay.engine.input.ReplyInput;
import io.patchbay.engine.input.SessionClosedInput;
import io.patchbay.engine.input.SessionOpenedInput;
import io.patchbay.engine.input.SettingsInput;
import io.patchbay.engine.input.TickInput;
import io.patchbay.engine.input.UnregisterInput;
import io.patchbay.engine.input.WithheldInput;
import io.patchbay.journal.Journal;
import io.patchbay.journal.JournalContext;
import io.patchbay.journal.JournalWriter;
import io.patchbay.protocol.Choose;
import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.Limits;

import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A writer of journals like those of a live server. Every record also goes through an engine, so that the checkpoints are right.
 * Time passes only by {@link #later}.
 */
final class Scenario implements AutoCloseable {
    /** The time at which a journal begins, 2026-11-22T12:00:00Z. */
    static final long START_NS = 1_795_348_800L * 1_000_000_000L;

    private final Journal journal;
    private final JournalWriter writer;
    private final Engine engine;
    private final Path root;
    private long nowNs = START_NS;
    private long gateway;

    Scenario(final Path dir, final SilentOutputs outputs) {
        final DataDirectory data = DataDirectory.open(dir);
        root = data.root();
        journal = new Journal(new JournalContext().dataDirectory(data).blockSizeBytes(1 << 20).clock(() -> nowNs));
        writer = journal.newWriter();
        engine = new Engine(outputs);
    }

    Path root() {
        return root;
    }

    Engine engine() {
        return engine;
    }

    /** Lets time pass, and returns the new time in nanoseconds since the epoch. */
    long later(final long ms) {
        nowNs += TimeUnit.MILLISECONDS.toNanos(ms);
        return nowNs;
    }

    /** Appends a record and applies it, and returns its index. */
    long put(final Input in) {
        in.applyTo(writer);
        in.applyTo(engine);
        return in.index;
    }

    void start() {
        start(0);
    }

    void start(final int rejoinGraceMs) {
        final SettingsInput settings = new SettingsInput();
        settings.rejoinGraceMs = rejoinGraceMs;
        settings.rejoinServiceBytes = 1 << 20;
        settings.rejoinTotalBytes = 1 << 20;
        settings.defaultTimeoutMs = Limits.DEFAULT_TIMEOUT_MS;
        settings.drainMs = Limits.DRAIN_MS;
        settings.duplicateWindowMs = Limits.DUPLICATE_WINDOW_MS;
        settings.maxEndedIds = 1_000;
        settings.maxOpenPerAsker = Limits.MAX_OPEN_REQUESTS;
        settings.maxOpenPerInstance = Limits.MAX_OPEN_REQUESTS;
        put(settings);
        final GatewayStartedInput started = new GatewayStartedInput();
        started.name = "test/1";
        gateway = put(started);
    }

    long register(final String name, final String version, final Choose choose, final String... methods) {
        final SessionOpenedInput opened = new SessionOpenedInput();
        opened.gateway = gateway;
        opened.session = "s-" + name;
        opened.transport = "tcp";
        opened.remote = "127.0.0.1:1";
        put(opened);
        final RegistrationInput in = new RegistrationInput();
        in.session = opened.index;
        in.gateway = gateway;
        in.principal = "anonymous";
        in.name = name;
        in.version = version;
        in.choose = choose;
        in.methods.addAll(List.of(methods));
        return put(in);
    }

    long message(final long from, final long id, final String destination, final String responder, final String payload) {
        final MessageInput in = new MessageInput();
        in.from = from;
        in.idLo = id;
        text(in.destination, destination);
        text(in.responder, responder);
        text(in.payload, payload);
        return put(in);
    }

    long reply(final long from, final long id, final boolean more, final String payload) {
        final ReplyInput in = new ReplyInput();
        in.from = from;
        in.idLo = id;
        in.more = more;
        text(in.payload, payload);
        return put(in);
    }

    long broadcast(final long from, final String payload) {
        final BroadcastInput in = new BroadcastInput();
        in.from = from;
        text(in.payload, payload);
        return put(in);
    }

    long emit(final long from, final String event, final byte encoding, final byte[] payload) {
        final EmitInput in = new EmitInput();
        in.from = from;
        text(in.event, event);
        in.encoding = encoding;
        in.payload.wrap(payload);
        return put(in);
    }

    long tick() {
        return put(new TickInput());
    }

    long unregister(final long from) {
        final UnregisterInput in = new UnregisterInput();
        in.from = from;
        return put(in);
    }

    long withheld(final long request, final long instance) {
        final WithheldInput in = new WithheldInput();
        in.request = request;
        in.instance = instance;
        return put(in);
    }

    long closed(final long instance) {
        return closed(instance, DisconnectReason.CLOSED);
    }

    long closed(final long instance, final DisconnectReason reason) {
        final SessionClosedInput in = new SessionClosedInput();
        in.session = engine.registry().instance(instance).session();
        in.instance = instance;
        in.reason = reason;
        return put(in);
    }

    long checkpoint() {
        return checkpoint(engine.index(), engine.stateHash());
    }

    long checkpoint(final long at, final long hash) {
        final CheckpointInput in = new CheckpointInput();
        in.at = at;
        in.hash = hash;
        in.records = engine.records();
        return put(in);
    }

    static void text(final UnsafeBuffer buffer, final String text) {
        buffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        writer.close();
        journal.close();
    }
}
