package io.patchbay.sdk;

import io.patchbay.protocol.EventName;
import io.patchbay.protocol.Limits;

import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Settings and listeners of a {@link Client}; from {@link Client#serving} or {@link Client#named}. Set before {@link #connect()}
 * or {@link #start()}, not after. Not thread safe.
 *
 * <p><b>Threads.</b> A client has one thread. Handlers, listeners, callbacks and what hangs on its futures run on it, one at a
 * time; waiting there for a future of the same client throws. A handler that blocks holds up the client's other requests, events
 * and calls, and nothing else: heartbeats are answered, and an Aeron client is kept alive, whatever handlers do, as long as the
 * process runs. One that blocks for a second is named in the log. Whoever needs to block gives an {@link #executor(Executor)}, on
 * which handlers, listeners and callbacks run then; one with several threads gives up their order.
 */
public final class ClientContext {
    private final DirectContext direct = new DirectContext();
    private final Listeners listeners = new Listeners();
    private final Service service;
    private Supplier<IdleStrategy> idleStrategy = () -> new BackoffIdleStrategy(100, 10, 1_000, 1_000_000);
    private Executor executor = Runnable::run;
    private boolean callerDriven;
    private int timeoutMs = Limits.DEFAULT_TIMEOUT_MS;
    private int settleMs = 30_000;
    private int drainMs = Limits.DRAIN_MS + 1_000;
    private int maxPending = Limits.MAX_OPEN_REQUESTS;
    private int maxQueuedBytes = 64 << 20;

    ClientContext(final String name, final Service service) {
        DirectContext.requireName("name", name);
        this.service = service;
        direct.name(name);
        if (service != null) {
            direct.version(service.version()).methods(service.methods()).choose(service.choose());
        }
    }

    /**
     * Where the server takes TCP connections, also for Aeron; default {@code 127.0.0.1:7400}.
     *
     * @param hostAndPort {@code host:port}.
     * @return this.
     */
    public ClientContext server(final String hostAndPort) {
        direct.server(hostAndPort);
        return this;
    }

    /**
     * Version of a consumer; a service has its own.
     *
     * @param value semantic version.
     * @return this.
     */
    public ClientContext version(final String value) {
        direct.version(value);
        return this;
    }

    /**
     * What to authorize with.
     *
     * @param value the token; null = none, the default.
     * @return this.
     */
    public ClientContext token(final String value) {
        direct.token(value);
        return this;
    }

    /**
     * Frames go over Aeron through the server's media driver, on the same machine.
     *
     * @return this.
     */
    public ClientContext aeronIpc() {
        direct.aeronIpc();
        return this;
    }

    /**
     * Frames go over Aeron by UDP.
     *
     * @param endpoint {@code host:port} where this client receives.
     * @return this.
     */
    public ClientContext aeronUdp(final String endpoint) {
        direct.aeronUdp(endpoint);
        return this;
    }

    /**
     * Directory of the media driver to use; default the server's where it is on this machine.
     *
     * @param value path.
     * @return this.
     */
    public ClientContext aeronDirectory(final String value) {
        direct.aeronDirectory(value);
        return this;
    }

    /**
     * How long each step of connecting may take; default 5000.
     *
     * @param value milliseconds.
     * @return this.
     */
    public ClientContext connectTimeoutMs(final int value) {
        direct.connectTimeoutMs(value);
        return this;
    }

    /**
     * Connect again after a loss; default true.
     *
     * @param value false: the first loss closes the client.
     * @return this.
     */
    public ClientContext reconnect(final boolean value) {
        direct.reconnect(value);
        return this;
    }

    /**
     * Bounds of the pause before a reconnect, which doubles, half of it random; default 50 and 5000.
     *
     * @param minMs at least 1.
     * @param maxMs at least minMs.
     * @return this.
     */
    public ClientContext reconnectMs(final int minMs, final int maxMs) {
        direct.reconnectMs(minMs, maxMs);
        return this;
    }

    /**
     * Time-out of calls that give none; default 30,000.
     *
     * @param value milliseconds, 1 to 86,400,000.
     * @return this.
     */
    public ClientContext timeoutMs(final int value) {
        timeoutMs = Message.requireTimeout(value);
        return this;
    }

    /**
     * How long after its deadline a call that was given to a lost connection waits to learn what became of it; default 30,000.
     * Then it fails with {@link FateUnknownException}. 0 = fail at the deadline.
     *
     * @param value milliseconds.
     * @return this.
     */
    public ClientContext settleMs(final int value) {
        settleMs = value;
        return this;
    }

    /**
     * How long {@link Client#close()} waits for requests in hand to be answered; default 6000.
     *
     * @param value milliseconds; 0 = not at all.
     * @return this.
     */
    public ClientContext drainMs(final int value) {
        drainMs = value;
        return this;
    }

    /**
     * Calls that may be under way at once; default 65,536, which is the server's own limit.
     *
     * @param value at least 1.
     * @return this.
     */
    public ClientContext maxPending(final int value) {
        maxPending = value;
        return this;
    }

    /**
     * Bytes that may wait to be sent, or to be accepted by the server: until then they are kept, to be sent again after a loss.
     * Default 64 MiB. Above it, sending throws {@link BufferFullException}; last replies are taken all the same.
     *
     * @param value at least 1.
     * @return this.
     */
    public ClientContext maxQueuedBytes(final int value) {
        maxQueuedBytes = value;
        return this;
    }

    /**
     * Where handlers, listeners and callbacks run; default the client's own thread. Give one where handlers block, for example
     * {@code Executors.newFixedThreadPool(16)}: then a slow request does not hold up the others. The owner shuts it down.
     *
     * @param value must take tasks without blocking; what it rejects is answered as {@code overloaded}.
     * @return this.
     */
    public ClientContext executor(final Executor value) {
        executor = value;
        return this;
    }

    /**
     * How the client's thread waits over Aeron when there is nothing to do; default spins, yields, then parks up to 1 ms. Over
     * TCP it sleeps in the socket.
     *
     * @param value makes one for this client alone.
     * @return this.
     */
    public ClientContext idleStrategy(final Supplier<IdleStrategy> value) {
        idleStrategy = value;
        return this;
    }

    /**
     * The client gets no thread: its owner calls {@link Client#poll()}, always on the same one.
     *
     * @return this.
     */
    public ClientContext callerDriven() {
        callerDriven = true;
        return this;
    }

    /**
     * Hears one of the four service events.
     *
     * @param event    service-connect, service-online, service-disconnect or service-offline.
     * @param listener told.
     * @return this.
     */
    public ClientContext onService(final EventName event, final Consumer<ServiceEvent> listener) {
        listeners.onService(event, listener);
        return this;
    }

    /**
     * Hears broadcasts.
     *
     * @param listener told.
     * @return this.
     */
    public ClientContext onBroadcast(final Consumer<BroadcastEvent> listener) {
        listeners.onBroadcast(listener);
        return this;
    }

    /**
     * Hears of every message, anybody's, that was not delivered or not answered. One's own fail the call as well.
     *
     * @param listener told.
     * @return this.
     */
    public ClientContext onUnhandled(final Consumer<UnhandledEvent> listener) {
        listeners.onUnhandled(listener);
        return this;
    }

    /**
     * Hears custom events.
     *
     * @param event    {@code service:event} or {@code service:*}.
     * @param listener told.
     * @return this.
     */
    public ClientContext onCustom(final String event, final Consumer<CustomEvent> listener) {
        listeners.onCustom(event, listener);
        return this;
    }

    /**
     * Hears an event by its name, whatever its kind.
     *
     * @param event    a core event name, {@code service:event} or {@code service:*}.
     * @param listener told.
     * @return this.
     */
    public ClientContext on(final String event, final Consumer<? super Event> listener) {
        final EventName name = EventName.fromWire(event);
        if (name == null) {
            listeners.onCustom(event, listener::accept);
        } else if (name == EventName.BROADCAST_MESSAGE) {
            listeners.onBroadcast(listener::accept);
        } else if (name == EventName.UNHANDLED_MESSAGE) {
            listeners.onUnhandled(listener::accept);
        } else {
            listeners.onService(name, listener::accept);
        }
        return this;
    }

    /**
     * Told each time the server has accepted the connection.
     *
     * @param listener told.
     * @return this.
     */
    public ClientContext onConnect(final Consumer<Connected> listener) {
        listeners.onConnect(listener);
        return this;
    }

    /**
     * Told each time this client is an instance.
     *
     * @param listener told.
     * @return this.
     */
    public ClientContext onRegistered(final Consumer<Registered> listener) {
        listeners.onRegistered(listener);
        return this;
    }

    /**
     * Told each time the connection is gone, also where it simply died.
     *
     * @param listener told.
     * @return this.
     */
    public ClientContext onDisconnect(final Consumer<Disconnected> listener) {
        listeners.onDisconnect(listener);
        return this;
    }

    /**
     * Told of an error frame that belongs to no call: for example a forbidden emit. Default: it is logged.
     *
     * @param listener told.
     * @return this.
     */
    public ClientContext onError(final Consumer<RefusedException> listener) {
        listeners.onError(listener);
        return this;
    }

    /**
     * Connects and waits until it is registered.
     *
     * @return the client, registered; later losses are healed by reconnecting.
     * @throws NoConnectionException    where it cannot be reached, or says no.
     * @throws IllegalArgumentException where a setting is out of its range.
     */
    public Client connect() {
        return new Client(this, true).awaitRegistered();
    }

    /**
     * Starts to connect, and keeps trying until it succeeds or is refused.
     *
     * @return the client; messages that it is given meanwhile wait.
     * @throws IllegalArgumentException where a setting is out of its range.
     */
    public Client start() {
        return new Client(this, false);
    }

    DirectContext direct() {
        return direct.listen(listeners.names()).conclude();
    }

    Listeners listeners() {
        return listeners;
    }

    Service service() {
        return service;
    }

    Executor executor() {
        return executor;
    }

    IdleStrategy newIdleStrategy() {
        return idleStrategy.get();
    }

    boolean isCallerDriven() {
        return callerDriven;
    }

    int timeoutMs() {
        return timeoutMs;
    }

    int settleMs() {
        return settleMs;
    }

    int drainMs() {
        return drainMs;
    }

    int maxPending() {
        return maxPending;
    }

    int maxQueuedBytes() {
        return maxQueuedBytes;
    }
}
