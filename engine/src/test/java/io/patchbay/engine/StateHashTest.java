package io.patchbay.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.engine.hash.NotHashed;
import io.patchbay.engine.input.Input;
import io.patchbay.engine.slot.GatewayState;
import io.patchbay.engine.state.EndedPage;
import io.patchbay.engine.state.EndedPages;
import io.patchbay.engine.state.LogPosition;
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
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tests that changing any one field of the state changes the hash. The fields are found by reflection, from the engine on. The
 * test fails for a field that is neither in the hash nor marked {@link NotHashed} with a reason.
 */
@Timeout(60)
class StateHashTest {
    /** Classes that only index the state, whose content is reached in another way, and helpers without state. */
    private static final Set<Class<?>> NOT_STATE = Set.of(TimerWheel.class, IdTable.class, RequestPool.class, EndedPages.class,
        RouteTable.class, InstanceMap.class, Unhandled.class, OutputText.class);
    /** Classes of which an object must be reached, with each field that is not marked. */
    private static final List<Class<?>> STATE = List.of(LogPosition.class, EngineSettings.class, GatewayState.class,
        Instance.class, OpenRequest.class, Instance.Drain.class, Route.class, ServiceState.class, EndedPage.class,
        ExpectedService.class,
        HeldMessage.class, EndedIds.class);

    private final Map<Place, Integer> changed = new LinkedHashMap<>();
    private final Set<Place> unchanged = new LinkedHashSet<>();
    private final IdentityHashMap<Object, Boolean> seen = new IdentityHashMap<>();
    private Engine applied;

    /** A field of the objects of one class. */
    private record Place(Class<?> owner, Field field) {
        @Override
        public String toString() {
            return owner.getSimpleName() + "." + field.getName();
        }
    }

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
        for (final Class<?> owner : STATE) {
            for (final Field field : owner.getDeclaredFields()) {
                if (isState(field, owner) && isValue(field)) {
                    final Place place = new Place(owner, field);
                    assertTrue(changed.containsKey(place), () -> place + " was never changed; these were: " + changed);
                }
            }
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
                    if (isState(field, object.getClass())) {
                        visit(object, field, new Place(object.getClass(), field), before);
                    }
                }
            }
        }
    }

    private void visit(final Object object, final Field field, final Place place, final long before) {
        try {
            field.setAccessible(true);
            final Object value = field.get(object);
            if (value instanceof UnsafeBuffer buffer) {
                // Changes the first byte of a text; of an entry outside of the heap, each of its numbers.
                for (int at = 0; at < (buffer.byteArray() == null ? 5 * Long.BYTES : 1); at += Long.BYTES) {
                    final byte was = buffer.getByte(at);
                    buffer.putByte(at, (byte)(was ^ 1));
                    note(place, before);
                    buffer.putByte(at, was);
                }
            } else if (value != null && value.getClass().isArray() && value.getClass().getComponentType().isPrimitive()) {
                changeFirst(value, place, before);
            } else if (isLeaf(field.getType()) || value instanceof Set<?>
                || value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof String) {
                field.set(object, other(value));
                note(place, before);
                field.set(object, value);
            } else {
                walk(value, before);
            }
        } catch (final IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private void changeFirst(final Object array, final Place place, final long before) {
        for (int i = 0; i < (array instanceof long[] ? 5 : 1); i++) {
            final Object value = Array.get(array, i);
            Array.set(array, i, other(value));
            note(place, before);
            Array.set(array, i, value);
        }
    }

    private void note(final Place place, final long before) {
        changed.merge(place, 1, Integer::sum);
        if (applied.recomputedStateHash() == before) {
            unchanged.add(place);
        }
    }

    /** Returns whether a field belongs to the state of the objects of a class. */
    private static boolean isState(final Field field, final Class<?> owner) {
        final NotHashed mark = field.getAnnotation(NotHashed.class);
        return !Modifier.isStatic(field.getModifiers()) && (mark == null || !mark.in().isAssignableFrom(owner));
    }

    /** Returns whether a field holds a value and not further objects of the state. */
    private static boolean isValue(final Field field) {
        final Class<?> type = field.getType();
        return isLeaf(type) || type == UnsafeBuffer.class || type.isArray() && type.getComponentType().isPrimitive()
            || field.getGenericType() instanceof ParameterizedType generic && generic.getActualTypeArguments()[0] == String.class;
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
