package io.patchbay.engine;

import org.agrona.DirectBuffer;

import java.util.ArrayList;
import java.util.List;

/**
 * The instances of a service that have one method and take requests, in order of registration, and the choice among them.
 */
final class Method {
    final String name;
    private final List<Instance> candidates = new ArrayList<>();
    /** The instance last chosen in turn; 0 before the first. */
    long cursor;
    final long nameHash;
    private boolean isKnown;

    Method(final String name) {
        this.name = name;
        nameHash = Hashes.text(name);
    }

    /** Not yet in the state hash. */
    boolean isNew() {
        return !isKnown;
    }

    void setKnown() {
        isKnown = true;
    }

    void add(final Instance instance) {
        candidates.add(instance);
    }

    void remove(final Instance instance) {
        candidates.remove(instance);
    }

    /** Is there one of that version? A requirement of no length is met by all. */
    boolean has(final DirectBuffer text, final int offset, final int length) {
        for (int i = 0; i < candidates.size(); i++) {
            if (VersionMatch.matches(text, offset, length, candidates.get(i).version)) {
                return true;
            }
        }
        return false;
    }

    Instance byKey(final DirectBuffer key, final DirectBuffer text, final int offset, final int length) {
        final long keyHash = Hashes.fnv(key, 0, key.capacity());
        Instance best = null;
        long bestScore = 0;
        for (int i = 0; i < candidates.size(); i++) {
            final Instance candidate = candidates.get(i);
            if (VersionMatch.matches(text, offset, length, candidate.version)) {
                final long score = Hashes.rendezvous(keyHash, candidate.id);
                if (best == null || Long.compareUnsigned(score, bestScore) > 0) {
                    best = candidate;
                    bestScore = score;
                }
            }
        }
        return best;
    }

    /** The first that fits of those registered after the cursor, then of all. */
    Instance inTurn(final DirectBuffer text, final int offset, final int length) {
        final int start = afterCursor();
        for (int n = 0; n < candidates.size(); n++) {
            final Instance candidate = candidates.get((start + n) % candidates.size());
            if (VersionMatch.matches(text, offset, length, candidate.version)) {
                return candidate;
            }
        }
        return null;
    }

    /** The one with the fewest open requests; of equal ones the first in turn. */
    Instance leastPending(final DirectBuffer text, final int offset, final int length) {
        final int start = afterCursor();
        Instance best = null;
        for (int n = 0; n < candidates.size(); n++) {
            final Instance candidate = candidates.get((start + n) % candidates.size());
            if ((best == null || candidate.pending < best.pending)
                && VersionMatch.matches(text, offset, length, candidate.version)) {
                best = candidate;
            }
        }
        return best;
    }

    private int afterCursor() {
        int low = 0;
        int high = candidates.size();
        while (low < high) {
            final int middle = low + high >>> 1;
            if (Long.compareUnsigned(candidates.get(middle).id, cursor) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == candidates.size() ? 0 : low;
    }
}
