package io.patchbay.engine;

import io.patchbay.engine.input.MessageInput;
import io.patchbay.protocol.Choose;
import io.patchbay.protocol.UnhandledReason;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Finds the one instance that a message goes to (contract, section 4, choice of instance), or why there is none.
 */
final class Router {
    private final Registry registry;
    private final StateHash hash;
    private UnhandledReason reason;

    Router(final Registry registry, final StateHash hash) {
        this.registry = registry;
        this.hash = hash;
    }

    /** Why the last choice was null. */
    UnhandledReason reason() {
        return reason;
    }

    Instance choose(final MessageInput in) {
        final UnsafeBuffer destination = in.destination;
        final int length = destination.capacity();
        final int colon = position(destination, ':', length);
        final int at = position(destination, '@', colon);
        final Service service = registry.service(destination, 0, at);
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
        Instance chosen = null;
        if (route != null) {
            chosen = in.key.capacity() > 0 ? byKey(route, anyVersion, in.key) : inTurn(route, anyVersion, service.choose);
        }
        reason = UnhandledReason.NO_METHOD;
        return chosen;
    }

    private static int position(final UnsafeBuffer text, final char wanted, final int end) {
        for (int i = 0; i < end; i++) {
            if (text.getByte(i) == wanted) {
                return i;
            }
        }
        return end;
    }

    private static Instance byKey(final Route route, final boolean anyVersion, final UnsafeBuffer key) {
        final long keyHash = Rendezvous.keyHash(key, 0, key.capacity());
        Instance best = null;
        long bestScore = 0;
        for (int i = 0, size = route.candidates.size(); i < size; i++) {
            final Instance candidate = route.candidates.get(i);
            if (anyVersion || candidate.serviceVersion.fits) {
                final long score = Rendezvous.score(keyHash, candidate.id);
                if (best == null || Long.compareUnsigned(score, bestScore) > 0) {
                    best = candidate;
                    bestScore = score;
                }
            }
        }
        return best;
    }

    /** Starts after the cursor; so least pending breaks ties in turn. */
    private Instance inTurn(final Route route, final boolean anyVersion, final Choose choose) {
        final int size = route.candidates.size();
        int position = route.candidates.firstAfter(route.cursor);
        Instance best = null;
        for (int i = 0; i < size; i++, position++) {
            if (position == size) {
                position = 0;
            }
            final Instance candidate = route.candidates.get(position);
            if ((anyVersion || candidate.serviceVersion.fits) && (best == null || candidate.pending < best.pending)) {
                best = candidate;
                if (choose == Choose.ROUND_ROBIN || best.pending == 0) {
                    break;
                }
            }
        }
        if (best != null) {
            route.moveCursor(hash, best.id);
        }
        return best;
    }
}
