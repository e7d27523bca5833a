package io.patchbay.journal;

import io.patchbay.data.JournalException;
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
import io.patchbay.journal.clock.JournalClock;
import io.patchbay.journal.clock.QueueClock;
import io.patchbay.journal.disk.FileRoom;
import io.patchbay.journal.disk.PreTouch;
import io.patchbay.journal.record.RecordCrc;
import io.patchbay.journal.record.RecordEncoder;
import io.patchbay.journal.record.RecordHandler;
import io.patchbay.journal.record.RecordWriter;

import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.MappedBytes;
import net.openhft.chronicle.core.UnsafeMemory;
import net.openhft.chronicle.core.io.Closeable;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.wire.DocumentContext;
import net.openhft.chronicle.wire.UnrecoverableTimeoutException;
import net.openhft.chronicle.wire.WriteAfterEOFException;

/**
 * Appends inputs to the journal: each call writes one record and sets the carrier's index and time. The journal's order is
 * binding for all writers of all processes. One thread, which must not be interrupted. Messages, replies, broadcasts, emits and
 * ticks are written without allocation.
 *
 * <p>Every method throws {@link JournalException}, without writing anything, in three cases: the record is too large for the
 * journal's blocks, the queue stays locked, or the disk and the reserve are full. {@link Journal#space()} shows the last case in
 * advance.
 */
public final class JournalWriter implements LogWriter {
    /** Number of waits for the lock while its holder lives. */
    private static final int MAX_ATTEMPTS = 10;

    /** Result in place of an index: the file's link must be written first. */
    private static final long FILE_NOT_BEGUN = -1;

    private final Journal journal;
    private final JournalClock clock;
    private final QueueClock queueClock;
    private final RecordEncoder encoder = new RecordEncoder();
    private final RecordWriter record = new RecordWriter(encoder);
    private final PreTouch pages;
    private final FileRoom room;
    private final AppendStalls stalls = new AppendStalls();
    private final FileBeginner beginner;
    private ExcerptAppender appender;
    private RecordHandler afterAppend;
    private BytesStore<?, ?> block;
    /** Index from which on the number of records in the file must be checked again. */
    private long fillIndex;
    /** Position up to which the current file's blocks are known to be allocated. */
    private long roomEnd;
    private long lastIndex;
    private long lastTimeNs;

    JournalWriter(final Journal journal) {
        this.journal = journal;
        clock = journal.clock();
        queueClock = journal.queueClock();
        pages = journal.pages();
        room = journal.room();
        beginner = new FileBeginner(journal);
        appender = newAppender();
    }

    @Override
    public long lastIndex() {
        return lastIndex;
    }

    /**
     * Returns the time of the last record that this writer has appended.
     *
     * @return epoch nanoseconds, 0 before the first.
     */
    public long lastTimeNs() {
        return lastTimeNs;
    }

    /**
     * Returns how long this writer's appends took.
     *
     * @return a live histogram, which any thread may read.
     */
    public AppendStalls appendStalls() {
        return stalls;
    }

    @Override
    public void afterAppend(final RecordHandler handler) {
        afterAppend = handler;
    }

    @Override
    public void settings(final SettingsInput in) {
        begin(in);
        record.settings(in);
        append(in);
    }

    @Override
    public void gatewayStarted(final GatewayStartedInput in) {
        begin(in);
        record.gatewayStarted(in);
        append(in);
    }

    @Override
    public void gatewayLost(final GatewayLostInput in) {
        begin(in);
        record.gatewayLost(in);
        append(in);
    }

    @Override
    public void sessionOpened(final SessionOpenedInput in) {
        begin(in);
        record.sessionOpened(in);
        append(in);
    }

    @Override
    public void sessionClosed(final SessionClosedInput in) {
        begin(in);
        record.sessionClosed(in);
        append(in);
    }

    @Override
    public void authorized(final AuthorizedInput in) {
        begin(in);
        record.authorized(in);
        append(in);
    }

    @Override
    public void refused(final RefusedInput in) {
        begin(in);
        record.refused(in);
        append(in);
    }

    @Override
    public void registration(final RegistrationInput in) {
        begin(in);
        record.registration(in);
        append(in);
    }

    @Override
    public void message(final MessageInput in) {
        begin(in);
        record.message(in);
        append(in);
    }

    @Override
    public void reply(final ReplyInput in) {
        begin(in);
        record.reply(in);
        append(in);
    }

    @Override
    public void broadcast(final BroadcastInput in) {
        begin(in);
        record.broadcast(in);
        append(in);
    }

    @Override
    public void emit(final EmitInput in) {
        begin(in);
        record.emit(in);
        append(in);
    }

    @Override
    public void services(final ServicesInput in) {
        begin(in);
        record.services(in);
        append(in);
    }

    @Override
    public void status(final StatusInput in) {
        begin(in);
        record.status(in);
        append(in);
    }

    @Override
    public void unregister(final UnregisterInput in) {
        begin(in);
        record.unregister(in);
        append(in);
    }

    @Override
    public void tick(final TickInput in) {
        begin(in);
        append(in);
    }

    @Override
    public void withheld(final WithheldInput in) {
        begin(in);
        record.withheld(in);
        append(in);
    }

    @Override
    public void deliveryFailed(final DeliveryFailedInput in) {
        begin(in);
        record.deliveryFailed(in);
        append(in);
    }

    @Override
    public void checkpoint(final CheckpointInput in) {
        begin(in);
        record.checkpoint(in);
        append(in);
    }

    @Override
    public void clockLeap(final ClockLeapInput in) {
        begin(in);
        record.clockLeap(in);
        append(in);
    }

    private void begin(final Input in) {
        in.timeNs = Math.max(lastTimeNs, clock.nanoTime());
        record.begin(in);
    }

    private void append(final Input in) {
        final int crc = encoder.end();
        final int length = encoder.length();
        if (length > journal.maxRecordBytes()) {
            throw new JournalException(JournalException.Problem.TOO_LARGE, 0, "A record of " + length + " bytes does not fit into"
                + " the journal, whose blocks allow " + journal.maxRecordBytes() + ": open it with a larger block size.", null);
        }
        for (int attempt = 1; ; attempt++) {
            try {
                if (attempt == 1) {
                    queueClock.beginAppend(in.timeNs);
                }
                final long index = tryAppend(length, crc);
                if (index == FILE_NOT_BEGUN) {
                    beginner.begin(appender, room);
                    continue;
                }
                in.index = index;
                lastIndex = index;
                lastTimeNs = in.timeNs;
                break;
            } catch (final WriteAfterEOFException e) {
                // Another process, whose clock is ahead of this one, has begun the next file: follow it.
                giveUpAfter(attempt, e);
                journal.raiseClock();
                Closeable.closeQuietly(appender);
                appender = newAppender();
            } catch (final UnrecoverableTimeoutException e) {
                giveUpAfter(attempt, e);
            } finally {
                queueClock.endAppend();
            }
        }
        stalls.record(clock.nanoTime() - in.timeNs);
        if (afterAppend != null) {
            afterAppend.onRecord(in);
        }
    }

    private long tryAppend(final int length, final int crc) {
        try (DocumentContext document = appender.writingDocument()) {
            boolean written = false;
            try {
                final Bytes<?> bytes = document.wire().bytes();
                final long position = bytes.writePosition();
                final BytesStore<?, ?> store = bytes.bytesStore();
                final long index = document.index();
                if (store != block) {
                    if (beginner.isDue((MappedBytes)bytes, index)) {
                        return FILE_NOT_BEGUN;
                    }
                    fillIndex = journal.fillIndex(index);
                }
                if (index >= fillIndex) {
                    fillIndex = journal.fill(index);
                }
                if (store != block || position + length > roomEnd) {
                    // Extends before the first byte is written: its page could have to be waited for, or have no block on the
                    // disk.
                    roomEnd = room.extend(((MappedBytes)bytes).mappedFile(), position + length);
                    block = store;
                    pages.onBlock((MappedBytes)bytes, position);
                }
                if (!store.inside(position, length)) {
                    throw new IllegalStateException("no room for " + length + " bytes at " + position);
                }
                final long address = store.addressForWrite(position);
                UnsafeMemory.copyMemory(encoder.address(), address, length);
                RecordCrc.putValue(address, length, crc, index);
                bytes.writePosition(position + length);
                pages.onWritten(position + length);
                written = true;
                return index;
            } finally {
                if (!written) {
                    document.rollbackOnClose();
                }
            }
        }
    }

    private void giveUpAfter(final int attempt, final RuntimeException e) {
        if (attempt == MAX_ATTEMPTS) {
            throw locked(e);
        }
    }

    private JournalException locked(final RuntimeException e) {
        return JournalException.unavailable("The journal in " + journal.dir() + " cannot be written (" + e.getMessage()
            + "): look whether that process hangs, and end it: the lock is taken from it then.", e);
    }

    private ExcerptAppender newAppender() {
        final ExcerptAppender made;
        try {
            made = journal.queue().createAppender();
        } catch (final UnrecoverableTimeoutException e) {
            throw locked(e);
        }
        // The appender is created by the thread that starts the writer's thread, and used by the writer's thread only.
        made.singleThreadedCheckDisabled(true);
        return made;
    }

    @Override
    public void close() {
        Closeable.closeQuietly(appender);
        encoder.close();
    }
}
