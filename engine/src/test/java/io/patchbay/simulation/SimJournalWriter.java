package io.patchbay.simulation;

import io.patchbay.engine.input.AuthorizedInput;
import io.patchbay.engine.input.BroadcastInput;
import io.patchbay.engine.input.CheckpointInput;
import io.patchbay.engine.input.ClockLeapInput;
import io.patchbay.engine.input.DeliveryFailedInput;
import io.patchbay.engine.input.EmitInput;
import io.patchbay.engine.input.GatewayLostInput;
import io.patchbay.engine.input.GatewayStartedInput;
import io.patchbay.engine.input.Input;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.RefusedInput;
import io.patchbay.engine.input.RegistrationInput;
import io.patchbay.engine.input.ReplyInput;
import io.patchbay.engine.input.ServicesInput;
import io.patchbay.engine.input.SessionClosedInput;
import io.patchbay.engine.input.SessionOpenedInput;
import io.patchbay.engine.input.SettingsInput;
import io.patchbay.engine.input.StatusInput;
import io.patchbay.engine.input.TickInput;
import io.patchbay.engine.input.UnregisterInput;
import io.patchbay.engine.input.WithheldInput;
import io.patchbay.journal.LogWriter;
import io.patchbay.journal.record.RecordHandler;

/**
 * A fake of the journal's writer. A process may die before the record is whole, and then there is no record, or right after.
 */
final class SimJournalWriter implements LogWriter {
    private final SimJournal journal;
    private RecordHandler afterAppend;
    private long lastIndex;
    private long lastTimeNs;

    SimJournalWriter(final SimJournal journal) {
        this.journal = journal;
    }

    @Override
    public long lastIndex() {
        return lastIndex;
    }

    @Override
    public void afterAppend(final RecordHandler handler) {
        afterAppend = handler;
    }

    private void append(final Input in) {
        journal.process.step();
        in.timeNs = Math.max(lastTimeNs, journal.clock().nanoTime());
        final Input copy = journal.records.append(in);
        lastIndex = in.index;
        lastTimeNs = in.timeNs;
        if (journal.random.oneIn(2_000)) {
            journal.records.roll();
        }
        journal.recorded.accept(copy);
        journal.process.step();
        if (afterAppend != null) {
            afterAppend.onRecord(in);
        }
    }

    @Override
    public void close() {
        // holds nothing
    }

    @Override
    public void settings(final SettingsInput in) {
        append(in);
    }

    @Override
    public void gatewayStarted(final GatewayStartedInput in) {
        append(in);
    }

    @Override
    public void gatewayLost(final GatewayLostInput in) {
        append(in);
    }

    @Override
    public void sessionOpened(final SessionOpenedInput in) {
        append(in);
    }

    @Override
    public void sessionClosed(final SessionClosedInput in) {
        append(in);
    }

    @Override
    public void authorized(final AuthorizedInput in) {
        append(in);
    }

    @Override
    public void refused(final RefusedInput in) {
        append(in);
    }

    @Override
    public void registration(final RegistrationInput in) {
        append(in);
    }

    @Override
    public void message(final MessageInput in) {
        append(in);
    }

    @Override
    public void reply(final ReplyInput in) {
        append(in);
    }

    @Override
    public void broadcast(final BroadcastInput in) {
        append(in);
    }

    @Override
    public void emit(final EmitInput in) {
        append(in);
    }

    @Override
    public void services(final ServicesInput in) {
        append(in);
    }

    @Override
    public void status(final StatusInput in) {
        append(in);
    }

    @Override
    public void unregister(final UnregisterInput in) {
        append(in);
    }

    @Override
    public void tick(final TickInput in) {
        append(in);
    }

    @Override
    public void withheld(final WithheldInput in) {
        append(in);
    }

    @Override
    public void deliveryFailed(final DeliveryFailedInput in) {
        append(in);
    }

    @Override
    public void checkpoint(final CheckpointInput in) {
        append(in);
    }

    @Override
    public void clockLeap(final ClockLeapInput in) {
        append(in);
    }
}
