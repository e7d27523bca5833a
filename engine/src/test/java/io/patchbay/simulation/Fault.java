package io.patchbay.simulation;

import org.objectweb.asm.ClassVisitor;

/** Placeholder until the faults are there. */
enum Fault {
    NONE;

    boolean isIn(final String name) {
        return false;
    }

    ClassVisitor visitor(final ClassVisitor next) {
        return next;
    }

    void checkMade() {
    }
}
