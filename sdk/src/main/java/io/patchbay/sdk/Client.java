package io.patchbay.sdk;

import org.agrona.concurrent.IdleStrategy;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * A service or a consumer connected to Patchbay: one registered instance, which connects again when the connection is lost. A
 * service may call others just as a consumer does.
 *
 * <p>All methods are for any thread. {@link ClientContext} says on which threads handlers, listeners and futures run. Order: what
 * one thread sends reaches any one receiver in that order, as long as the connection lasts; messages also over a loss, as far
 * as they are sent again.
 *
 * <p>A call ends exactly once: with its last reply, or with a {@link PatchbayException} whose type says what is known.
 *
 * <p><b>Lost connections</b> (and servers, gateways and engines that are killed) cost the caller nothing but time, as far as that
 * can be done without doing anything twice. The client connects again with growing pauses and registers anew. Then
 * <ul>
 * <li>each message that was sent and not accepted is sent again, under its old id, in the old order, before whatever was sent
 * later. A server that has it after all knows the id, over its own restart too, and delivers it once;</li>
 * <li>a message that was accepted is never sent again. A one-way message is complete by that. For a request the server is asked
 * how it ended: its reply went to the connection that is gone, so a call that was answered fails with
 * {@link ReplyLostException}, which says where in the journal the answer is; one that nobody answered fails with
 * {@link UnhandledException} as ever; one that is still open is asked for until it has ended;</li>
 * <li>a broadcast that was not accepted fails with {@link FateUnknownException}, and an emit may be lost: neither is sent twice,
 * since a server would not notice;</li>
 * <li>what is sent meanwhile waits, within {@link ClientContext#maxQueuedBytes(int)}.</li>
 * </ul>
 * A time-out counts from the call, through all reconnects; what is sent again carries what is left of it. A call that was never
 * given to a connection fails at its time-out with {@link NotSentException}. One that was given to a lost connection, and that no
 * server can answer for within {@link ClientContext#settleMs(int)} after that, fails with {@link FateUnknownException}; so does
 * one that cannot be sent again safely, since it is older than nine tenths of the ten minutes for which a server remembers
 * ids (or than what {@code --max-ended-ids} holds, if that is less: see the server's metric of the window really held).
 *
 * <p>A service that loses its connection is a new instance after that. Requests that it had in hand have ended as
 * {@code instance-lost} for their askers, so what its handlers still answer goes to nobody: {@link Replies#isOpen()} tells.
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
     * Settings of a client that serves. Its thread keeps the process alive until the client is closed.
     *
     * @param service what it serves.
     * @return settings, to be completed and connected.
     */
    public static ClientContext serving(final Service service) {
        return new ClientContext(service.name(), service);
    }

    /**
     * Settings of a client that only consumes.
     *
     * @param name of the consumer.
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
     * Asks a service.
     *
     * @param destination {@code service[@version]:method}.
     * @param json        what to ask: one JSON value.
     * @return completes with the last reply, or exceptionally with the {@link PatchbayException} that says what is known.
     * @throws IllegalArgumentException where the destination or the JSON is malformed.
     * @throws BufferFullException      where too much is under way.
     * @throws NotSentException         where the client is closed.
     */
    public CompletableFuture<Reply> call(final String destination, final String json) {
        return message(destination).json(json).call();
    }

    /**
     * Asks a service, and tells of every reply.
     *
     * @param destination {@code service[@version]:method}.
     * @param json        what to ask: one JSON value.
     * @param listener    told.
     */
    public void call(final String destination, final String json, final ReplyListener listener) {
        message(destination).json(json).call(listener);
    }

    /**
     * Sends one-way: nobody answers.
     *
     * @param destination {@code service[@version]:method}.
     * @param json        what to say: one JSON value.
     * @return completes with the index of its record once it is in the journal.
     */
    public CompletableFuture<String> send(final String destination, final String json) {
        return message(destination).json(json).send();
    }

    /**
     * A message with a key, a time-out, a version, bytes.
     *
     * @param destination {@code service[@version]:method}.
     * @return the message, to be completed and sent.
     */
    public Message message(final String destination) {
        return new Message(this, destination, context.timeoutMs());
    }

    /**
     * Tells every service instance but this one, and every consumer that listens for it.
     *
     * @param json what to say: one JSON value.
     * @return completes with the index of its record once it is in the journal.
     */
    public CompletableFuture<String> broadcast(final String json) {
        return broadcast(Payload.json(json));
    }

    /**
     * Tells every service instance but this one, and every consumer that listens for it.
     *
     * @param payload what to say.
     * @return completes with the index of its record once it is in the journal.
     */
    public CompletableFuture<String> broadcast(final Payload payload) {
        final CompletableFuture<String> future = newFuture();
        agent.submit(new BroadcastOut(agent, agent.requireSendable(payload), future));
        return future;
    }

    /**
     * Tells all who listen for {@code own-name:event}. A refusal is told to {@link ClientContext#onError}.
     *
     * @param event its name, without this client's.
     * @param json  what to say: one JSON value.
     */
    public void emit(final String event, final String json) {
        emit(event, Payload.json(json));
    }

    /**
     * Tells all who listen for {@code own-name:event}. A refusal is told to {@link ClientContext#onError}.
     *
     * @param event   its name, without this client's.
     * @param payload what to say.
     */
    public void emit(final String event, final Payload payload) {
        DirectContext.requireName("event", event);
        agent.submit(new EmitOut(agent, event, agent.requireSendable(payload)));
    }

    /**
     * What services there are.
     *
     * @return completes with every instance, in order of service name.
     */
    public CompletableFuture<List<InstanceInfo>> services() {
        return query("");
    }

    /**
     * What instances a service has.
     *
     * @param service its name.
     * @return completes with its instances; none where there is no such service.
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
     * What became of a message of this consumer's name.
     *
     * @param id of the message.
     * @return completes with what the server knows.
     */
    public CompletableFuture<MessageStatus> status(final UUID id) {
        final CompletableFuture<MessageStatus> future = newFuture();
        agent.submit(new StatusOut(agent, id, future));
        return future;
    }

    /**
     * Is it an instance right now?
     *
     * @return true between registered and disconnect.
     */
    public boolean isRegistered() {
        return agent.registered() != null;
    }

    /**
     * What the server said when it registered this client.
     *
     * @return null while it is not registered.
     */
    public Registered registered() {
        return agent.registered();
    }

    /**
     * Does what there is to do, where the client has no thread of its own; always on the same thread.
     *
     * @return amount of work done; 0 = idle.
     * @throws IllegalStateException where the client has its own thread.
     */
    public int poll() {
        if (thread != null) {
            throw new IllegalStateException("this client has its own thread: set callerDriven() to poll it");
        }
        return agent.isDone() ? 0 : agent.doWork();
    }

    /**
     * Leaves in good order: takes no new requests, answers those in hand within {@link ClientContext#drainMs(int)}, disconnects.
     * What is still open then fails. Called by a handler on the client's own thread it only starts to leave. A handler that
     * does not return within that time and five seconds more loses its connection, and the client ends when it returns.
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
