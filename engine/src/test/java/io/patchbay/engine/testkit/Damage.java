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
 * Damages records, in all the ways in which a record's fields can be wrong: each number at its extremes or another record's, each
 * flag inverted, each enum constant another, each text empty, cut, malformed or very long.
 */
public final class Damage {
    private static final long[] NUMBERS = {0, 1, -1, 16, 32, 48, 64, 80, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE};
    private static final String[] TEXTS = {"", ":", "@", "a:b", "pricing", "pricing:", "pricing@:quote", "pricing@1.:quote", "é€",
        "x".repeat(300)};

    private Damage() {
    }

    /**
     * Returns all damages that can be done to a kind of record.
     *
     * @param in a record of that kind; not changed.
     * @return functions that each change one field of such a record.
     */
    public static List<Consumer<Input>> of(final Input in) {
        final List<Consumer<Input>> damages = new ArrayList<>();
        for (final Field field : in.getClass().getFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !"index".equals(field.getName())) {
                damages.addAll(of(field));
            }
        }
        if (in instanceof RegistrationInput) {
            damages.add(other -> ((RegistrationInput)other).methods.addAll(List.copyOf(((RegistrationInput)other).methods)));
            damages.add(other -> ((RegistrationInput)other).methods.clear());
        }
        return damages;
    }

    /**
     * Copies a record to a new carrier.
     *
     * @param in any record.
     * @return an equal carrier, whose buffers wrap the same bytes.
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
        final List<Consumer<Input>> damages = new ArrayList<>();
        final Class<?> type = field.getType();
        if (type == long.class) {
            for (final long value : NUMBERS) {
                damages.add(in -> set(field, in, value));
            }
        } else if (type == int.class) {
            for (final long value : NUMBERS) {
                damages.add(in -> set(field, in, (int)value));
            }
        } else if (type == byte.class) {
            damages.add(in -> set(field, in, (byte)1));
        } else if (type == boolean.class) {
            damages.add(in -> set(field, in, !(boolean)get(field, in)));
        } else if (type.isEnum()) {
            for (final Object value : type.getEnumConstants()) {
                damages.add(in -> set(field, in, value));
            }
        } else if (type == String.class) {
            for (final String value : TEXTS) {
                damages.add(in -> set(field, in, value));
            }
        } else if (type == UnsafeBuffer.class) {
            for (final String value : TEXTS) {
                damages.add(in -> ((UnsafeBuffer)get(field, in)).wrap(value.getBytes(StandardCharsets.UTF_8)));
            }
        }
        return damages;
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
