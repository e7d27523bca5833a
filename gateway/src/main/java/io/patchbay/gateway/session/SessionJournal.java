package io.patchbay.gateway.session;

import io.patchbay.engine.input.AuthorizedInput;
import io.patchbay.engine.input.DeliveryFailedInput;
import io.patchbay.engine.input.GatewayLostInput;
import io.patchbay.engine.input.GatewayStartedInput;
import io.patchbay.engine.input.Inputs;
import io.patchbay.engine.input.SessionClosedInput;
import io.patchbay.engine.input.SessionOpenedInput;
import io.patchbay.engine.input.UnregisterInput;
import io.patchbay.journal.disk.DiskLevel;
import io.patchbay.journal.disk.DiskSpace;
import io.patchbay.protocol.DisconnectReason;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Appends the records about sessions and about the gateway itself. Adapters fill the other records. One thread.
 */
public final class SessionJournal {
    private final Inputs inputs;
    private final GatewayStartedInput gatewayStarted = new GatewayStartedInput();
    private final GatewayLostInput gatewayLost = new GatewayLostInput();
    private final SessionOpenedInput sessionOpened = new SessionOpenedInput();
    private final SessionClosedInput sessionClosed = new SessionClosedInput();
    private final AuthorizedInput authorized = new AuthorizedInput();
    private final UnregisterInput unregister = new UnregisterInput();
    private final DeliveryFailedInput deliveryFailed = new DeliveryFailedInput();
    private final DiskSpace disk;
    private final Deque<Closed> postponed = new ArrayDeque<>();
    private long gateway;

    SessionJournal(final Inputs inputs, final DiskSpace disk) {
        this.inputs = inputs;
        this.disk = disk;
    }

    /** Returns the writer of the records that adapters fill. */
    Inputs inputs() {
        return inputs;
    }

    /** Returns the index of the gateway-started record, 0 before. */
    long gateway() {
        return gateway;
    }

    public long gatewayStarted(final String name, final int slot) {
        gatewayStarted.name = name;
        gatewayStarted.slot = slot;
        inputs.gatewayStarted(gatewayStarted);
        gateway = gatewayStarted.index;
        return gateway;
    }

    public void gatewayLost() {
        if (isFull()) {
            // The next gateway that takes the slot appends the record.
            return;
        }
        gatewayLost.gateway = gateway;
        gatewayLost.orderly = true;
        inputs.gatewayLost(gatewayLost);
    }

    long sessionOpened(final Session session) {
        final InetSocketAddress remote = session.connection().remote();
        sessionOpened.gateway = gateway;
        sessionOpened.session = session.name();
        sessionOpened.transport = session.connection().transport();
        sessionOpened.remote = remote.getAddress().getHostAddress() + ":" + remote.getPort();
        inputs.sessionOpened(sessionOpened);
        return sessionOpened.index;
    }

    /** Appends the end of a session. On a full disk the record is kept for later, at most one for each session. */
    void sessionClosed(final long session, final long instance, final DisconnectReason reason) {
        if (isFull()) {
            postponed.add(new Closed(session, instance, reason));
            return;
        }
        sessionClosed.session = session;
        sessionClosed.instance = instance;
        sessionClosed.reason = reason;
        inputs.sessionClosed(sessionClosed);
    }

    /** Returns whether there is no room even for the end of a session. */
    boolean isFull() {
        return disk.level() == DiskLevel.FULL;
    }

    /** Appends the records that a full disk has delayed. Returns their number. */
    public int pollPostponed() {
        int written = 0;
        while (!postponed.isEmpty() && !isFull()) {
            final Closed closed = postponed.remove();
            sessionClosed(closed.session, closed.instance, closed.reason);
            written++;
        }
        return written;
    }

    private record Closed(long session, long instance, DisconnectReason reason) {
    }

    void authorized(final long session, final String principal) {
        authorized.session = session;
        authorized.principal = principal;
        inputs.authorized(authorized);
    }

    long unregister(final long instance) {
        unregister.from = instance;
        inputs.unregister(unregister);
        return unregister.index;
    }

    void deliveryFailed(final long instance, final DisconnectReason reason) {
        if (isFull()) {
            // The end of its session, which is appended later, tells the same.
            return;
        }
        deliveryFailed.instance = instance;
        deliveryFailed.reason = reason;
        inputs.deliveryFailed(deliveryFailed);
    }
}
