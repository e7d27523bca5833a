package io.patchbay.bench.jmh;

import io.patchbay.engine.Engine;
import io.patchbay.engine.input.GatewayStartedInput;
import io.patchbay.engine.input.Input;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.RegistrationInput;
import io.patchbay.engine.input.ReplyInput;
import io.patchbay.engine.input.SessionOpenedInput;
import io.patchbay.engine.input.SettingsInput;
import io.patchbay.protocol.Limits;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The benchmark of the engine alone, which applies and routes a request, and applies its reply. The engine remembers
 * {@code endedIds} ids, like that of a server that has run for a while.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EngineBenchmark {
    private static final long START_NS = 1_795_384_471_000_000_000L;
    private static final long STEP_NS = 1_000;

    /** Number of ended ids that the engine remembers. */
    @Param({"65536", "4194304"})
    public int endedIds;
    /** Number of the service's instances, which get the requests in turn. */
    @Param({"4"})
    public int instances;

    private final CountingOutputs outputs = new CountingOutputs();
    private final Engine engine = new Engine(outputs);
    private long index;
    private long timeNs = START_NS;
    private MessageInput message;
    private ReplyInput[] replies;
    private long id;

    /**
     * Registers a consumer and the service's instances, and fills the memory of ended ids.
     */
    @Setup
    public void register() {
        final SettingsInput settings = new SettingsInput();
        settings.defaultTimeoutMs = Limits.DEFAULT_TIMEOUT_MS;
        settings.drainMs = Limits.DRAIN_MS;
        settings.duplicateWindowMs = TimeUnit.DAYS.toMillis(1);
        settings.maxEndedIds = endedIds;
        settings.maxOpenPerAsker = Limits.MAX_OPEN_REQUESTS;
        settings.maxOpenPerInstance = Limits.MAX_OPEN_REQUESTS;
        apply(settings);
        final long gateway = apply(new GatewayStartedInput());
        message = Samples.message(register(gateway, "desk", List.of()));
        replies = new ReplyInput[instances];
        for (int i = 0; i < instances; i++) {
            replies[i] = Samples.reply(register(gateway, "pricing", List.of("quote")));
        }
        for (int i = 0; i < endedIds; i++) {
            requestAndReply();
        }
    }

    private long register(final long gateway, final String name, final List<String> methods) {
        final SessionOpenedInput session = new SessionOpenedInput();
        session.gateway = gateway;
        session.session = "s-" + index;
        session.transport = "tcp";
        final RegistrationInput registration = new RegistrationInput();
        registration.session = apply(session);
        registration.gateway = gateway;
        registration.name = name;
        registration.version = "1.0.0";
        registration.principal = "anonymous";
        registration.methods.addAll(methods);
        return apply(registration);
    }

    private long apply(final Input in) {
        in.index = ++index;
        timeNs += STEP_NS;
        in.timeNs = timeNs;
        in.applyTo(engine);
        return index;
    }

    /**
     * Applies a request, which is routed, and its reply.
     *
     * @return the index of the reply.
     */
    @Benchmark
    public long requestAndReply() {
        final ReplyInput reply = replies[(int)(id % replies.length)];
        id++;
        message.idHi = id * 0x9e3779b97f4a7c15L;
        message.idLo = id;
        reply.idHi = message.idHi;
        reply.idLo = id;
        apply(message);
        return apply(reply);
    }

    /**
     * Fails if the engine did not route and answer every request.
     */
    @TearDown
    public void check() {
        if (outputs.messages() != id || outputs.replies() != id) {
            throw new IllegalStateException(id + " requests, " + outputs.messages() + " routed, " + outputs.replies()
                + " answered");
        }
    }
}
