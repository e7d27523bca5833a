package io.patchbay.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.patchbay.engine.hash.Rendezvous;
import io.patchbay.engine.input.GatewayStartedInput;
import io.patchbay.engine.input.Input;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.RegistrationInput;
import io.patchbay.engine.input.ReplyInput;
import io.patchbay.engine.input.SessionClosedInput;
import io.patchbay.engine.input.UnregisterInput;
import io.patchbay.engine.testkit.Seeds;
import io.patchbay.protocol.Choose;
import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.Versions;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Compares the router's choice with a scan over all instances that follows the definition literally, while instances register,
 * drain and leave.
 */
@Timeout(60)
class RouterTest {
    private static final String[] SERVICES = {"a", "pricing", "a-service-with-a-long-name"};
    private static final String[] METHODS = {"m", "quote", "a-method-with-a-longer-name"};
    private static final String[] VERSIONS = {"1.0.0", "1.4.2", "2.0.0-rc.1"};
    private static final String[] WANTED = {"", "", "", "@1", "@1.4", "@1.4.2", "@2.0.0-rc.1", "@3"};
    private static final int STEPS = 3_000;

    @Test
    void shouldChooseWhomAScanWouldChoose() {
        Seeds.forEach(60, seed -> new Run(seed).run());
    }

    /** An engine, with a model of its routing state. */
    private static final class Run extends SilentOutputs {
        private final SplittableRandom random;
        private final Engine engine = new Engine(this);
        private final Map<String, Long> cursors = new HashMap<>();
        private final List<long[]> open = new ArrayList<>();
        private final List<Instance> services = new ArrayList<>();
        private final int most;
        private long index;
        private long gateway;
        private long asker;
        private Instance routedTo;

        Run(final long seed) {
            random = new SplittableRandom(seed);
            most = 1 + random.nextInt(random.nextBoolean() ? 8 : 150);
        }

        void run() {
            final GatewayStartedInput started = new GatewayStartedInput();
            gateway = apply(started);
            asker = register("desk", List.of());
            for (int i = 0; i < STEPS; i++) {
                services.removeIf(instance -> engine.registry().instance(instance.id()) == null);
                final int dice = random.nextInt(20);
                if (dice < 2 && services.size() < most) {
                    join();
                } else if (dice == 2 && !services.isEmpty()) {
                    leave(services.get(random.nextInt(services.size())));
                } else if (dice < 8 && !open.isEmpty()) {
                    reply(open.remove(random.nextInt(open.size())));
                } else {
                    send(i);
                }
            }
            assertEquals(engine.recomputedStateHash(), engine.stateHash());
        }

        private void join() {
            final List<String> methods = new ArrayList<>();
            for (final String method : METHODS) {
                if (random.nextInt(3) > 0) {
                    methods.add(method);
                }
            }
            methods.add("always");
            final long id = register(pick(SERVICES), methods);
            services.add(engine.registry().instance(id));
        }

        private void leave(final Instance instance) {
            if (random.nextBoolean()) {
                final SessionClosedInput in = new SessionClosedInput();
                in.session = instance.session();
                in.instance = instance.id();
                in.reason = DisconnectReason.CLOSED;
                apply(in);
            } else {
                final UnregisterInput in = new UnregisterInput();
                in.from = instance.id();
                apply(in);
            }
        }

        private void reply(final long[] request) {
            final ReplyInput in = new ReplyInput();
            in.from = request[1];
            in.idLo = request[0];
            apply(in);
        }

        private void send(final int id) {
            final String service = pick(SERVICES);
            final String version = pick(WANTED);
            final String method = pick(METHODS);
            final String key = random.nextInt(4) == 0 ? "key-" + random.nextInt(100) : "";
            final MessageInput in = new MessageInput();
            in.from = asker;
            in.idLo = id + 1;
            wrap(in.destination, service + version + ":" + method);
            wrap(in.responder, "r");
            wrap(in.key, key);
            final Instance expected = expected(service, version, method, key);
            routedTo = null;
            apply(in);
            assertEquals(expected, routedTo, () -> service + version + ":" + method + " " + key);
            if (routedTo != null) {
                open.add(new long[] {in.idLo, routedTo.id()});
            }
        }

        private Instance expected(final String name, final String version, final String method, final String key) {
            final ServiceState service = engine.registry().service(name);
            if (service == null) {
                return null;
            }
            final String cursor = name + ":" + method;
            final long last = cursors.getOrDefault(cursor, 0L);
            final List<Instance> inTurn = new ArrayList<>();
            final List<Instance> before = new ArrayList<>();
            for (final Instance instance : service.instances()) {
                if (!instance.isDraining() && instance.methods().contains(method)
                    && (version.isEmpty() || Versions.matches(version.substring(1), instance.version()))) {
                    (instance.id() > last ? inTurn : before).add(instance);
                }
            }
            inTurn.addAll(before);
            Instance best = null;
            for (final Instance instance : inTurn) {
                if (best == null || isBetter(instance, best, service, key)) {
                    best = instance;
                }
            }
            if (best != null && key.isEmpty()) {
                cursors.put(cursor, best.id());
            }
            return best;
        }

        private static boolean isBetter(final Instance instance, final Instance best, final ServiceState service,
            final String key) {
            if (!key.isEmpty()) {
                final UnsafeBuffer bytes = new UnsafeBuffer(key.getBytes(StandardCharsets.UTF_8));
                final long hash = Rendezvous.keyHash(bytes, 0, bytes.capacity());
                return Long.compareUnsigned(Rendezvous.score(hash, instance.id()), Rendezvous.score(hash, best.id())) > 0;
            }
            return service.choose() == Choose.LEAST_PENDING && instance.pending() < best.pending();
        }

        private long register(final String name, final List<String> methods) {
            final RegistrationInput in = new RegistrationInput();
            in.gateway = gateway;
            in.session = index + 1;
            in.name = name;
            in.version = pick(VERSIONS);
            in.methods.addAll(methods);
            in.choose = random.nextBoolean() ? Choose.ROUND_ROBIN : Choose.LEAST_PENDING;
            return apply(in);
        }

        private long apply(final Input in) {
            in.index = ++index;
            in.timeNs = index;
            in.applyTo(engine);
            return index;
        }

        private String pick(final String[] among) {
            return among[random.nextInt(among.length)];
        }

        private static void wrap(final UnsafeBuffer view, final String text) {
            view.wrap(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void message(final Instance to, final Instance from, final MessageInput message, final long deadlineNs) {
            routedTo = to;
        }
    }
}
