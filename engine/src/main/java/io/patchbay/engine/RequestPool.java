package io.patchbay.engine;

import java.util.Arrays;

/**
 * A pool of request objects, which it finds by number. The object released last is used first. With few open requests they stay
 * in cache; with many, requests that were opened one after the other stay neighbors in memory.
 */
public final class RequestPool {
    private static final int SHIFT = 10;
    private static final int PAGE = 1 << SHIFT;

    private OpenRequest[][] pages = new OpenRequest[8][];
    /** The number of the next new object. 0 is never used, so that no slot of {@link IdTable} looks empty. */
    private int count = 1;
    private OpenRequest free;

    OpenRequest get(final int number) {
        return pages[number >>> SHIFT][number & PAGE - 1];
    }

    OpenRequest take() {
        final OpenRequest request = free == null ? grow() : free;
        free = request.nextPending;
        request.nextPending = null;
        return request;
    }

    void release(final OpenRequest request) {
        request.nextPending = free;
        free = request;
    }

    private OpenRequest grow() {
        final int page = count >>> SHIFT;
        if (page == pages.length) {
            pages = Arrays.copyOf(pages, page * 2);
        }
        if (pages[page] == null) {
            pages[page] = new OpenRequest[PAGE];
        }
        final OpenRequest request = new OpenRequest(count);
        pages[page][count & PAGE - 1] = request;
        count++;
        return request;
    }
}
