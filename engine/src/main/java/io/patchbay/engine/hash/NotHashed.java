package io.patchbay.engine.hash;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a field of the engine that the state hash leaves out. A test changes every other field and requires that the hash changes
 * with it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface NotHashed {
    /**
     * Returns why it is left out: what it follows from, or why no output can depend on it.
     *
     * @return a few words.
     */
    String value();

    /**
     * Returns the class in whose objects it is left out.
     *
     * @return {@code Object}, which stands for all classes, or one subclass of the field's class.
     */
    Class<?> in() default Object.class;
}
