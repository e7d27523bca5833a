package io.patchbay.engine;

import io.patchbay.engine.hash.NotHashed;
import io.patchbay.engine.hash.Rendezvous;
import io.patchbay.engine.hash.StateHash;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.protocol.Choose;
import io.patchbay.protocol.UnhandledReason;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Chooses the instance that a message goes to (PROTOCOL.md, "Which instance"), or gives the reason why there is none.
 */
final class Router {
    private final Registry registry;
    private final StateHash hash;
    @NotHashed("scratch of one message")
    private UnhandledReason reason;

    Router(final Registry registry, final StateHash hash) {
        this.registry = registry;
        this.hash = hash;
    }

    /** Returns the reason why {@link #choose} returned null last. */
    UnhandledReason reason() {
        return reason;
    }

    Instance choose(final MessageInput in) {
        final UnsafeBuffer destination = in.destination;
        final Route plain = registry.route(destination);
        return plain == null ? chooseByParts(in, destination) : pick(plain, true, in);
    }

    private Instance chooseByParts(final MessageInput in, final UnsafeBuffer destination) {
        final int length = destination.capacity();
        final int colon = position(destination, ':', length);
        final int at = position(destination, '@', colon);
        final ServiceState service = registry.service(destination, 0, at);
        if (service == null || service.active == 0) {
            reason = UnhandledReason.NO_SERVICE;
            return null;
        }
        final boolean anyVersion = at == colon;
        if (!anyVersion && service.markVersions(destination, at + 1, colon - at - 1) == 0) {
            reason = UnhandledReason.NO_VERSION;
            return null;
        }
        final int methodOffset = Math.min(colon + 1, length);
        final Route route = service.routes.get(destination, methodOffset, length - methodOffset);
        reason = UnhandledReason.NO_METHOD;
        return route == null ? null : pick(route, anyVersion, in);
    }

    private static int position(final UnsafeBuffer text, final char wanted, final int end) {
        for (int i = 0; i < end; i++) {
            if (text.getByte(i) == wanted) {
                return i;
            }
        }
        return end;
    }

    private Instance pick(final Route route, final boolean anyVersion, final MessageInput in) {
        final int at;
        if (in.key.capacity() > 0) {
            at = byKey(route.candidates, anyVersion, in.key);
            return at < 0 ? null : route.candidates.get(at);
        }
        at = route.choose == Choose.ROUND_ROBIN ? inTurn(route, anyVersion) : leastPending(route, anyVersion);
        if (at < 0) {
            return null;
        }
        route.moveCursor(hash, at);
        return route.candidates.get(at);
    }

    private static int byKey(final InstanceList candidates, final boolean anyVersion, final UnsafeBuffer key) {
        final long keyHash = Rendezvous.keyHash(key, 0, key.capacity());
        int best = -1;
        long bestScore = 0;
        for (int i = 0, size = candidates.size(); i < size; i++) {
            if (anyVersion || candidates.get(i).serviceVersion.fits) {
                final long score = Rendezvous.score(keyHash, candidates.id(i));
                if (best < 0 || Long.compareUnsigned(score, bestScore) > 0) {
                    best = i;
                    bestScore = score;
                }
            }
        }
        return best;
    }

    /** Returns the position of the first fitting candidate after the cursor, or -1. */
    private static int inTurn(final Route route, final boolean anyVersion) {
        final InstanceList candidates = route.candidates;
        final int size = candidates.size();
        int at = route.turn();
        for (int i = 0; i < size; i++, at++) {
            if (at == size) {
                at = 0;
            }
            if (anyVersion || candidates.get(at).serviceVersion.fits) {
                return at;
            }
        }
        return -1;
    }

    /**
     * Returns the position of the fitting candidate with the fewest open requests, or -1. The search starts after the cursor, so
     * ties are broken in turn.
     */
    private static int leastPending(final Route route, final boolean anyVersion) {
        final InstanceList candidates = route.candidates;
        final int[] pendingBySeat = route.service.pendingBySeat;
        final int size = candidates.size();
        int at = route.turn();
        int best = -1;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < size && least > 0; i++, at++) {
            if (at == size) {
                at = 0;
            }
            final int pending = pendingBySeat[candidates.seat(at)];
            if ((pending < least || best < 0) && (anyVersion || candidates.get(at).serviceVersion.fits)) {
                best = at;
                least = pending;
            }
        }
        return best;
    }
}
