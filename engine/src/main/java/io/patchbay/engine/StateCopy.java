package io.patchbay.engine;

import io.patchbay.engine.hash.StateHash;
import io.patchbay.engine.input.GatewayStartedInput;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.RegistrationInput;
import io.patchbay.engine.input.SettingsInput;
import io.patchbay.engine.slot.GatewayState;
import io.patchbay.engine.slot.Gateways;
import io.patchbay.engine.state.StateSink;
import io.patchbay.engine.state.StateSource;
import io.patchbay.protocol.Choose;

import org.agrona.collections.Long2ObjectHashMap;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * Writes the whole state as a sequence of values, and reads it back. The sequence has everything that can change a later output
 * and nothing else, in an order that depends on the state alone. The layout of tables, pools, wheels and seats is not written; it
 * is built anew.
 */
class StateCopy {
    /** The tag at the beginning of each part. A wrong tag shows where a state is damaged. */
    private static final int SETTINGS = 0xa1;
    private static final int GATEWAYS = 0xa2;
    private static final int SERVICES = 0xa3;
    private static final int INSTANCES = 0xa4;
    private static final int CURSORS = 0xa5;
    private static final int ENDED = 0xa6;
    private static final int ASKERS = 0xa7;
    private static final int REQUESTS = 0xa8;
    /** Used instead of {@link #SETTINGS} where there is a grace. */
    private static final int SETTINGS_WITH_GRACE = 0xa9;
    /** Written only where a service is expected back. */
    private static final int EXPECTED = 0xaa;
    private static final int END = 0xaf;

    private final EngineSettings settings;
    private final Gateways gateways;
    private final Registry registry;
    private final Requests requests;
    private final EndedIds endedIds;
    private final ExpectedServices expected;
    private final IdTable ids;
    private final TimerWheel timers;
    private final StateHash hash;

    StateCopy(final EngineSettings settings, final Gateways gateways, final Registry registry, final Requests requests,
        final EndedIds endedIds, final ExpectedServices expected, final IdTable ids, final TimerWheel timers,
        final StateHash hash) {
        this.settings = settings;
        this.gateways = gateways;
        this.registry = registry;
        this.requests = requests;
        this.endedIds = endedIds;
        this.expected = expected;
        this.ids = ids;
        this.timers = timers;
        this.hash = hash;
    }

    void write(final StateSink to) {
        writeSettings(to);
        writeGateways(to);
        writeServices(to);
        writeInstances(to);
        writeCursors(to);
        to.octet(ENDED);
        endedIds.write(to);
        writeAskers(to);
        writeExpected(to);
        writeRequests(to);
        to.octet(END);
    }

    /** Reads a state into the parts of an engine that has applied nothing. */
    void read(final StateSource from) {
        readSettings(from);
        readGateways(from);
        readServices(from);
        readInstances(from);
        readCursors(from);
        expect(from, ENDED);
        endedIds.read(from);
        final Long2ObjectHashMap<Instance> gone = readAskers(from);
        readRequests(from, gone, readExpected(from));
        expect(from, END);
    }

    private void writeSettings(final StateSink to) {
        final SettingsInput in = new SettingsInput();
        settings.copyTo(in);
        to.octet(in.rejoinGraceMs == 0 ? SETTINGS : SETTINGS_WITH_GRACE);
        to.octet(settings.recorded ? 1 : 0);
        to.number(in.defaultTimeoutMs);
        to.number(in.drainMs);
        to.number(in.duplicateWindowMs);
        to.number(in.maxEndedIds);
        to.number(in.maxOpenPerAsker);
        to.number(in.maxOpenPerInstance);
        if (in.rejoinGraceMs > 0) {
            to.number(in.rejoinGraceMs);
            to.number(in.rejoinServiceBytes);
            to.number(in.rejoinTotalBytes);
        }
    }

    private void readSettings(final StateSource from) {
        final SettingsInput in = new SettingsInput();
        final int part = from.octet();
        if (part != SETTINGS_WITH_GRACE) {
            expect(part, SETTINGS);
        }
        final boolean isRecorded = from.octet() != 0;
        in.defaultTimeoutMs = (int)from.number();
        in.drainMs = (int)from.number();
        in.duplicateWindowMs = from.number();
        in.maxEndedIds = (int)from.number();
        in.maxOpenPerAsker = (int)from.number();
        in.maxOpenPerInstance = (int)from.number();
        if (part == SETTINGS_WITH_GRACE) {
            in.rejoinGraceMs = (int)from.number();
            in.rejoinServiceBytes = from.number();
            in.rejoinTotalBytes = from.number();
        }
        settings.take(in);
        settings.recorded = isRecorded;
        restoreLimits();
    }

    /** Sets the limits of remembered ids by the settings that were read. */
    void restoreLimits() {
        endedIds.limits(settings.duplicateWindowNs(), settings.maxEndedIds);
    }

    private void writeGateways(final StateSink to) {
        to.octet(GATEWAYS);
        to.number(gateways.all().size());
        for (final GatewayState gateway : gateways.all()) {
            to.number(gateway.id);
            to.number(gateway.slot);
            to.text(gateway.name);
        }
    }

    private void readGateways(final StateSource from) {
        expect(from, GATEWAYS);
        for (long i = from.number(); i > 0; i--) {
            final GatewayStartedInput in = new GatewayStartedInput();
            in.index = from.number();
            in.slot = (int)from.number();
            in.name = from.text();
            gateways.add(new GatewayState(in));
        }
    }

    /** Writes the services. They are not derived from their instances: the instance that decided how to choose may have left. */
    private void writeServices(final StateSink to) {
        to.octet(SERVICES);
        to.number(registry.services().size());
        for (final ServiceState service : registry.services()) {
            to.text(service.name);
            to.octet(service.choose.ordinal());
        }
    }

    private void readServices(final StateSource from) {
        expect(from, SERVICES);
        for (long i = from.number(); i > 0; i--) {
            final String name = from.text();
            registry.addService(name, Choose.values()[from.octet()]);
        }
    }

    private void writeInstances(final StateSink to) {
        to.octet(INSTANCES);
        to.number(registry.instances().size());
        for (final Instance instance : registry.instances()) {
            to.number(instance.id);
            to.number(instance.session);
            to.number(instance.gateway);
            to.text(instance.principal);
            to.text(instance.name);
            to.text(instance.version);
            writeTexts(to, instance.methods);
            writeTexts(to, instance.listen);
            to.octet(instance.choose.ordinal());
            to.octet(instance.acks ? 1 : 0);
            to.text(instance.aeron);
            to.octet(instance.draining ? 1 : 0);
            if (instance.draining) {
                to.number(instance.drain.index);
                to.number(instance.drain.deadlineNs);
            }
        }
    }

    private void readInstances(final StateSource from) {
        expect(from, INSTANCES);
        for (long i = from.number(); i > 0; i--) {
            final RegistrationInput in = new RegistrationInput();
            in.index = from.number();
            in.session = from.number();
            in.gateway = from.number();
            in.principal = from.text();
            in.name = from.text();
            in.version = from.text();
            readTexts(from, in.methods);
            readTexts(from, in.listen);
            in.choose = Choose.values()[from.octet()];
            in.acks = from.octet() != 0;
            in.aeron = from.text();
            final Instance instance = new Instance(in);
            registry.add(instance);
            if (from.octet() != 0) {
                instance.beginDrain(new Instance.Drain(instance, from.number(), from.number()), timers, hash);
            }
        }
    }

    private void writeCursors(final StateSink to) {
        to.octet(CURSORS);
        for (final ServiceState service : registry.services()) {
            final TreeMap<String, Route> moved = new TreeMap<>();
            for (final Route route : service.routes.values()) {
                if (route.cursor != 0) {
                    moved.put(route.method(), route);
                }
            }
            to.number(moved.size());
            moved.forEach((method, route) -> {
                to.text(method);
                to.number(route.cursor);
            });
        }
    }

    private void readCursors(final StateSource from) {
        expect(from, CURSORS);
        for (final ServiceState service : registry.services()) {
            for (long i = from.number(); i > 0; i--) {
                final Route route = service.route(from.text());
                route.restoreCursor(hash, from.number());
            }
        }
    }

    /** Writes the askers that have left and whose requests are still open. */
    private void writeAskers(final StateSink to) {
        final TreeMap<Long, Instance> gone = new TreeMap<>();
        for (final OpenRequest request : requests.inOrder(registry, expected)) {
            if (request.asker.gone) {
                gone.put(request.asker.id, request.asker);
            }
        }
        to.octet(ASKERS);
        to.number(gone.size());
        for (final Instance asker : gone.values()) {
            to.number(asker.id);
            to.text(asker.name);
            to.text(asker.principal);
        }
    }

    private Long2ObjectHashMap<Instance> readAskers(final StateSource from) {
        final Long2ObjectHashMap<Instance> gone = new Long2ObjectHashMap<>();
        expect(from, ASKERS);
        for (long i = from.number(); i > 0; i--) {
            final RegistrationInput in = new RegistrationInput();
            in.index = from.number();
            in.name = from.text();
            in.principal = from.text();
            final Instance asker = new Instance(in);
            asker.gone = true;
            gone.put(asker.id, asker);
        }
        return gone;
    }

    private void writeExpected(final StateSink to) {
        if (expected.all().isEmpty()) {
            return;
        }
        to.octet(EXPECTED);
        to.number(expected.all().size());
        for (final ExpectedService service : expected.all()) {
            to.text(service.name);
            to.number(service.index);
            to.number(service.sinceNs);
            to.octet(service.renewable ? 1 : 0);
        }
    }

    /** Reads the services that are expected back, if there are any. Returns the tag of the next part. */
    private int readExpected(final StateSource from) {
        final int part = from.octet();
        if (part != EXPECTED) {
            return part;
        }
        for (long i = from.number(); i > 0; i--) {
            expected.restore(from.text(), from.number(), from.number(), from.octet() != 0);
        }
        return from.octet();
    }

    private void writeRequests(final StateSink to) {
        final List<OpenRequest> open = requests.inOrder(registry, expected);
        to.octet(REQUESTS);
        to.number(open.size());
        for (final OpenRequest request : open) {
            to.number(request.index);
            to.number(request.idHi);
            to.number(request.idLo);
            to.number(request.deadlineNs);
            to.number(request.asker.id);
            to.number(request.instance.id);
            // An entry that is no longer held has no effect on the request's end.
            to.number(endedIds.holds(request.replaced, request.replacedSequence) ? request.replacedSequence : EndedIds.NONE);
            request.writeTexts(to);
            if (request.held != null) {
                request.held.write(to);
            }
        }
    }

    private void readRequests(final StateSource from, final Long2ObjectHashMap<Instance> gone, final int part) {
        final MessageInput in = new MessageInput();
        expect(part, REQUESTS);
        for (long i = from.number(); i > 0; i--) {
            in.index = from.number();
            in.idHi = from.number();
            in.idLo = from.number();
            final long deadlineNs = from.number();
            final long asker = from.number();
            final Instance registered = registry.instance(asker);
            final long instance = from.number();
            final long replaced = from.number();
            in.destination.wrap(from.bytes());
            in.responder.wrap(from.bytes());
            final ExpectedService service = instance == 0 ? expected.of(in.destination) : null;
            if (service != null) {
                HeldMessage.read(from, in);
            }
            final OpenRequest request = requests.open(in, registered == null ? gone.get(asker) : registered,
                service == null ? registry.instance(instance) : service.lobby, deadlineNs, ids.find(in.idHi, in.idLo), replaced);
            if (service != null) {
                expected.hold(service, request, in);
            }
        }
    }

    private static void writeTexts(final StateSink to, final Collection<String> texts) {
        to.number(texts.size());
        texts.forEach(to::text);
    }

    private static void readTexts(final StateSource from, final List<String> texts) {
        for (long i = from.number(); i > 0; i--) {
            texts.add(from.text());
        }
    }

    private static void expect(final StateSource from, final int part) {
        expect(from.octet(), part);
    }

    private static void expect(final int found, final int part) {
        if (found != part) {
            throw new IllegalStateException("the state has " + Integer.toHexString(found) + " where " + Integer.toHexString(part)
                + " should begin");
        }
    }
}
