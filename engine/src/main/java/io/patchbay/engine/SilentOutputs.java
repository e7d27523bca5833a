package io.patchbay.engine;

import io.patchbay.engine.input.BroadcastInput;
import io.patchbay.engine.input.EmitInput;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.ReplyInput;
import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.ErrorCode;
import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;

import org.agrona.DirectBuffer;

/**
 * Outputs that do nothing. Recorders, tools and benchmarks override the methods that they need. Keeps the index and time of the
 * record being applied. One thread.
 */
public class SilentOutputs implements Outputs {
    private long index;
    private long timeNs;

    /**
     * Returns the index of the record being applied, or of the last one.
     *
     * @return 0 before the first.
     */
    public final long index() {
        return index;
    }

    /**
     * Returns engine time with that record.
     *
     * @return epoch nanoseconds, 0 before the first.
     */
    public final long timeNs() {
        return timeNs;
    }

    @Override
    public final void begin(final long recordIndex, final long engineTimeNs) {
        index = recordIndex;
        timeNs = engineTimeNs;
    }

    @Override
    public void end() {
    }

    @Override
    public void registered(final Instance instance, final Registry registry) {
    }

    @Override
    public void accepted(final Instance to, final boolean hasId, final long idHi, final long idLo) {
    }

    @Override
    public void error(final Instance to, final ErrorCode code, final boolean hasId, final long idHi, final long idLo,
        final String text) {
    }

    @Override
    public void message(final Instance to, final Instance from, final MessageInput message, final long deadlineNs) {
    }

    @Override
    public void reply(final Instance to, final Instance from, final ReplyInput reply, final DirectBuffer responder,
        final long request) {
    }

    @Override
    public void serviceConnect(final Instance instance) {
    }

    @Override
    public void serviceOnline(final Instance instance) {
    }

    @Override
    public void serviceDisconnect(final Instance instance, final DisconnectReason reason) {
    }

    @Override
    public void serviceOffline(final Instance instance, final DisconnectReason reason) {
    }

    @Override
    public void broadcastMessage(final Instance from, final BroadcastInput broadcast) {
    }

    @Override
    public void unhandledMessage(final Unhandled unhandled) {
    }

    @Override
    public void customEvent(final Instance from, final EmitInput emit) {
    }

    @Override
    public void services(final Instance to, final Registry registry, final DirectBuffer service) {
    }

    @Override
    public void status(final Instance to, final long idHi, final long idLo, final RequestStatus status,
        final UnhandledReason reason, final long ended) {
    }

    @Override
    public void disconnect(final Instance instance, final DisconnectReason reason) {
    }

    @Override
    public void ended(final long request, final long idHi, final long idLo, final RequestStatus status,
        final UnhandledReason reason) {
    }
}
