package io.patchbay.engine.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.engine.Engine;
import io.patchbay.engine.IdTable;
import io.patchbay.engine.Instance;
import io.patchbay.engine.InstanceMap;
import io.patchbay.engine.RequestPool;
import io.patchbay.engine.RouteTable;
import io.patchbay.engine.TimerWheel;
import io.patchbay.engine.Unhandled;
import io.patchbay.engine.input.Input;
import io.patchbay.engine.state.EndedPages;
import io.patchbay.engine.testkit.GoldenFile;
import io.patchbay.engine.testkit.OutputText;
import io.patchbay.engine.testkit.RecordLine;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Tests that changing any one field of the state changes the hash. The fields are found by reflection, from the engine on. The
 * test fails for a field that is neither in the hash nor listed here with a reason.
 */
@Timeout(60)
class StateHashTest {
    /** Fields that are not in the hash, since they follow from others or can affect no output. */
    private static final Map<String, String> LEFT_OUT = Map.ofEntries(
        Map.entry("Engine.records", "a count for the host"),
        Map.entry("StateHash.sum", "the kept hash itself"),
        Map.entry("Router.reason", "scratch of one message"),
        Map.entry("ServiceVersion.fits", "scratch of one message"),
        Map.entry("ServiceVersion.active", "a count of instances"),
        Map.entry("ServiceVersion.instances", "a count of instances"),
        Map.entry("ServiceVersion.text", "that of the instances"),
        Map.entry("ServiceVersion.bytes", "that of the instances"),
        Map.entry("ServiceState.active", "a count of instances"),
        Map.entry("ServiceState.nameHash", "of the name"),
        Map.entry("ServiceState.nameBytes", "of the name"),
        Map.entry("Route.nameHash", "of the name"),
        Map.entry("Route.nameBytes", "hashed once, in namesHash"),
        Map.entry("Route.cursorAt", "where to look first"),
        Map.entry("Route.cursorDrops", "where to look first"),
        Map.entry("Route.choose", "that of the service"),
        Map.entry("Route.path", "of the names"),
        Map.entry("Route.pathHash", "of the names"),
        Map.entry("Route.keptHash", "of fields that are hashed anew"),
        Map.entry("ServiceState.pendingBySeat", "copies of the instances' pending"),
        Map.entry("ServiceState.seats", "places in pendingBySeat"),
        Map.entry("ServiceState.freeSeats", "places in pendingBySeat"),
        Map.entry("ServiceState.freeSeatCount", "places in pendingBySeat"),
        Map.entry("Instance.seat", "place in pendingBySeat"),
        Map.entry("Instance.keptLoadHash", "of fields that are hashed anew"),
        Map.entry("OpenRequest.keptHash", "of fields that are hashed anew"),
        Map.entry("OpenRequest.number", "place in the pool"),
        Map.entry("OpenRequest.unhashed", "place in Requests.unhashed"),
        Map.entry("OpenRequest.replaced", "of an entry of the same id"),
        Map.entry("OpenRequest.replacedSequence", "of an entry of the same id"),
        Map.entry("Requests.unhashedCount", "hashed before the sum is read"),
        Map.entry("Instance.identityHash", "of name and principal"),
        Map.entry("Instance.fixedHash", "of fields that are hashed anew"),
        Map.entry("Instance.coreEvents", "of listen"),
        Map.entry("Instance.custom", "of listen"),
        Map.entry("Instance.gone", "not in the registry"),
        Map.entry("OpenRequest.slot", "place in the wheel"),
        Map.entry("OpenRequest.batched", "place in the wheel"),
        Map.entry("ExpectedService.slot", "place in the wheel"),
        Map.entry("ExpectedService.batched", "place in the wheel"),
        Map.entry("ExpectedService.deadlineNs", "of sinceNs and the settings"),
        Map.entry("ExpectedService.waitingBytes", "a sum"),
        Map.entry("ExpectedServices.waitingBytes", "a sum"),
        Map.entry("ExpectedServices.waitingCount", "a count"),
        Map.entry("ExpectedServices.nextNs", "at or before the next end of a grace"),
        Map.entry("HeldMessage.sizeBytes", "a sum"),
        Map.entry("Drain.slot", "place in the wheel"),
        Map.entry("Drain.batched", "place in the wheel"),
        Map.entry("Requests.size", "a count"),
        Map.entry("EndedIds.size", "a count"),
        Map.entry("EndedIds.sweptEntry", "where the table's entries begin"),
        Map.entry("EndedIds.hashedEntry", "hashed before the sum is read"),
        Map.entry("EndedIds.prefetchSink", "has no meaning"),
        Map.entry("EndedIds.evictedNs", "a metric"),
        Map.entry("EndedIds.windowNs", "of the settings"),
        Map.entry("EndedIds.limit", "of the settings"),
        Map.entry("EndedPage.number", "place in memory"));
    /** Classes that only index the state, whose content is reached in another way, and helpers without state. */
    private static final Set<Class<?>> NOT_STATE = Set.of(TimerWheel.class, IdTable.class, RequestPool.class, EndedPages.class,
        RouteTable.class, InstanceMap.class, Unhandled.class, OutputText.class);
    private static final Set<String> NOT_FOLLOWED = Set.of("EndedIds.swept", "EndedIds.hashed", "EndedIds.sweeping",
        "Requests.unhashed", "NameTable.size", "InstanceList.head", "InstanceList.size", "InstanceList.drops",
        "InstanceList.ids", "InstanceList.seats",
        "Engine.responder", "Endings.waiting", "HeldMessage.service");

    private final Map<String, Integer> changed = new TreeMap<>();
    private final Set<String> unchanged = new TreeSet<>();
    private final IdentityHashMap<Object, Boolean> seen = new IdentityHashMap<>();
    private Engine applied;

    @BeforeEach
    void setUp() {
        applied = newEngine();
        for (final Input in : GoldenFile.inputs(records(
            "g gateway-started slot=1 name=host",
            "c settings defaultTimeoutMs=100 drainMs=5000 duplicateWindowMs=600000 maxEndedIds=9 maxOpenPerAsker=9"
                + " maxOpenPerInstance=9 rejoinGraceMs=1000 rejoinServiceBytes=9000 rejoinTotalBytes=9000",
            "a registration gateway=g name=s methods=m,n listen=service-online,rates:* choose=least-pending acks aeron=ipc",
            "b registration gateway=g name=s version=2.0.0 methods=m",
            "k registration gateway=g name=k",
            "m1 message from=k id=1 destination=s:m responder=answer",
            "m2 message from=k id=2 destination=s@2:m responder=r",
            "m3 message from=k id=3 destination=s:n",
            "m4 message from=k id=4 destination=none:n",
            "m5 message from=k id=5 destination=s:m responder=r",
            "u unregister from=b",
            "h gateway-started slot=2 name=other",
            "e registration gateway=h name=x methods=m",
            "l gateway-lost gateway=h",
            "m6 message from=k id=6 destination=x:m responder=r key=q traceparent=t payload=p"))) {
            in.applyTo(applied);
        }
    }

    @Test
    void shouldChangeWithEachField() {
        final long before = applied.recomputedStateHash();
        assertEquals(before, applied.stateHash());

        walk(applied, before);

        assertEquals(Set.of(), unchanged, "fields that change nothing");
        assertEquals(before, applied.recomputedStateHash(), "all is put back");
        for (final String field : List.of("LogPosition.index", "LogPosition.timeNs", "EngineSettings.drainMs",
            "GatewayState.slot", "Instance.pending", "Instance.draining", "Instance.methods", "Instance.listen",
            "OpenRequest.deadlineNs", "OpenRequest.text", "OpenRequest.responderLength",
            "Drain.deadlineNs", "Route.cursor", "ServiceState.choose", "EndedPage.words",
            "ExpectedService.sinceNs", "ExpectedService.renewable", "HeldMessage.bytes",
            "EndedPage.state", "EndedPage.firstSequence", "EndedIds.tailEntry", "EndedIds.headEntry")) {
            assertTrue(changed.containsKey(field), () -> field + " was never changed; these were: " + changed);
        }
        System.out.println("changed: " + changed);
    }

    @Test
    void shouldBeTheSameForTheSameStateReachedAnotherWay() {
        final String[] common = {"g gateway-started slot=1", "a registration gateway=g name=s methods=m",
            "k registration gateway=g name=k"};
        final Engine one = newEngine();
        final Engine other = newEngine();

        for (final Input in : GoldenFile.inputs(records(common[0], common[1], common[2], "t tick", "t tick"))) {
            in.applyTo(one);
        }
        for (final Input in : GoldenFile.inputs(records(common[0], common[1], common[2], "s services from=z",
            "x session-closed session=77"))) {
            in.applyTo(other);
        }

        assertEquals(one.stateHash(), other.stateHash());
    }

    private static Engine newEngine() {
        final OutputText text = new OutputText();
        final Engine engine = new Engine(text);
        text.registry(engine.registry());
        return engine;
    }

    private static List<RecordLine> records(final String... lines) {
        return GoldenFile.records(List.of(lines));
    }

    private void walk(final Object object, final long before) {
        if (object == null || seen.put(object, true) != null || NOT_STATE.contains(object.getClass())) {
            return;
        }
        if (object instanceof Instance instance && instance.id == 0) {
            // A lobby is not registered: only the messages that wait in it belong to the state.
            walk(instance.firstPending, before);
            return;
        }
        if (object instanceof Collection<?> collection) {
            new ArrayList<>(collection).forEach(element -> walk(element, before));
        } else if (object instanceof Map<?, ?> map) {
            new ArrayList<>(map.values()).forEach(element -> walk(element, before));
        } else if (object instanceof Object[] array) {
            for (final Object element : array) {
                walk(element, before);
            }
        }
        if (object.getClass().getName().startsWith("io.patchbay.engine.")
            && !object.getClass().getName().startsWith("io.patchbay.engine.testkit.") && !object.getClass().isEnum()) {
            for (Class<?> type = object.getClass(); type != Object.class && type != java.util.AbstractList.class;
                type = type.getSuperclass()) {
                for (final Field field : type.getDeclaredFields()) {
                    final String name = object.getClass().getSimpleName() + "." + field.getName();
                    if (!Modifier.isStatic(field.getModifiers()) && !NOT_FOLLOWED.contains(name)) {
                        visit(object, field, name, before);
                    }
                }
            }
        }
    }

    private void visit(final Object object, final Field field, final String name, final long before) {
        try {
            field.setAccessible(true);
            final Object value = field.get(object);
            if (LEFT_OUT.containsKey(name)) {
                return;
            }
            if (value instanceof UnsafeBuffer buffer) {
                // Changes the first byte of a text; of an entry outside of the heap, each of its numbers.
                for (int at = 0; at < (buffer.byteArray() == null ? 5 * Long.BYTES : 1); at += Long.BYTES) {
                    final byte was = buffer.getByte(at);
                    buffer.putByte(at, (byte)(was ^ 1));
                    note(name, before);
                    buffer.putByte(at, was);
                }
            } else if (value != null && value.getClass().isArray() && value.getClass().getComponentType().isPrimitive()) {
                changeFirst(value, name, before);
            } else if (isLeaf(field.getType()) || value instanceof Set<?>
                || value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof String) {
                field.set(object, other(value));
                note(name, before);
                field.set(object, value);
            } else {
                walk(value, before);
            }
        } catch (final IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private void changeFirst(final Object array, final String name, final long before) {
        for (int i = 0; i < (array instanceof long[] ? 5 : 1); i++) {
            final Object value = Array.get(array, i);
            Array.set(array, i, other(value));
            note(name, before);
            Array.set(array, i, value);
        }
    }

    private void note(final String name, final long before) {
        changed.merge(name, 1, Integer::sum);
        if (applied.recomputedStateHash() == before) {
            unchanged.add(name);
        }
    }

    private static boolean isLeaf(final Class<?> type) {
        return type.isPrimitive() || type == String.class || type.isEnum();
    }

    private static Object other(final Object value) {
        if (value instanceof Long number) {
            return number + 1;
        } else if (value instanceof Integer number) {
            return number + 1;
        } else if (value instanceof Byte number) {
            return (byte)(number + 1);
        } else if (value instanceof Boolean flag) {
            return !flag;
        } else if (value instanceof String text) {
            return text + "x";
        } else if (value instanceof Enum<?> word) {
            return word.getDeclaringClass().getEnumConstants()[word.ordinal() == 0 ? 1 : 0];
        } else if (value instanceof List<?> list) {
            final List<Object> more = new ArrayList<>(list);
            more.add("more");
            return more;
        } else if (value instanceof Set<?> set) {
            final Set<Object> more = new TreeSet<>(set);
            more.add("more");
            return more;
        }
        throw new AssertionError("how to change a " + value.getClass());
    }
}
