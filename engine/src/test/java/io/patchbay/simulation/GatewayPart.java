package io.patchbay.simulation;

import io.patchbay.engine.input.Input;

/** A gateway as the rest of the simulated machine sees it: a process in a slot, which clients connect to. */
abstract class GatewayPart {
    final World world;
    final int slot;
    final SimProcess process;
    final SimLink link;
    final SimJournalWriter writer;
    /** Index of its gateway-started record; 0 = it takes no connections. */
    long id;
    long stalledUntilNs;
    /** It has stopped reading for so long that the engine may give it up. */
    boolean wasStalled;

    GatewayPart(final World world, final int slot, final SimProcess process, final SimLink link, final SimJournal journal) {
        this.world = world;
        this.slot = slot;
        this.process = process;
        this.link = link;
        writer = journal.newWriter();
        world.directory.take(slot);
    }

    /** Starts the gateway, with its gateway-started record. */
    abstract void start();

    /** Notes the gateway-started record, also that after it was written off. */
    final void started(final long index) {
        id = index;
        world.directory.gateway[slot] = index;
    }

    /** Sets the engine that shares this gateway's thread. */
    void sharesThreadWith(final EnginePart engine) {
        // only for gateways that run the engine on their thread
    }

    /** Accepts the connection of a client. */
    abstract void accept(SimSocket socket);

    abstract int doWork();

    /** Begins an orderly stop. */
    abstract void stop();

    /** Returns whether the stop is complete. */
    abstract boolean isStopped();

    /** Called for each record that this process has appended, before any reader has it. */
    void recorded(final Input in) {
        // only for gateways whose records are checked
    }

    /** Closes the server's end of all connections, since the process has died. */
    abstract void abandon();
}
