package io.patchbay.sdk;

import io.patchbay.protocol.ErrorCode;
import io.patchbay.protocol.Indexes;
import io.patchbay.protocol.Media;
import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;
import io.patchbay.sdk.direct.DirectBroadcast;
import io.patchbay.sdk.direct.DirectClient;
import io.patchbay.sdk.direct.DirectContext;
import io.patchbay.sdk.direct.DirectCustom;
import io.patchbay.sdk.direct.DirectFailure;
import io.patchbay.sdk.direct.DirectHandler;
import io.patchbay.sdk.direct.DirectLifecycle;
import io.patchbay.sdk.direct.DirectReply;
import io.patchbay.sdk.direct.DirectRequest;
import io.patchbay.sdk.direct.DirectUnhandled;
import io.patchbay.sdk.direct.Sent;
import io.patchbay.sdk.event.BroadcastEvent;
import io.patchbay.sdk.event.Connected;
import io.patchbay.sdk.event.CustomEvent;
import io.patchbay.sdk.event.Disconnected;
import io.patchbay.sdk.event.InstanceInfo;
import io.patchbay.sdk.event.Registered;
import io.patchbay.sdk.event.ServiceEvent;
import io.patchbay.sdk.event.UnhandledEvent;
import io.patchbay.sdk.exceptions.BufferFullException;
import io.patchbay.sdk.exceptions.ErrorReplyException;
import io.patchbay.sdk.exceptions.FateUnknownException;
import io.patchbay.sdk.exceptions.NoConnectionException;
import io.patchbay.sdk.exceptions.NotSentException;
import io.patchbay.sdk.exceptions.PatchbayException;
import io.patchbay.sdk.exceptions.RefusedException;
import io.patchbay.sdk.exceptions.ReplyLostException;
import io.patchbay.sdk.message.MessageStatus;
import io.patchbay.sdk.message.Payload;
import io.patchbay.sdk.message.Reply;
import io.patchbay.sdk.message.Request;
import io.patchbay.text.Rfc3339;
import io.patchbay.text.Utf8;

import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SystemNanoClock;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The duty cycle of a {@link Client}: frames that wait to be sent, calls under way, and calls left open by a lost connection. Any
 * thread may call {@link #submit}; all other methods belong to the client's own thread, unless they say otherwise.
 */
final class ClientAgent implements DirectHandler {
    private static final Logger LOGGER = System.getLogger(Client.class.getName());
    private static final int SUBMISSIONS_PER_CYCLE = 1_024;
    private static final long TIMER_PERIOD_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long BUSY_SLEEP_MS = 20;
    private static final long IDLE_SLEEP_MS = 200;
    /** Time after a call's deadline at which the server is asked for the call's status. */
    private static final long LATE_NS = TimeUnit.SECONDS.toNanos(2);
    /** Maximum number of unanswered status queries for calls. Each is a record of the journal. */
    private static final int MAX_STATUS_ASKED = 1_024;
    /** Number of pongs per heartbeat period that are sent while the client's thread is inside a handler. */
    private static final int PONGS_PER_HEARTBEAT = 4;
    /** Two duty cycles, as a difference of turn numbers. Each cycle counts once at its beginning and once at its end. */
    private static final long RECENT_TURNS = 4;

    private final Queue<Outgoing> submitted = new ConcurrentLinkedQueue<>();
    private final Deque<Outgoing> outbox = new ArrayDeque<>();
    private final Map<UUID, PendingCall> pending = new LinkedHashMap<>();
    private final Map<UUID, BroadcastOut> broadcasts = new LinkedHashMap<>();
    private final Map<UUID, List<StatusOut>> questions = new HashMap<>();
    private final Deque<ServicesOut> queries = new ArrayDeque<>();
    private final List<PendingCall> due = new ArrayList<>();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicInteger pendingCount = new AtomicInteger();
    private final CompletableFuture<Void> firstRegistered = new CompletableFuture<>();
    private final ClientContext context;
    private final DirectContext settings;
    private final Listeners listeners;
    private final DirectClient direct;
    private final BlockedHandler blocked;
    private final LateReplies lateReplies;
    private final boolean failFast;
    private long lastReplyTurn;
    private int repliesInTurn;
    private long nextPongNs;
    private long nextTimerNs;
    private long closeDeadlineNs;
    private int statusAsked;
    private boolean unregisterSent;
    private boolean done;
    private volatile Thread thread;
    private volatile boolean sleeping;
    private volatile boolean closing;
    private volatile boolean terminated;
    private volatile boolean isAbandoned;
    private volatile long instance;
    private volatile Registered registered;

    ClientAgent(final ClientContext context, final boolean failFast) {
        this.context = context;
        this.failFast = failFast;
        listeners = context.listeners();
        settings = context.direct().copy();
        direct = settings.connect(this);
        direct.watched();
        blocked = new BlockedHandler(direct.roleName());
        lateReplies = new LateReplies(direct.roleName());
    }

    /**
     * Keeps the session alive while the client's thread is inside a handler. Called by the thread of {@link HandlerWatch}.
     *
     * @param nowNs {@link System#nanoTime()}.
     */
    void watch(final long nowNs) {
        if (!blocked.check(nowNs) || isAbandoned) {
            nextPongNs = nowNs;
            return;
        }
        final boolean isPongDue = nowNs - nextPongNs >= 0;
        if (isPongDue) {
            nextPongNs = nowNs + TimeUnit.MILLISECONDS.toNanos(direct.heartbeatMs()) / PONGS_PER_HEARTBEAT;
        }
        direct.keepAlive(isPongDue);
    }

    /** Returns the longest time between two calls of {@link #watch} that keeps the heartbeat. */
    long watchPeriodNs() {
        return TimeUnit.MILLISECONDS.toNanos(direct.heartbeatMs()) / PONGS_PER_HEARTBEAT;
    }

    /** Ends the session of a closed client whose handler does not return. Any thread. */
    void abandon() {
        isAbandoned = true;
        LOGGER.log(Level.WARNING, direct.roleName() + ": a handler does not return, the client is closed without it");
        direct.breakConnection();
    }

    /** Counts a final reply that was handed to the transport. */
    void onReplySent() {
        if (blocked.turnNumber() - lastReplyTurn > RECENT_TURNS) {
            repliesInTurn = 0;
        }
        lastReplyTurn = blocked.turnNumber();
        repliesInTurn++;
    }

    LateReplies lateReplies() {
        return lateReplies;
    }

    /** Runs user code on the configured executor; returns {@code false} if the executor rejects it. */
    private boolean run(final Object userCode, final Runnable task) {
        final Object before = blocked.running(userCode);
        final boolean isTaken = Listeners.run(context.executor(), task);
        blocked.running(before);
        return isTaken;
    }

    private <T> void dispatch(final List<Consumer<T>> to, final String kind, final T event) {
        if (!to.isEmpty()) {
            final Object before = blocked.running(kind);
            Listeners.dispatch(to, event, context.executor());
            blocked.running(before);
        }
    }

    long nanoTime() {
        return SystemNanoClock.INSTANCE.nanoTime();
    }

    long instance() {
        return instance;
    }

    Registered registered() {
        return registered;
    }

    CompletableFuture<Void> firstRegistered() {
        return firstRegistered;
    }

    boolean isOwnThread() {
        return Thread.currentThread() == thread;
    }

    boolean isDone() {
        return done;
    }

    Payload requireSendable(final Payload payload) {
        if (payload.isBinary() && settings.media() == Media.TCP) {
            throw new IllegalArgumentException("a binary payload needs Aeron: over TCP a payload is JSON");
        }
        return payload;
    }

    // ---- sending

    /**
     * Queues a frame for sending, or sends it at once if called by the client's thread. Any thread.
     *
     * @throws NotSentException    if the client is closed.
     * @throws BufferFullException if a bound of the client is reached.
     */
    void submit(final Outgoing frame) {
        if (terminated || closing && frame.outlivesConnection()) {
            throw new NotSentException("the client is closed");
        }
        count(frame);
        if (isOwnThread()) {
            execute(frame);
            return;
        }
        submitted.add(frame);
        if (terminated) {
            failSubmitted();
        } else if (sleeping) {
            wakeup();
        }
    }

    private void count(final Outgoing frame) {
        final int bytes = frame.queuedBytes();
        if (bytes > 0 && queuedBytes.addAndGet(bytes) > context.maxQueuedBytes()) {
            queuedBytes.addAndGet(-bytes);
            throw new BufferFullException("more than " + context.maxQueuedBytes() + " bytes wait to be sent or accepted, "
                + (registered == null ? "since there is no connection" : "since the server is slower than this client")
                + ": send again later, or raise maxQueuedBytes");
        }
        if (frame instanceof PendingCall && pendingCount.incrementAndGet() > context.maxPending()) {
            pendingCount.decrementAndGet();
            queuedBytes.addAndGet(-bytes);
            throw new BufferFullException("more than " + context.maxPending()
                + " calls are under way: wait for some to end, or raise maxPending");
        }
        frame.countedBytes = bytes;
    }

    private void release(final Outgoing frame) {
        queuedBytes.addAndGet(-frame.countedBytes);
        frame.countedBytes = 0;
    }

    private void execute(final Outgoing frame) {
        if (!frame.onSubmit()) {
            release(frame);
        } else if (!outbox.isEmpty() || !direct.isRegistered() || !trySend(frame)) {
            outbox.addLast(frame);
        }
    }

    /** Tries to send a frame; returns {@code false} if it must wait. */
    private boolean trySend(final Outgoing frame) {
        if (!frame.isWanted()) {
            release(frame);
            frame.onUnwanted();
            return true;
        }
        switch (frame.send(direct)) {
            case OK -> {
                if (!frame.countsUntilAccepted()) {
                    release(frame);
                }
                frame.onSent();
                return true;
            }
            case TOO_LARGE -> {
                release(frame);
                frame.onFailure(new RefusedException(ErrorCode.TOO_LARGE, "",
                    "larger than the server's limit of " + direct.maxFrameBytes() + " bytes a frame"));
                return true;
            }
            default -> {
                return false;
            }
        }
    }

    private int pollSubmitted() {
        int count = 0;
        while (count < SUBMISSIONS_PER_CYCLE) {
            final Outgoing frame = submitted.poll();
            if (frame == null) {
                break;
            }
            execute(frame);
            count++;
        }
        return count;
    }

    private int pollOutbox() {
        int count = 0;
        while (!outbox.isEmpty() && direct.isRegistered()) {
            final Outgoing frame = outbox.pollFirst();
            if (!trySend(frame)) {
                outbox.addFirst(frame);
                break;
            }
            count++;
        }
        return count;
    }

    // ---- the duty cycle

    int doWork() {
        if (thread != Thread.currentThread()) {
            if (thread == null) {
                HandlerWatch.add(this);
            }
            thread = Thread.currentThread();
        }
        blocked.turn();
        try {
            return work();
        } finally {
            blocked.turn();
        }
    }

    private int work() {
        int work = pollSubmitted();
        work += pollOutbox();
        work += direct.doWork();
        final long nowNs = nanoTime();
        if (nowNs - nextTimerNs >= 0) {
            nextTimerNs = nowNs + TIMER_PERIOD_NS;
            pollTimers(nowNs);
        }
        if (closing) {
            pollClosing(nowNs);
        } else if (direct.isClosed()) {
            done = true;
        }
        return work;
    }

    void idle(final IdleStrategy strategy) {
        sleeping = true;
        if (submitted.isEmpty()) {
            if (direct.isAwaitable()) {
                direct.await(Math.min(direct.heartbeatMs() / 2, pending.isEmpty() && !closing ? IDLE_SLEEP_MS : BUSY_SLEEP_MS));
            } else if (direct.pauseLeftMs() > 0) {
                LockSupport.parkNanos(Math.min(TIMER_PERIOD_NS, TimeUnit.MILLISECONDS.toNanos(direct.pauseLeftMs())));
            } else {
                strategy.idle();
            }
        }
        sleeping = false;
    }

    private void wakeup() {
        direct.wakeup();
        LockSupport.unpark(thread);
    }

    /** Asks the client to leave in an orderly way. Any thread. */
    void requestClose() {
        closing = true;
        wakeup();
    }

    private void pollClosing(final long nowNs) {
        if (closeDeadlineNs == 0) {
            closeDeadlineNs = nowNs + TimeUnit.MILLISECONDS.toNanos(context.drainMs());
        }
        if (!unregisterSent && outbox.isEmpty() && direct.isRegistered()) {
            unregisterSent = direct.unregister() == Sent.OK;
        }
        done = direct.isClosed() || !direct.isRegistered() || nowNs - closeDeadlineNs >= 0;
    }

    /** Closes the connection and fails everything that is still open, each with what is known of it. */
    synchronized void terminate() {
        HandlerWatch.remove(this);
        closing = true;
        terminated = true;
        direct.close();
        for (final PendingCall call : new ArrayList<>(pending.values())) {
            fail(call, call.stage == PendingCall.Stage.QUEUED && !call.doubtful
                ? new NotSentException(call.destination + ": the client was closed before it was sent")
                : new FateUnknownException(call.destination + ": the client was closed before its answer came"));
        }
        final PatchbayException closed = new NotSentException("the client was closed");
        outbox.forEach(frame -> frame.onFailure(closed));
        outbox.clear();
        queries.forEach(query -> query.onFailure(closed));
        questions.values().forEach(list -> list.forEach(question -> question.onFailure(closed)));
        failSubmitted();
        firstRegistered.completeExceptionally(new NoConnectionException("the client was closed", false));
    }

    private synchronized void failSubmitted() {
        for (Outgoing frame = submitted.poll(); frame != null; frame = submitted.poll()) {
            frame.onFailure(new NotSentException("the client was closed"));
        }
    }

    // ---- calls

    /** Adds a call on the client's thread; returns {@code false} if its id is in use. */
    boolean add(final PendingCall call) {
        if (pending.putIfAbsent(call.id, call) != null) {
            pendingCount.decrementAndGet();
            call.onEnd(new RefusedException(ErrorCode.DUPLICATE, "id", call.id + " is under way in this client"));
            return false;
        }
        return true;
    }

    boolean isPending(final PendingCall call) {
        return pending.get(call.id) == call;
    }

    private void remove(final PendingCall call) {
        if (pending.remove(call.id, call)) {
            pendingCount.decrementAndGet();
            release(call);
            answered(call);
        }
    }

    void fail(final PendingCall call, final PatchbayException failure) {
        remove(call);
        final Object before = blocked.running(call);
        call.onEnd(failure);
        blocked.running(before);
    }

    private void complete(final PendingCall call, final Reply reply) {
        remove(call);
        deliver(call, reply);
    }

    private void deliver(final PendingCall call, final Reply reply) {
        final Object before = blocked.running(call);
        call.onReply(reply);
        blocked.running(before);
    }

    void addBroadcast(final BroadcastOut broadcast) {
        broadcasts.put(broadcast.id, broadcast);
    }

    void addQuery(final ServicesOut query) {
        queries.addLast(query);
    }

    void addQuestion(final StatusOut question) {
        questions.computeIfAbsent(question.id, id -> new ArrayList<>(1)).add(question);
    }

    /** Reports an error that belongs to no call: to the error listeners, or else to the log. */
    void report(final PatchbayException failure) {
        if (failure instanceof RefusedException refused && !listeners.error().isEmpty()) {
            dispatch(listeners.error(), "an onError listener", refused);
        } else {
            LOGGER.log(Level.WARNING, failure.getMessage());
        }
    }

    /** Wraps a listener of the user so that it runs on the configured executor. */
    ReplyListener onExecutor(final ReplyListener listener) {
        return new ReplyListener() {
            @Override
            public void onReply(final Reply reply) {
                Listeners.run(context.executor(), () -> listener.onReply(reply));
            }

            @Override
            public void onFailure(final PatchbayException failure) {
                Listeners.run(context.executor(), () -> listener.onFailure(failure));
            }
        };
    }

    // ---- calls left open by a lost connection

    private void pollTimers(final long nowNs) {
        for (final PendingCall call : pending.values()) {
            if (nowNs - call.deadlineNs >= 0 || call.stage == PendingCall.Stage.SETTLING) {
                due.add(call);
            }
        }
        for (final PendingCall call : due) {
            settle(call, nowNs);
        }
        due.clear();
    }

    private void settle(final PendingCall call, final long nowNs) {
        final long lateNs = nowNs - call.deadlineNs;
        if (call.stage == PendingCall.Stage.QUEUED && !call.doubtful) {
            fail(call, call.expired());
        } else if (lateNs >= TimeUnit.MILLISECONDS.toNanos(context.settleMs())) {
            fail(call, fateUnknown(call));
        } else if (call.stage == PendingCall.Stage.QUEUED || call.stage == PendingCall.Stage.SENT && lateNs >= LATE_NS) {
            call.settle(nowNs);
        } else if (call.stage == PendingCall.Stage.SETTLING && direct.isRegistered() && !call.statusAsked
            && statusAsked < MAX_STATUS_ASKED && nowNs - call.statusDueNs >= 0) {
            call.statusAsked = true;
            statusAsked++;
            execute(new StatusOut(this, call.id, null));
        }
    }

    private void answered(final PendingCall call) {
        if (call.statusAsked) {
            call.statusAsked = false;
            statusAsked--;
        }
    }

    private static FateUnknownException fateUnknown(final PendingCall call) {
        return new FateUnknownException(call.destination + ": " + (call.accepted
            ? "accepted at " + Indexes.format(call.acceptedIndex) + ", but no server could say in time how " + call.id + " ended"
            : "sent, but no server could say in time whether it has " + call.id));
    }

    private void onSettled(final PendingCall call, final RequestStatus status, final UnhandledReason reason, final long ended) {
        final long nowNs = nanoTime();
        if (call.oneWay && (status != RequestStatus.UNKNOWN || call.accepted)) {
            onOneWayAccepted(call, status == RequestStatus.UNKNOWN ? call.acceptedIndex : ended);
            return;
        }
        switch (status) {
            case OPEN -> call.settleLater(nowNs);
            case REPLIED -> fail(call, new ReplyLostException(call.destination, Indexes.format(ended)));
            case UNHANDLED -> fail(call, call.unhandled(reason));
            default -> {
                if (call.accepted || nowNs - call.deadlineNs >= 0 || call.isForgettable(nowNs)) {
                    fail(call, fateUnknown(call));
                } else {
                    call.stage = PendingCall.Stage.QUEUED;
                    resubmit(call);
                }
            }
        }
    }

    private void onOneWayAccepted(final PendingCall call, final long index) {
        complete(call, new Reply(Payload.NULL, false, "", Indexes.format(index)));
    }

    private void resubmit(final Outgoing frame) {
        if (!outbox.isEmpty() || !direct.isRegistered() || !trySend(frame)) {
            outbox.addLast(frame);
        }
    }

    // ---- frames from the server

    @Override
    public void onConnect(final Connected connected) {
        dispatch(listeners.connect(), "an onConnect listener", connected);
    }

    @Override
    public void onRegistered(final Registered now) {
        nextTimerNs = nanoTime();
        instance = direct.instance();
        registered = now;
        dispatch(listeners.registered(), "an onRegistered listener", now);
        firstRegistered.complete(null);
    }

    @Override
    public void onDisconnect(final Disconnected disconnected) {
        registered = null;
        instance = 0;
        final long nowNs = nanoTime();
        final List<Outgoing> again = new ArrayList<>();
        for (final PendingCall call : pending.values()) {
            answered(call);
            if (call.onDisconnect(nowNs)) {
                again.add(call);
            }
        }
        if (repliesInTurn > 0 && blocked.turnNumber() - lastReplyTurn <= RECENT_TURNS) {
            lateReplies.unproven(repliesInTurn);
        }
        repliesInTurn = 0;
        final PatchbayException lost = new FateUnknownException("the connection was lost before the server accepted the frame");
        final List<Outgoing> waiting = new ArrayList<>(outbox);
        outbox.clear();
        // Frames that were sent but not accepted go first, in their old order. Frames that were never sent follow.
        outbox.addAll(again);
        outbox.addAll(queries);
        queries.clear();
        questions.values().forEach(outbox::addAll);
        questions.clear();
        for (final Outgoing frame : waiting) {
            if (frame.outlivesConnection()) {
                outbox.addLast(frame);
            } else {
                release(frame);
                frame.onFailure(lost);
            }
        }
        final List<BroadcastOut> unknown = new ArrayList<>(broadcasts.values());
        broadcasts.clear();
        for (final BroadcastOut broadcast : unknown) {
            release(broadcast);
            broadcast.onFailure(lost);
        }
        dispatch(listeners.disconnect(), "an onDisconnect listener", disconnected);
        if (failFast || direct.isClosed()) {
            final boolean refused = disconnected.byServer() || DirectClient.isRefusal(disconnected.reason());
            if (firstRegistered.completeExceptionally(new NoConnectionException("no connection to " + settings.host() + ":"
                + settings.port() + ": " + describe(disconnected), refused))) {
                closing = true;
            }
        }
    }

    private static String describe(final Disconnected disconnected) {
        if (disconnected.detail().isEmpty()) {
            return disconnected.reason();
        }
        return disconnected.byServer() || DirectClient.isRefusal(disconnected.reason())
            ? disconnected.reason() + ": " + disconnected.detail() : disconnected.detail();
    }

    @Override
    public void onRequest(final DirectRequest request) {
        final Service service = context.service();
        if (service == null) {
            return;
        }
        final String destination = Utf8.text(request.destination);
        final boolean oneWay = request.responder.capacity() == 0;
        final Request copy = new Request(new UUID(request.idHi, request.idLo), destination,
            destination.substring(request.methodOffset()), Utf8.text(request.consumer),
            Payload.received(request.payload, request.encoding), Rfc3339.instant(request.deadlineNs), Utf8.text(request.key),
            Utf8.text(request.traceparent), Indexes.format(request.index), oneWay);
        final Replies replies = new ReplyOut(this, direct.instance(), request.idHi, request.idLo, oneWay);
        if (!run(copy, () -> service.invoke(copy, replies))) {
            replies.error("overloaded", "this instance takes no more requests now");
        }
    }

    @Override
    public void onReply(final DirectReply reply) {
        final PendingCall call = pending.get(new UUID(reply.idHi, reply.idLo));
        if (call == null) {
            return;
        }
        if (reply.error) {
            fail(call, new ErrorReplyException(Utf8.text(reply.errorCode), Utf8.text(reply.errorMessage)));
            return;
        }
        final Reply copy = new Reply(Payload.received(reply.payload, reply.encoding), reply.more,
            Indexes.instance(reply.instance), Indexes.format(reply.index));
        if (reply.more) {
            deliver(call, copy);
        } else {
            complete(call, copy);
        }
    }

    @Override
    public void onAccepted(final boolean hasId, final long idHi, final long idLo, final long index) {
        if (!hasId) {
            return;
        }
        final UUID id = new UUID(idHi, idLo);
        final PendingCall call = pending.get(id);
        if (call != null) {
            release(call);
            call.onAccepted(index);
            if (call.oneWay && call.doubtful) {
                // This may be a second record, which a duplicate error follows. The first record counts, so ask for its status.
                call.settle(nanoTime());
            } else if (call.oneWay) {
                onOneWayAccepted(call, index);
            }
        }
        final BroadcastOut broadcast = broadcasts.remove(id);
        if (broadcast != null) {
            release(broadcast);
            broadcast.onAccepted(index);
        }
    }

    @Override
    public void onFailure(final DirectFailure failure) {
        final RefusedException refused = failure.toException();
        if (!failure.hasId) {
            report(refused);
            return;
        }
        final UUID id = new UUID(failure.idHi, failure.idLo);
        final PendingCall call = pending.get(id);
        final BroadcastOut broadcast = broadcasts.remove(id);
        if (call != null) {
            onRefused(call, refused);
        } else if (broadcast != null) {
            release(broadcast);
            broadcast.onFailure(refused);
        } else {
            final List<StatusOut> asked = questions.remove(id);
            if (asked == null) {
                report(refused);
            } else {
                for (final StatusOut question : asked) {
                    release(question);
                    question.onFailure(refused);
                }
            }
        }
    }

    private void onRefused(final PendingCall call, final RefusedException refused) {
        final long nowNs = nanoTime();
        if (call.doubtful && refused.code() == ErrorCode.DUPLICATE) {
            // The first copy was accepted after all: its outcome counts.
            if (!call.statusAsked) {
                call.settle(nowNs);
            }
        } else if (call.stage == PendingCall.Stage.SETTLING) {
            answered(call);
            call.settleLater(nowNs);
        } else if (refused.code() == ErrorCode.SHUTTING_DOWN && !call.accepted) {
            call.postpone();
        } else if (call.doubtful && !call.accepted) {
            // This copy was refused, but an earlier one may be in the journal.
            call.settleLater(nowNs);
        } else {
            fail(call, refused);
        }
    }

    @Override
    public void onServices(final List<InstanceInfo> instances, final boolean more, final long index) {
        final ServicesOut query = queries.peekFirst();
        if (query != null) {
            query.onPart(instances);
            if (!more) {
                queries.removeFirst();
                release(query);
                query.onEnd();
            }
        }
    }

    @Override
    public void onStatus(final long idHi, final long idLo, final RequestStatus status, final UnhandledReason reason,
        final long ended) {
        final UUID id = new UUID(idHi, idLo);
        final List<StatusOut> asked = questions.remove(id);
        if (asked != null) {
            final MessageStatus answer = new MessageStatus(id, status, reason, ended == 0 ? null : Indexes.format(ended));
            for (final StatusOut question : asked) {
                release(question);
                question.onAnswer(answer);
            }
        }
        final PendingCall call = pending.get(id);
        if (call != null && call.statusAsked) {
            answered(call);
            onSettled(call, status, reason, ended);
        }
    }

    @Override
    public void onLifecycle(final DirectLifecycle lifecycle) {
        if (!listeners.service(lifecycle.event).isEmpty()) {
            dispatch(listeners.service(lifecycle.event), "an onService listener", new ServiceEvent(lifecycle.event,
                Utf8.text(lifecycle.service), Utf8.text(lifecycle.version),
                Indexes.instance(lifecycle.instance), Utf8.list(lifecycle.methods),
                lifecycle.reason, Indexes.format(lifecycle.index), Rfc3339.instant(lifecycle.timeNs)));
        }
    }

    @Override
    public void onBroadcast(final DirectBroadcast broadcast) {
        if (!listeners.broadcast().isEmpty()) {
            dispatch(listeners.broadcast(), "an onBroadcast listener", new BroadcastEvent(Utf8.text(broadcast.from),
                Indexes.instance(broadcast.instance), broadcast.hasId ? new UUID(broadcast.idHi, broadcast.idLo) : null,
                Payload.received(broadcast.payload, broadcast.encoding), Indexes.format(broadcast.index),
                Rfc3339.instant(broadcast.timeNs)));
        }
    }

    @Override
    public void onCustom(final DirectCustom custom) {
        final String service = Utf8.text(custom.service);
        final String event = service + ":" + Utf8.text(custom.event);
        dispatch(listeners.custom(service, event), "an onCustom listener", new CustomEvent(event, service,
            Indexes.instance(custom.instance), Payload.received(custom.payload, custom.encoding), Indexes.format(custom.index),
            Rfc3339.instant(custom.timeNs)));
    }

    @Override
    public void onUnhandled(final DirectUnhandled unhandled) {
        final UUID id = new UUID(unhandled.idHi, unhandled.idLo);
        final PendingCall call = pending.get(id);
        if (call != null && !call.oneWay && unhandled.reason != UnhandledReason.NO_REQUEST) {
            fail(call, call.unhandled(unhandled.reason));
        }
        if (listeners.unhandled().isEmpty() && unhandled.reason == UnhandledReason.NO_REQUEST) {
            lateReplies.refused(id);
        }
        if (!listeners.unhandled().isEmpty()) {
            dispatch(listeners.unhandled(), "an onUnhandled listener", new UnhandledEvent(id, Utf8.text(unhandled.destination),
                Utf8.text(unhandled.consumer), Utf8.text(unhandled.responder), unhandled.reason,
                unhandled.request == 0 ? "" : Indexes.format(unhandled.request),
                unhandled.instance == 0 ? "" : Indexes.instance(unhandled.instance), Indexes.format(unhandled.index),
                Rfc3339.instant(unhandled.timeNs)));
        }
    }
}
