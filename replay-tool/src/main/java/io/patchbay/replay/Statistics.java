package io.patchbay.replay;

import io.patchbay.engine.Instance;
import io.patchbay.engine.SilentOutputs;
import io.patchbay.engine.Unhandled;
import io.patchbay.engine.input.Input;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.RecordKind;
import io.patchbay.engine.input.ReplyInput;
import io.patchbay.protocol.ErrorCode;
import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;

import org.agrona.DirectBuffer;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.Long2ObjectHashMap;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts records, messages and their ends. A latency is the time from the message's record to that of its final reply.
 */
public final class Statistics extends SilentOutputs {
    private static final long NONE = Long.MIN_VALUE;

    public final long[] recordsByKind = new long[RecordKind.values().length];
    public final Map<UnhandledReason, Long> unhandledByReason = new EnumMap<>(UnhandledReason.class);
    public final Map<ErrorCode, Long> errorsByCode = new EnumMap<>(ErrorCode.class);
    public final TreeMap<String, ServiceStatistics> services = new TreeMap<>();
    public long firstIndex;
    public long lastIndex;
    public long firstTimeNs;
    public long lastTimeNs;
    public long bytes;
    public long requests;
    public long oneWay;
    public long replied;
    /** Number of messages that had to wait for a service that was expected back. */
    public long waited;
    public long noRequest;
    private final Long2LongHashMap sentNs = new Long2LongHashMap(NONE);
    private final Long2ObjectHashMap<ServiceStatistics> openService = new Long2ObjectHashMap<>();
    private boolean isErrorReply;

    /** Counts a record. Called before the record is applied. */
    public void before(final Input in, final int lengthBytes) {
        if (firstIndex == 0) {
            firstIndex = in.index;
            firstTimeNs = in.timeNs;
        }
        lastIndex = in.index;
        bytes += lengthBytes + Integer.BYTES;
        lastTimeNs = Math.max(lastTimeNs, in.timeNs);
        recordsByKind[in.kind().ordinal()]++;
        isErrorReply = in instanceof ReplyInput && ((ReplyInput)in).error;
    }

    /** Returns the number of requests that have not ended. */
    public long open() {
        return sentNs.size();
    }

    @Override
    public void message(final Instance to, final Instance from, final MessageInput message, final long deadlineNs) {
        final ServiceStatistics service = services.computeIfAbsent(to.name(), name -> new ServiceStatistics());
        if (message.responder.capacity() == 0) {
            oneWay++;
            service.oneWay++;
        } else {
            requests++;
            service.requests++;
            if (!sentNs.containsKey(message.index)) {
                sentNs.put(message.index, timeNs());
            }
            openService.put(message.index, service);
        }
    }

    @Override
    public void waiting(final Instance from, final MessageInput message, final long deadlineNs) {
        waited++;
        sentNs.put(message.index, timeNs());
    }

    @Override
    public void unhandledMessage(final Unhandled unhandled) {
        if (unhandled.reason == UnhandledReason.NO_REQUEST) {
            noRequest++;
        }
    }

    @Override
    public void error(final Instance to, final ErrorCode code, final boolean hasId, final long idHi, final long idLo,
        final String text) {
        errorsByCode.merge(code, 1L, Long::sum);
    }

    @Override
    public void ended(final long request, final long idHi, final long idLo, final RequestStatus status,
        final UnhandledReason reason) {
        final long sent = sentNs.remove(request);
        final ServiceStatistics service = openService.remove(request);
        if (reason != null) {
            unhandledByReason.merge(reason, 1L, Long::sum);
        }
        if (service == null) {
            return;
        }
        if (status == RequestStatus.REPLIED) {
            replied++;
            service.replied++;
            service.latency(timeNs() - sent);
            if (isErrorReply) {
                service.errors++;
            }
        } else {
            service.unhandled++;
        }
    }

    @Override
    public void reply(final Instance to, final Instance from, final ReplyInput reply, final DirectBuffer responder,
        final long request) {
        isErrorReply = reply.error;
    }
}
