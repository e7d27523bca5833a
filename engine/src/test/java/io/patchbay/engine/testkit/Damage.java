package io.patchbay.engine.testkit;

import io.patchbay.engine.input.Input;
import io.patchbay.engine.input.RegistrationInput;

import org.agrona.concurrent.UnsafeBuffer;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * All the ways in which a record's fields can be wrong: each number at its extremes or another's, each flag turned, each
 * word another, each text empty, cut, malformed or very long.
 */
public final class Damage {
    private static final long[] NUMBERS = {0, 1, -1, 16, 32, 48, 64, 80, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE};
    private static final String[] TEXTS = {"", ":", "@", "a:b", "pricing", "pricing:", "pricing@:quote", "pricing@1.:quote", "é€",
        "x".repeat(300)};

    private Damage() {
    }

    /**
     * What can be done to a record.
     *
     * @param in of which kind; not changed.
     * @return each changes one field of such a record.
     */
    public static List<Consumer<Input>> of(final Input in) {
        final List<Consumer<Input>> ways = new ArrayList<>();
        for (final Field field : in.getClass().getFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !"index".equals(field.getName())) {
                ways.addAll(of(field));
            }
        }
        if (in instanceof RegistrationInput) {
            ways.add(other -> ((RegistrationInput)other).methods.addAll(List.copyOf(((RegistrationInput)other).methods)));
            ways.add(other -> ((RegistrationInput)other).methods.clear());
        }
        return ways;
    }

    /**
     * The same record in a carrier of its own.
     *
     * @param in any.
     * @return equal; its buffers look at the same bytes.
     */
    public static Input copy(final Input in) {
        final Input copy = in.kind().newInput();
        for (final Field field : in.getClass().getFields()) {
            if (field.getType() == UnsafeBuffer.class) {
                ((UnsafeBuffer)get(field, copy)).wrap((UnsafeBuffer)get(field, in));
            } else if (!Modifier.isFinal(field.getModifiers())) {
                set(field, copy, get(field, in));
            }
        }
        if (in instanceof RegistrationInput from) {
            ((RegistrationInput)copy).methods.addAll(from.methods);
            ((RegistrationInput)copy).listen.addAll(from.listen);
        }
        return copy;
    }

    private static List<Consumer<Input>> of(final Field field) {
        final List<Consumer<Input>> ways = new ArrayList<>();
        final Class<?> type = field.getType();
        if (type == long.class) {
            for (final long value : NUMBERS) {
                ways.add(in -> set(field, in, value));
            }
        } else if (type == int.class) {
            for (final long value : NUMBERS) {
                ways.add(in -> set(field, in, (int)value));
            }
        } else if (type == byte.class) {
            ways.add(in -> set(field, in, (byte)1));
        } else if (type == boolean.class) {
            ways.add(in -> set(field, in, !(boolean)get(field, in)));
        } else if (type.isEnum()) {
            for (final Object value : type.getEnumConstants()) {
                ways.add(in -> set(field, in, value));
            }
        } else if (type == String.class) {
            for (final String value : TEXTS) {
                ways.add(in -> set(field, in, value));
            }
        } else if (type == UnsafeBuffer.class) {
            for (final String value : TEXTS) {
                ways.add(in -> ((UnsafeBuffer)get(field, in)).wrap(value.getBytes(StandardCharsets.UTF_8)));
            }
        }
        return ways;
    }

    private static Object get(final Field field, final Input in) {
        try {
            return field.get(in);
        } catch (final IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static void set(final Field field, final Input in, final Object value) {
        try {
            field.set(in, value);
        } catch (final IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
