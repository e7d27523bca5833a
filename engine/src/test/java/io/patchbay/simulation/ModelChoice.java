package io.patchbay.simulation;

import io.patchbay.engine.input.MessageInput;
import io.patchbay.protocol.UnhandledReason;

import org.agrona.DirectBuffer;

import java.util.Arrays;
import java.util.List;

/** The model's choice of the instance for a message, by the text of PROTOCOL.md. It searches all instances each time. */
final class ModelChoice {
    private static final int NAMES = 26;
    private static final int METHODS = 3;

    private final List<ModelInstance> instances;
    private final long[] cursors = new long[NAMES * METHODS];
    private final boolean[] isLeastPending = new boolean[NAMES];
    private UnhandledReason reason;

    ModelChoice(final List<ModelInstance> instances) {
        this.instances = instances;
    }

    void reset() {
        Arrays.fill(cursors, 0);
    }

    /** Notes the first instance of a service, which decides how to choose. */
    void comesOnline(final ModelInstance first) {
        isLeastPending[first.name - 'a'] = first.isLeastPending;
    }

    void goesOffline(final byte name) {
        Arrays.fill(cursors, (name - 'a') * METHODS, (name - 'a' + 1) * METHODS, 0);
    }

    int countOf(final byte name) {
        int count = 0;
        for (int i = 0; i < instances.size(); i++) {
            if (instances.get(i).name == name && instances.get(i).isService()) {
                count++;
            }
        }
        return count;
    }

    int serviceCount() {
        int names = 0;
        for (int i = 0; i < instances.size(); i++) {
            if (instances.get(i).isService()) {
                names |= 1 << instances.get(i).name - 'a';
            }
        }
        return Integer.bitCount(names);
    }

    int instanceCount() {
        int count = 0;
        for (int i = 0; i < instances.size(); i++) {
            count += instances.get(i).isService() ? 1 : 0;
        }
        return count;
    }

    UnhandledReason reason() {
        return reason;
    }

    ModelInstance choose(final MessageInput in) {
        final DirectBuffer destination = in.destination;
        final int length = destination.capacity();
        final byte name = destination.getByte(0);
        final int method = destination.getByte(length - 1) - 'x';
        final int wanted = length - 4;
        int active = 0;
        int fitting = 0;
        int candidates = 0;
        for (int i = 0; i < instances.size(); i++) {
            final ModelInstance instance = instances.get(i);
            if (instance.isService() && instance.name == name && !instance.isDraining) {
                active++;
                if (fits(instance, destination, wanted)) {
                    fitting++;
                    candidates += has(instance, method) ? 1 : 0;
                }
            }
        }
        if (candidates == 0) {
            reason = active == 0 ? UnhandledReason.NO_SERVICE
                : fitting == 0 ? UnhandledReason.NO_VERSION : UnhandledReason.NO_METHOD;
            return null;
        }
        if (in.key.capacity() > 0) {
            return byKey(in, name, method, wanted);
        }
        final int route = (name - 'a') * METHODS + method;
        final ModelInstance chosen = inTurn(destination, name, method, wanted, cursors[route], isLeastPending[name - 'a']);
        cursors[route] = chosen.id;
        return chosen;
    }

    /** Returns the first candidate after the one chosen last or, where the least pending is wanted, the first with the least. */
    private ModelInstance inTurn(final DirectBuffer destination, final byte name, final int method, final int wanted,
        final long cursor, final boolean isLeast) {
        ModelInstance best = null;
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < instances.size(); i++) {
                final ModelInstance instance = instances.get(i);
                final boolean isTurn = round == 0 ? instance.id > cursor : instance.id <= cursor;
                if (isTurn && isCandidate(instance, destination, name, method, wanted)) {
                    if (!isLeast) {
                        return instance;
                    }
                    if (best == null || instance.pending < best.pending) {
                        best = instance;
                    }
                }
            }
        }
        return best;
    }

    private ModelInstance byKey(final MessageInput in, final byte name, final int method, final int wanted) {
        long h = 0xcbf29ce484222325L;
        for (int i = 0; i < in.key.capacity(); i++) {
            h = (h ^ in.key.getByte(i) & 0xff) * 0x100000001b3L;
        }
        ModelInstance best = null;
        long bestScore = 0;
        for (int i = 0; i < instances.size(); i++) {
            final ModelInstance instance = instances.get(i);
            if (isCandidate(instance, in.destination, name, method, wanted)) {
                long z = h + instance.id * 0x9e3779b97f4a7c15L;
                z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
                z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
                final long score = z ^ z >>> 31;
                if (best == null || Long.compareUnsigned(score, bestScore) > 0) {
                    best = instance;
                    bestScore = score;
                }
            }
        }
        return best;
    }

    private static boolean isCandidate(final ModelInstance instance, final DirectBuffer destination, final byte name,
        final int method, final int wanted) {
        return instance.name == name && has(instance, method) && !instance.isDraining && fits(instance, destination, wanted);
    }

    private static boolean has(final ModelInstance instance, final int method) {
        return (instance.methods & 1 << method) != 0;
    }

    /** Returns whether an instance has the wanted version: none is wanted, or its parts begin the instance's version. */
    private static boolean fits(final ModelInstance instance, final DirectBuffer destination, final int wanted) {
        if (wanted <= 0) {
            return true;
        }
        if (wanted > instance.version.length) {
            return false;
        }
        for (int i = 0; i < wanted; i++) {
            if (destination.getByte(2 + i) != instance.version[i]) {
                return false;
            }
        }
        return wanted == instance.version.length || instance.version[wanted] == '.';
    }
}
