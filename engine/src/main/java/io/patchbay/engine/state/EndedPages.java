package io.patchbay.engine.state;

import java.util.Arrays;

/**
 * The pages of the queue of ended ids. Pages are allocated as needed and reused.
 */
public final class EndedPages {
    private EndedPage[] pages = new EndedPage[8];
    private int count;
    private EndedPage free;

    /** Returns the page of a place. A place holds the number of a page and the number of an entry in that page. */
    public EndedPage of(final int place) {
        return pages[place >>> EndedPage.SHIFT];
    }

    public static int entry(final int place) {
        return place & EndedPage.ENTRIES - 1;
    }

    public boolean isOf(final int place, final long idHi, final long idLo) {
        final EndedPage page = of(place);
        final int entry = entry(place);
        return page.get(entry, EndedPage.ID_LO) == idLo && page.get(entry, EndedPage.ID_HI) == idHi;
    }

    /** Returns how many pages were ever allocated. */
    public int count() {
        return count;
    }

    public EndedPage take(final long firstSequence) {
        EndedPage page = free;
        if (page == null) {
            if (count == pages.length) {
                pages = Arrays.copyOf(pages, count * 2);
            }
            page = new EndedPage(count);
            pages[count++] = page;
        } else {
            free = page.next;
        }
        page.next = null;
        page.firstSequence = firstSequence;
        return page;
    }

    public void release(final EndedPage page) {
        page.next = free;
        free = page;
    }
}
