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
import io.patchbay.engine.input.RecordKind;
import io.patchbay.engine.input.RefusedInput;
import io.patchbay.engine.input.RegistrationInput;
import io.patchbay.engine.input.ReplyInput;
import io.patchbay.engine.input.ServicesInput;
import io.patchbay.engine.input.SessionClosedInput;
import io.patchbay.engine.input.SessionOpenedInput;
import io.patchbay.engine.input.SettingsInput;
import io.patchbay.engine.input.StatusInput;
import io.patchbay.engine.input.UnregisterInput;
import io.patchbay.engine.input.WithheldInput;

import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The records of the simulated journal: copies of carriers, reused from one seed to the next. Files roll now and then, so indexes
 * have gaps.
 */
final class RecordStore {
    private static final int ARENA_BYTES = 1 << 18;
    private static final int KINDS = RecordKind.values().length;
    private static final long FIRST = 0x4f68_0000_0000L;
    private static final long CYCLE = 1L << 32;

    private final List<List<Input>> pools = new ArrayList<>();
    private final int[] used = new int[KINDS];
    private final List<byte[]> arenas = new ArrayList<>();
    private int arena;
    private int arenaUsed;
    private Input[] records = new Input[1_024];
    private int size;
    private long nextIndex;
    /** Number of records on the disk. A loss of power may take all others. */
    int synced;

    RecordStore() {
        for (int i = 0; i < KINDS; i++) {
            pools.add(new ArrayList<>());
        }
        arenas.add(new byte[ARENA_BYTES]);
    }

    void reset() {
        Arrays.fill(used, 0);
        arena = 0;
        arenaUsed = 0;
        size = 0;
        synced = 0;
        nextIndex = FIRST;
    }

    int size() {
        return size;
    }

    Input get(final int position) {
        return records[position];
    }

    long lastIndex() {
        return size == 0 ? 0 : records[size - 1].index;
    }

    /** Rolls to the next file, which the next record goes into. */
    void roll() {
        nextIndex = (nextIndex / CYCLE + 1) * CYCLE;
    }

    /** Appends a record: sets the carrier's index and keeps a copy. */
    Input append(final Input in) {
        in.index = nextIndex++;
        final Input copy = copy(in);
        copy.index = in.index;
        copy.timeNs = in.timeNs;
        if (size == records.length) {
            records = Arrays.copyOf(records, size * 2);
        }
        records[size++] = copy;
        return copy;
    }

    /** Removes the records from a position on, which a loss of power has taken. Their indexes are used again. */
    void truncate(final int newSize) {
        if (newSize < size) {
            nextIndex = records[newSize].index;
            size = newSize;
        }
    }

    /** Returns how many records have an index up to this one. */
    int countUpTo(final long index) {
        int low = 0;
        int high = size;
        while (low < high) {
            final int middle = low + high >>> 1;
            if (records[middle].index <= index) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private Input take(final RecordKind kind) {
        final List<Input> pool = pools.get(kind.ordinal());
        final int at = used[kind.ordinal()]++;
        if (at == pool.size()) {
            pool.add(kind.newInput());
        }
        return pool.get(at);
    }

    private void copy(final UnsafeBuffer from, final UnsafeBuffer to) {
        final int length = from.capacity();
        if (length == 0) {
            to.wrap(0, 0);
            return;
        }
        if (arenaUsed + length > ARENA_BYTES) {
            arenaUsed = 0;
            if (++arena == arenas.size()) {
                arenas.add(new byte[ARENA_BYTES]);
            }
        }
        final byte[] bytes = arenas.get(arena);
        from.getBytes(0, bytes, arenaUsed, length);
        to.wrap(bytes, arenaUsed, length);
        arenaUsed += length;
    }

    private Input copy(final Input in) {
        final Input copy = take(in.kind());
        switch (in.kind()) {
            case SETTINGS -> copy((SettingsInput)in, (SettingsInput)copy);
            case GATEWAY_STARTED -> {
                ((GatewayStartedInput)copy).name = ((GatewayStartedInput)in).name;
                ((GatewayStartedInput)copy).slot = ((GatewayStartedInput)in).slot;
            }
            case GATEWAY_LOST -> {
                ((GatewayLostInput)copy).gateway = ((GatewayLostInput)in).gateway;
                ((GatewayLostInput)copy).orderly = ((GatewayLostInput)in).orderly;
            }
            case SESSION_OPENED -> copy((SessionOpenedInput)in, (SessionOpenedInput)copy);
            case SESSION_CLOSED -> copy((SessionClosedInput)in, (SessionClosedInput)copy);
            case AUTHORIZED -> {
                ((AuthorizedInput)copy).session = ((AuthorizedInput)in).session;
                ((AuthorizedInput)copy).principal = ((AuthorizedInput)in).principal;
            }
            case REFUSED -> ((RefusedInput)copy).session = ((RefusedInput)in).session;
            case REGISTRATION -> copy((RegistrationInput)in, (RegistrationInput)copy);
            case MESSAGE -> copy((MessageInput)in, (MessageInput)copy);
            case REPLY -> copy((ReplyInput)in, (ReplyInput)copy);
            case BROADCAST -> copy((BroadcastInput)in, (BroadcastInput)copy);
            case EMIT -> copy((EmitInput)in, (EmitInput)copy);
            case SERVICES -> {
                ((ServicesInput)copy).from = ((ServicesInput)in).from;
                copy(((ServicesInput)in).service, ((ServicesInput)copy).service);
            }
            case STATUS -> copy((StatusInput)in, (StatusInput)copy);
            case UNREGISTER -> ((UnregisterInput)copy).from = ((UnregisterInput)in).from;
            case WITHHELD -> {
                ((WithheldInput)copy).request = ((WithheldInput)in).request;
                ((WithheldInput)copy).instance = ((WithheldInput)in).instance;
            }
            case DELIVERY_FAILED -> {
                ((DeliveryFailedInput)copy).instance = ((DeliveryFailedInput)in).instance;
                ((DeliveryFailedInput)copy).reason = ((DeliveryFailedInput)in).reason;
            }
            case CHECKPOINT -> copy((CheckpointInput)in, (CheckpointInput)copy);
            case CLOCK_LEAP -> copy((ClockLeapInput)in, (ClockLeapInput)copy);
            default -> {
                // a tick has no fields
            }
        }
        return copy;
    }

    private static void copy(final SettingsInput in, final SettingsInput to) {
        to.defaultTimeoutMs = in.defaultTimeoutMs;
        to.drainMs = in.drainMs;
        to.duplicateWindowMs = in.duplicateWindowMs;
        to.maxEndedIds = in.maxEndedIds;
        to.maxOpenPerAsker = in.maxOpenPerAsker;
        to.maxOpenPerInstance = in.maxOpenPerInstance;
        to.rejoinGraceMs = in.rejoinGraceMs;
        to.rejoinServiceBytes = in.rejoinServiceBytes;
        to.rejoinTotalBytes = in.rejoinTotalBytes;
    }

    private static void copy(final SessionOpenedInput in, final SessionOpenedInput to) {
        to.gateway = in.gateway;
        to.session = in.session;
        to.transport = in.transport;
        to.remote = in.remote;
    }

    private static void copy(final SessionClosedInput in, final SessionClosedInput to) {
        to.session = in.session;
        to.instance = in.instance;
        to.reason = in.reason;
    }

    private static void copy(final RegistrationInput in, final RegistrationInput to) {
        to.session = in.session;
        to.gateway = in.gateway;
        to.principal = in.principal;
        to.name = in.name;
        to.version = in.version;
        to.methods.clear();
        to.methods.addAll(in.methods);
        to.listen.clear();
        to.listen.addAll(in.listen);
        to.choose = in.choose;
        to.acks = in.acks;
        to.aeron = in.aeron;
    }

    private void copy(final MessageInput in, final MessageInput to) {
        to.from = in.from;
        to.idHi = in.idHi;
        to.idLo = in.idLo;
        copy(in.destination, to.destination);
        copy(in.responder, to.responder);
        copy(in.key, to.key);
        copy(in.traceparent, to.traceparent);
        to.timeoutMs = in.timeoutMs;
        to.ack = in.ack;
        to.encoding = in.encoding;
        copy(in.payload, to.payload);
    }

    private void copy(final ReplyInput in, final ReplyInput to) {
        to.from = in.from;
        to.idHi = in.idHi;
        to.idLo = in.idLo;
        to.more = in.more;
        to.error = in.error;
        to.ack = in.ack;
        copy(in.errorCode, to.errorCode);
        copy(in.errorMessage, to.errorMessage);
        to.encoding = in.encoding;
        copy(in.payload, to.payload);
    }

    private void copy(final BroadcastInput in, final BroadcastInput to) {
        to.from = in.from;
        to.hasId = in.hasId;
        to.idHi = in.idHi;
        to.idLo = in.idLo;
        to.ack = in.ack;
        to.encoding = in.encoding;
        copy(in.payload, to.payload);
    }

    private void copy(final EmitInput in, final EmitInput to) {
        to.from = in.from;
        copy(in.event, to.event);
        to.ack = in.ack;
        to.encoding = in.encoding;
        copy(in.payload, to.payload);
    }

    private static void copy(final StatusInput in, final StatusInput to) {
        to.from = in.from;
        to.idHi = in.idHi;
        to.idLo = in.idLo;
    }

    private static void copy(final ClockLeapInput in, final ClockLeapInput to) {
        to.wallNs = in.wallNs;
        to.leapNs = in.leapNs;
    }

    private static void copy(final CheckpointInput in, final CheckpointInput to) {
        to.at = in.at;
        to.hash = in.hash;
        to.records = in.records;
    }
}
