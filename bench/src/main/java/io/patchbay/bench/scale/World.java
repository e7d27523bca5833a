package io.patchbay.bench.scale;

import io.patchbay.engine.Engine;
import io.patchbay.engine.Instance;
import io.patchbay.engine.SilentOutputs;
import io.patchbay.engine.input.GatewayStartedInput;
import io.patchbay.engine.input.Input;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.RegistrationInput;
import io.patchbay.engine.input.ReplyInput;
import io.patchbay.engine.input.SessionOpenedInput;
import io.patchbay.engine.input.SettingsInput;
import io.patchbay.protocol.Choose;
import io.patchbay.protocol.Limits;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An engine with a consumer, services and a stream of requests, each answered by the instance that received it. It records which
 * instance received each request, as the services would. Used by one thread.
 */
public final class World extends SilentOutputs {
    private static final int KEYS = 1 << 12;
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;
    private static final byte[] PAYLOAD = ("{\"pair\":\"EURUSD\",\"side\":\"buy\",\"quantity\":1000000,\"limit\":1.0875,"
        + "\"account\":\"desk-7\",\"note\":\"good\"}").getBytes(StandardCharsets.US_ASCII);

    private final Engine engine = new Engine(this);
    private final MessageInput message = new MessageInput();
    private final ReplyInput reply = new ReplyInput();
    private final Recorder recorder;
    private final int maxEndedIds;
    private UnsafeBuffer[] destinations;
    private UnsafeBuffer[] keys;
    private long[] chosen;
    private long asked;
    private long answered;
    private long routed;
    private long ended;
    private long gateway;

    /**
     * A recorder that gives an input its index and time.
     */
    @FunctionalInterface
    public interface Recorder {
        /**
         * Called before the input is applied.
         *
         * @param in the input, whose index and time are to be set.
         */
        void record(Input in);
    }

    /**
     * Creates a world without instances.
     *
     * @param recorder    records the inputs.
     * @param maxEndedIds how many ended ids it remembers.
     */
    public World(final Recorder recorder, final int maxEndedIds) {
        this.recorder = recorder;
        this.maxEndedIds = maxEndedIds;
    }

    /**
     * Registers the consumer and the services' instances.
     *
     * @param services  number of services.
     * @param instances of each service.
     * @param choose    how instances are chosen.
     * @param isKeyed   requests have a key.
     * @param open      requests that will be open at most.
     */
    public void register(final int services, final int instances, final Choose choose, final boolean isKeyed, final int open) {
        final SettingsInput settings = new SettingsInput();
        settings.defaultTimeoutMs = Limits.DEFAULT_TIMEOUT_MS;
        settings.drainMs = Limits.DRAIN_MS;
        settings.duplicateWindowMs = Limits.DUPLICATE_WINDOW_MS;
        settings.maxEndedIds = maxEndedIds;
        settings.maxOpenPerAsker = 1 << 28;
        settings.maxOpenPerInstance = 1 << 28;
        apply(settings);
        gateway = apply(new GatewayStartedInput());
        message.from = register("desk", List.of(), choose);
        message.timeoutMs = Limits.MAX_TIMEOUT_MS;
        message.responder.wrap("onQuote".getBytes(StandardCharsets.US_ASCII));
        message.payload.wrap(PAYLOAD);
        reply.payload.wrap(PAYLOAD);
        destinations = new UnsafeBuffer[services];
        for (int i = 0; i < services; i++) {
            destinations[i] = new UnsafeBuffer(("pricing-" + i + ":quote").getBytes(StandardCharsets.US_ASCII));
            for (int k = 0; k < instances; k++) {
                register("pricing-" + i, List.of("quote"), choose);
            }
        }
        keys = new UnsafeBuffer[isKeyed ? KEYS : 0];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = new UnsafeBuffer(("customer-" + i).getBytes(StandardCharsets.US_ASCII));
        }
        chosen = new long[Integer.highestOneBit(open) << 1];
    }

    private long register(final String name, final List<String> methods, final Choose choose) {
        final SessionOpenedInput session = new SessionOpenedInput();
        session.gateway = gateway;
        session.session = "s-" + engine.index();
        session.transport = "tcp";
        final RegistrationInput registration = new RegistrationInput();
        registration.session = apply(session);
        registration.gateway = gateway;
        registration.name = name;
        registration.version = "1.0.0";
        registration.principal = "anonymous";
        registration.choose = choose;
        registration.methods.addAll(methods);
        return apply(registration);
    }

    /**
     * Records and applies an input.
     *
     * @param in the input, complete but for index and time.
     * @return its index.
     */
    public long apply(final Input in) {
        recorder.record(in);
        in.applyTo(engine);
        return in.index;
    }

    /** Sends a request. */
    public void ask() {
        asked++;
        message.idHi = asked * GOLDEN;
        message.idLo = asked;
        message.destination.wrap(destinations[(int)(asked % destinations.length)]);
        if (keys.length > 0) {
            message.key.wrap(keys[(int)(asked * GOLDEN >>> 40) & keys.length - 1]);
        }
        apply(message);
    }

    /** Answers the oldest open request. */
    public void answer() {
        answered++;
        reply.from = chosen[(int)answered & chosen.length - 1];
        reply.idHi = answered * GOLDEN;
        reply.idLo = answered;
        apply(reply);
    }

    @Override
    public void message(final Instance to, final Instance from, final MessageInput request, final long deadlineNs) {
        routed++;
        chosen[(int)request.idLo & chosen.length - 1] = to.id();
    }

    @Override
    public void reply(final Instance to, final Instance from, final ReplyInput answer, final DirectBuffer responder,
        final long request) {
        ended++;
    }

    /**
     * Fails if the engine did not route and answer every request.
     */
    public void check() {
        if (routed != asked || ended != answered) {
            throw new IllegalStateException(asked + " requests, " + routed + " routed, " + answered + " answers, " + ended
                + " delivered");
        }
    }

    /**
     * Returns the engine, which the caller only reads.
     *
     * @return the engine.
     */
    public Engine engine() {
        return engine;
    }
}
