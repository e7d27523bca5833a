package io.patchbay.simulation;

import io.patchbay.engine.input.Input;

/** A gateway as the machine sees it: a process in a slot, which clients connect to. */
abstract class GatewayPart {
    final World world;
    final int slot;
    final SimProcess process;
    final SimLink link;
    final SimJournalWriter writer;
    /** Index of its gateway-started record, 0 = it takes no connections. */
    long id;
    long stalledUntilNs;
    /** It did not read for so long that the engine may give it up. */
    boolean wasStalled;

    GatewayPart(final World world, final int slot, final SimProcess process, final SimLink link, final SimJournal journal) {
        this.world = world;
        this.slot = slot;
        this.process = process;
        this.link = link;
        writer = journal.newWriter();
        world.directory.take(slot);
    }

    /** Says who it is. */
    abstract void start();

    /** It has said who it is; again after it was written off. */
    final void started(final long index) {
        id = index;
        world.directory.gateway[slot] = index;
    }

    /** An engine that has its turn within this gateway's. */
    void sharesThreadWith(final EnginePart engine) {
        // only where there is such a turn
    }

    /** A client has connected. */
    abstract void accept(SimSocket socket);

    abstract int doWork();

    /** Begins to stop by its own will. */
    abstract void stop();

    /** Has it done all that a stop takes? */
    abstract boolean isStopped();

    /** A record of this process is in the journal, and nobody has read it. */
    void recorded(final Input in) {
        // only where that is checked
    }

    /** The process is gone, and with it its end of all connections. */
    abstract void abandon();
}
