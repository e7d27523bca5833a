package io.patchbay.engine;

/**
 * The open requests by id, with a pool of those that have ended. Linear probing; the load stays below a half. One thread.
 */
final class OpenRequests {
    private Request[] table = new Request[1024];
    private int mask = table.length - 1;
    private int size;
    private Request free;

    int size() {
        return size;
    }

    Request get(final long idHi, final long idLo) {
        for (int i = slot(idHi, idLo); table[i] != null; i = i + 1 & mask) {
            if (table[i].idLo == idLo && table[i].idHi == idHi) {
                return table[i];
            }
        }
        return null;
    }

    /** A request to be filled and then {@link #put}. */
    Request take() {
        final Request request = free;
        if (request == null) {
            return new Request();
        }
        free = request.nextOfInstance;
        request.nextOfInstance = null;
        return request;
    }

    void put(final Request request) {
        if (size * 2 >= table.length) {
            grow();
        }
        insert(request);
        size++;
    }

    /** Takes it out; it stays as it is until {@link #giveBack}. */
    void remove(final Request request) {
        int gap = slot(request.idHi, request.idLo);
        while (table[gap] != request) {
            gap = gap + 1 & mask;
        }
        for (int i = gap + 1 & mask; table[i] != null; i = i + 1 & mask) {
            final int home = slot(table[i].idHi, table[i].idLo);
            if ((i - home & mask) >= (i - gap & mask)) {
                table[gap] = table[i];
                gap = i;
            }
        }
        table[gap] = null;
        size--;
    }

    void giveBack(final Request request) {
        request.instance = null;
        request.asker = null;
        request.askerGone = false;
        request.nextOfInstance = free;
        free = request;
    }

    /** All of them, in no order. */
    Request[] toArray() {
        final Request[] all = new Request[size];
        int count = 0;
        for (final Request request : table) {
            if (request != null) {
                all[count++] = request;
            }
        }
        return all;
    }

    private void grow() {
        final Request[] old = table;
        table = new Request[old.length * 2];
        mask = table.length - 1;
        for (final Request request : old) {
            if (request != null) {
                insert(request);
            }
        }
    }

    private void insert(final Request request) {
        int i = slot(request.idHi, request.idLo);
        while (table[i] != null) {
            i = i + 1 & mask;
        }
        table[i] = request;
    }

    private int slot(final long idHi, final long idLo) {
        return (int)Hashes.mix(idHi ^ Long.rotateLeft(idLo, 32)) & mask;
    }
}
