package io.patchbay.sdk;

import io.patchbay.sdk.direct.DirectContext;
import io.patchbay.sdk.event.InstanceInfo;
import io.patchbay.sdk.event.Registered;
import io.patchbay.sdk.exceptions.BufferFullException;
import io.patchbay.sdk.exceptions.FateUnknownException;
import io.patchbay.sdk.exceptions.NoConnectionException;
import io.patchbay.sdk.exceptions.NotSentException;
import io.patchbay.sdk.exceptions.PatchbayException;
import io.patchbay.sdk.exceptions.ReplyLostException;
import io.patchbay.sdk.exceptions.UnhandledException;
import io.patchbay.sdk.message.MessageStatus;
import io.patchbay.sdk.message.Payload;
import io.patchbay.sdk.message.Reply;

import org.agrona.concurrent.IdleStrategy;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * A service or a consumer connected to Patchbay: one registered instance, which connects again when the connection is lost. A
 * service may call other services just as a consumer does.
 *
 * <p>All methods may be called by any thread. {@link ClientContext} says on which threads handlers, listeners and futures run.
 * Frames that one thread sends reach any one receiver in that order, as long as the connection lasts. Messages that are sent
 * again keep their order over a loss too.
 *
 * <p>A call ends exactly once: with its last reply, or with a {@link PatchbayException} whose type says what is known.
 *
 * <p><b>Lost connections</b> (also those to servers, gateways and engines that are killed) cost the caller only time, as far as
 * nothing need be done twice. The client connects again with growing pauses and registers anew. Then
 * <ul>
 * <li>each message that was sent and not accepted is sent again, under its old id and in the old order, before anything that was
 * sent later. If a server has the message already, it knows the id, even after its own restart, and delivers the message
 * once;</li>
 * <li>a message that was accepted is never sent again. A one-way message is complete at that point. For a request the client asks
 * the server for its status, because a reply went to the lost connection. A call that was answered fails with
 * {@link ReplyLostException}, which names the answer's index in the journal. A call that was not answered fails with
 * {@link UnhandledException}. A call that is still open is asked for until it has ended;</li>
 * <li>a broadcast that was not accepted fails with {@link FateUnknownException}, and an emit may be lost. Neither is sent twice,
 * because a server would not detect the duplicate;</li>
 * <li>frames sent in the meantime wait, within {@link ClientContext#maxQueuedBytes(int)}.</li>
 * </ul>
 *
 * <p>A timeout counts from the call, through all reconnects; a message that is sent again carries the rest of it. A call that no
 * connection ever took fails at its timeout with {@link NotSentException}. A call that a lost connection took, and that no server
 * can answer for within {@link ClientContext#settleMs(int)} after its timeout, fails with {@link FateUnknownException}. So does a
 * call that cannot be sent again safely: one older than nine tenths of the ten minutes for which a server remembers ids.
 * ({@code --max-ended-ids} may shorten that time; a metric of the server shows the actual one.)
 *
 * <p>A service that loses its connection is a new instance after that. For their askers, its open requests have ended as
 * {@code instance-lost}. Answers that its handlers still give are dropped; {@link Replies#isOpen()} tells a handler so.
 */
public final class Client implements AutoCloseable {
    private final ClientContext context;
    private final ClientAgent agent;
    private final Thread thread;

    Client(final ClientContext context, final boolean failFast) {
        this.context = context;
        agent = new ClientAgent(context, failFast);
        if (context.isCallerDriven()) {
            thread = null;
        } else {
            thread = new Thread(this::run, "patchbay-" + context.direct().name());
            thread.setDaemon(context.service() == null);
            thread.start();
        }
    }

    /**
     * Returns the settings of a client that serves. The client's thread keeps the process alive until the client is closed.
     *
     * @param service the service.
     * @return settings, to be completed and connected.
     */
    public static ClientContext serving(final Service service) {
        return new ClientContext(service.name(), service);
    }

    /**
     * Returns the settings of a client that only consumes.
     *
     * @param name name of the consumer.
     * @return settings, to be completed and connected.
     */
    public static ClientContext named(final String name) {
        return new ClientContext(name, null);
    }

    private void run() {
        final IdleStrategy idle = context.newIdleStrategy();
        try {
            while (!agent.isDone()) {
                if (agent.doWork() > 0) {
                    idle.reset();
                } else {
                    agent.idle(idle);
                }
            }
        } finally {
            agent.terminate();
        }
    }

    Client awaitRegistered() {
        try {
            final IdleStrategy idle = context.newIdleStrategy();
            while (thread == null && !agent.firstRegistered().isDone()) {
                idle.idle(agent.doWork());
            }
            agent.firstRegistered().join();
            return this;
        } catch (final CompletionException ex) {
            close();
            throw ex.getCause() instanceof NoConnectionException failure
                ? new NoConnectionException(failure.getMessage(), failure.isRefused()) : ex;
        }
    }

    ClientAgent agent() {
        return agent;
    }

    <T> CompletableFuture<T> newFuture() {
        return new ClientFuture<>(agent);
    }

    /**
     * Sends a request to a service.
     *
     * @param destination {@code service[@version]:method}.
     * @param json        payload: one JSON value.
     * @return a future that completes with the last reply, or exceptionally with a {@link PatchbayException} that says what is
     *     known.
     * @throws IllegalArgumentException if the destination or the JSON is malformed.
     * @throws BufferFullException      if too many calls are under way or too many bytes are queued.
     * @throws NotSentException         if the client is closed.
     */
    public CompletableFuture<Reply> call(final String destination, final String json) {
        return message(destination).json(json).call();
    }

    /**
     * Sends a request to a service and passes every reply to a listener.
     *
     * @param destination {@code service[@version]:method}.
     * @param json        payload: one JSON value.
     * @param listener    receives every reply, or the failure.
     */
    public void call(final String destination, final String json, final ReplyListener listener) {
        message(destination).json(json).call(listener);
    }

    /**
     * Sends a one-way message, which nobody answers.
     *
     * @param destination {@code service[@version]:method}.
     * @param json        payload: one JSON value.
     * @return a future that completes with the index of the message's record once the record is in the journal.
     */
    public CompletableFuture<String> send(final String destination, final String json) {
        return message(destination).json(json).send();
    }

    /**
     * Returns a message to which a key, a timeout, a version or a binary payload can be added.
     *
     * @param destination {@code service[@version]:method}.
     * @return the message, to be completed and sent.
     */
    public Message message(final String destination) {
        return new Message(this, destination, context.timeoutMs());
    }

    /**
     * Sends a broadcast to every service instance except this one, and to every consumer that listens for broadcasts.
     *
     * @param json payload: one JSON value.
     * @return a future that completes with the index of the broadcast's record once the record is in the journal.
     */
    public CompletableFuture<String> broadcast(final String json) {
        return broadcast(Payload.json(json));
    }

    /**
     * Sends a broadcast to every service instance except this one, and to every consumer that listens for broadcasts.
     *
     * @param payload the payload.
     * @return a future that completes with the index of the broadcast's record once the record is in the journal.
     */
    public CompletableFuture<String> broadcast(final Payload payload) {
        final CompletableFuture<String> future = newFuture();
        agent.submit(new BroadcastOut(agent, agent.requireSendable(payload), future));
        return future;
    }

    /**
     * Sends a custom event to all instances that listen for {@code own-name:event}. If the server refuses the event,
     * {@link ClientContext#onError} receives the refusal.
     *
     * @param event name of the event, without this client's name.
     * @param json  payload: one JSON value.
     */
    public void emit(final String event, final String json) {
        emit(event, Payload.json(json));
    }

    /**
     * Sends a custom event to all instances that listen for {@code own-name:event}. If the server refuses the event,
     * {@link ClientContext#onError} receives the refusal.
     *
     * @param event   name of the event, without this client's name.
     * @param payload the payload.
     */
    public void emit(final String event, final Payload payload) {
        DirectContext.requireName("event", event);
        agent.submit(new EmitOut(agent, event, agent.requireSendable(payload)));
    }

    /**
     * Queries all registered service instances.
     *
     * @return a future that completes with every instance, in order of service name.
     */
    public CompletableFuture<List<InstanceInfo>> services() {
        return query("");
    }

    /**
     * Queries the instances of a service.
     *
     * @param service name of the service.
     * @return a future that completes with the service's instances; the list is empty if there is no such service.
     */
    public CompletableFuture<List<InstanceInfo>> services(final String service) {
        DirectContext.requireName("service", service);
        return query(service);
    }

    private CompletableFuture<List<InstanceInfo>> query(final String service) {
        final CompletableFuture<List<InstanceInfo>> future = newFuture();
        agent.submit(new ServicesOut(agent, service, future));
        return future;
    }

    /**
     * Queries the status of a message that was sent under this consumer's name.
     *
     * @param id id of the message.
     * @return a future that completes with the status, as far as the server knows it.
     */
    public CompletableFuture<MessageStatus> status(final UUID id) {
        final CompletableFuture<MessageStatus> future = newFuture();
        agent.submit(new StatusOut(agent, id, future));
        return future;
    }

    /**
     * Returns whether this client is registered as an instance now.
     *
     * @return {@code true} between {@code registered} and {@code disconnect}.
     */
    public boolean isRegistered() {
        return agent.registered() != null;
    }

    /**
     * Returns the server's answer to this client's registration.
     *
     * @return {@code null} while this client is not registered.
     */
    public Registered registered() {
        return agent.registered();
    }

    /**
     * Runs one duty cycle of a client without a thread of its own. Always called by the same thread.
     *
     * @return amount of work done; 0 if there was none.
     * @throws IllegalStateException if the client has its own thread.
     */
    public int poll() {
        if (thread != null) {
            throw new IllegalStateException("this client has its own thread: set callerDriven() to poll it");
        }
        return agent.isDone() ? 0 : agent.doWork();
    }

    /**
     * Leaves in an orderly way. The client takes no new requests, answers open requests within
     * {@link ClientContext#drainMs(int)}, and disconnects; calls that are still open then fail. If a handler on the client's own
     * thread calls this method, it only starts to leave. If a handler does not return within the drain time and five more
     * seconds, the connection is closed; the client ends when the handler returns.
     */
    @Override
    public void close() {
        agent.requestClose();
        if (thread == null) {
            final IdleStrategy idle = context.newIdleStrategy();
            while (!agent.isDone()) {
                idle.idle(agent.doWork());
            }
            agent.terminate();
        } else if (!agent.isOwnThread()) {
            try {
                thread.join(context.drainMs() + TimeUnit.SECONDS.toMillis(5));
                if (thread.isAlive()) {
                    agent.abandon();
                }
            } catch (final InterruptedException ex) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
