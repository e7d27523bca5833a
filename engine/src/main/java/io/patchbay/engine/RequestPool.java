package io.patchbay.engine;

import java.util.Arrays;

/**
 * All requests ever made, by number, and those of them that are free. The one released last is used first: with few open they
 * stay near, and with many those that were opened one after the other stay neighbours.
 */
final class RequestPool {
    private static final int SHIFT = 10;
    private static final int PAGE = 1 << SHIFT;

    private OpenRequest[][] pages = new OpenRequest[8][];
    /** The next number; 0 is nobody's, so that no slot of {@link IdTable} looks empty. */
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
