package io.patchbay.sdk;

import io.patchbay.protocol.EventName;
import io.patchbay.protocol.Limits;
import io.patchbay.sdk.direct.DirectContext;
import io.patchbay.sdk.event.BroadcastEvent;
import io.patchbay.sdk.event.Connected;
import io.patchbay.sdk.event.CustomEvent;
import io.patchbay.sdk.event.Disconnected;
import io.patchbay.sdk.event.Event;
import io.patchbay.sdk.event.Registered;
import io.patchbay.sdk.event.ServiceEvent;
import io.patchbay.sdk.event.UnhandledEvent;
import io.patchbay.sdk.exceptions.BufferFullException;
import io.patchbay.sdk.exceptions.FateUnknownException;
import io.patchbay.sdk.exceptions.NoConnectionException;
import io.patchbay.sdk.exceptions.RefusedException;

import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Settings and listeners of a {@link Client}, obtained from {@link Client#serving} or {@link Client#named}. They are set before
 * {@link #connect()} or {@link #start()}, and not after. Not thread-safe.
 *
 * <p><b>Threads.</b> A client has one thread. Handlers, listeners, callbacks and dependent stages of its futures run on it, one
 * at a time. Waiting there for a future of the same client throws an exception. A handler that blocks delays the client's other
 * requests, events and calls, but nothing else. Heartbeats are answered and an Aeron client is kept alive whatever handlers do,
 * as long as the process runs. A handler that blocks for a second is named in the log. If handlers have to block, set an
 * {@link #executor(Executor)}: handlers, listeners and callbacks then run on it. An executor with several threads does not keep
 * their order.
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
     * Sets the address at which the server accepts TCP connections. It is also needed for Aeron. Default {@code 127.0.0.1:7400}.
     *
     * @param hostAndPort {@code host:port}.
     * @return this.
     */
    public ClientContext server(final String hostAndPort) {
        direct.server(hostAndPort);
        return this;
    }

    /**
     * Sets the version of a consumer. A service has its own version.
     *
     * @param value a semantic version.
     * @return this.
     */
    public ClientContext version(final String value) {
        direct.version(value);
        return this;
    }

    /**
     * Sets the token to authorize with.
     *
     * @param value the token; {@code null}, the default, is none.
     * @return this.
     */
    public ClientContext token(final String value) {
        direct.token(value);
        return this;
    }

    /**
     * Sends frames over Aeron IPC, through the server's media driver on the same machine. The JVM needs the flag
     * {@code --add-opens java.base/jdk.internal.misc=ALL-UNNAMED}, which a client over TCP does not.
     *
     * @return this.
     */
    public ClientContext aeronIpc() {
        direct.aeronIpc();
        return this;
    }

    /**
     * Sends frames over Aeron UDP. The JVM needs the flag of {@link #aeronIpc()}. On a machine other than the server's a media
     * driver must run, see {@link #aeronDirectory}.
     *
     * @param endpoint {@code host:port} at which this client receives.
     * @return this.
     */
    public ClientContext aeronUdp(final String endpoint) {
        direct.aeronUdp(endpoint);
        return this;
    }

    /**
     * Sets the directory of the media driver to use. The default is the server's directory if it exists on this machine, and
     * Aeron's default directory otherwise.
     *
     * @param value the path.
     * @return this.
     */
    public ClientContext aeronDirectory(final String value) {
        direct.aeronDirectory(value);
        return this;
    }

    /**
     * Sets the time that each step of connecting may take; default 5000.
     *
     * @param value milliseconds.
     * @return this.
     */
    public ClientContext connectTimeoutMs(final int value) {
        direct.connectTimeoutMs(value);
        return this;
    }

    /**
     * Sets whether the client connects again after a loss; default {@code true}.
     *
     * @param value if {@code false}, the first loss closes the client.
     * @return this.
     */
    public ClientContext reconnect(final boolean value) {
        direct.reconnect(value);
        return this;
    }

    /**
     * Sets the bounds of the pause before a reconnect; default 50 and 5000. The pause doubles each time, and half of it is
     * random.
     *
     * @param minMs at least 1, in milliseconds.
     * @param maxMs at least {@code minMs}, in milliseconds.
     * @return this.
     */
    public ClientContext reconnectMs(final int minMs, final int maxMs) {
        direct.reconnectMs(minMs, maxMs);
        return this;
    }

    /**
     * Sets the timeout of calls that have none of their own; default 30,000.
     *
     * @param value milliseconds, 1 to 86,400,000.
     * @return this.
     */
    public ClientContext timeoutMs(final int value) {
        timeoutMs = Message.requireTimeout(value);
        return this;
    }

    /**
     * Sets how long after its deadline a call that a lost connection took waits for its status; default 30,000. After that time
     * it fails with {@link FateUnknownException}. With 0 it fails at the deadline.
     *
     * @param value milliseconds.
     * @return this.
     */
    public ClientContext settleMs(final int value) {
        settleMs = value;
        return this;
    }

    /**
     * Sets how long {@link Client#close()} waits until open requests are answered; default 6000.
     *
     * @param value milliseconds; 0 does not wait.
     * @return this.
     */
    public ClientContext drainMs(final int value) {
        drainMs = value;
        return this;
    }

    /**
     * Sets the number of calls that may be under way at once; default 65,536, which is the server's own limit.
     *
     * @param value at least 1.
     * @return this.
     */
    public ClientContext maxPending(final int value) {
        maxPending = value;
        return this;
    }

    /**
     * Sets the number of bytes that may wait to be sent or to be accepted by the server; default 64 MiB. The bytes are kept until
     * then, to be sent again after a loss. Above the bound, sending throws {@link BufferFullException}; final replies do not
     * count.
     *
     * @param value at least 1.
     * @return this.
     */
    public ClientContext maxQueuedBytes(final int value) {
        maxQueuedBytes = value;
        return this;
    }

    /**
     * Sets the executor on which handlers, listeners and callbacks run; the default is the client's own thread. Set one if
     * handlers block, for example {@code Executors.newFixedThreadPool(16)}: a slow request then does not delay the others. The
     * owner shuts the executor down.
     *
     * @param value takes tasks without blocking. A request that it rejects is answered with the error {@code overloaded}.
     * @return this.
     */
    public ClientContext executor(final Executor value) {
        executor = value;
        return this;
    }

    /**
     * Sets how the client's thread waits over Aeron when there is no work. By default it spins, yields, then parks for up to 1
     * ms. Over TCP the thread sleeps in the socket.
     *
     * @param value creates an idle strategy for this client alone.
     * @return this.
     */
    public ClientContext idleStrategy(final Supplier<IdleStrategy> value) {
        idleStrategy = value;
        return this;
    }

    /**
     * Creates the client without a thread. Its owner calls {@link Client#poll()}, always on the same thread.
     *
     * @return this.
     */
    public ClientContext callerDriven() {
        callerDriven = true;
        return this;
    }

    /**
     * Adds a listener for one of the four service events.
     *
     * @param event    {@code service-connect}, {@code service-online}, {@code service-disconnect} or {@code service-offline}.
     * @param listener called each time.
     * @return this.
     */
    public ClientContext onService(final EventName event, final Consumer<ServiceEvent> listener) {
        listeners.onService(event, listener);
        return this;
    }

    /**
     * Adds a listener for broadcasts.
     *
     * @param listener called each time.
     * @return this.
     */
    public ClientContext onBroadcast(final Consumer<BroadcastEvent> listener) {
        listeners.onBroadcast(listener);
        return this;
    }

    /**
     * Adds a listener for messages of any sender that were not delivered or not answered. If this client sent the message as a
     * call, the call fails as well.
     *
     * @param listener called each time.
     * @return this.
     */
    public ClientContext onUnhandled(final Consumer<UnhandledEvent> listener) {
        listeners.onUnhandled(listener);
        return this;
    }

    /**
     * Adds a listener for custom events.
     *
     * @param event    {@code service:event} or {@code service:*}.
     * @param listener called each time.
     * @return this.
     */
    public ClientContext onCustom(final String event, final Consumer<CustomEvent> listener) {
        listeners.onCustom(event, listener);
        return this;
    }

    /**
     * Adds a listener for an event of any kind by its name.
     *
     * @param event    a core event name, {@code service:event} or {@code service:*}.
     * @param listener called each time.
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
     * Adds a listener that is called each time the server has accepted the connection.
     *
     * @param listener called each time.
     * @return this.
     */
    public ClientContext onConnect(final Consumer<Connected> listener) {
        listeners.onConnect(listener);
        return this;
    }

    /**
     * Adds a listener that is called each time this client has been registered as an instance.
     *
     * @param listener called each time.
     * @return this.
     */
    public ClientContext onRegistered(final Consumer<Registered> listener) {
        listeners.onRegistered(listener);
        return this;
    }

    /**
     * Adds a listener that is called each time the connection has ended, also if it broke without a {@code disconnect} frame.
     *
     * @param listener called each time.
     * @return this.
     */
    public ClientContext onDisconnect(final Consumer<Disconnected> listener) {
        listeners.onDisconnect(listener);
        return this;
    }

    /**
     * Adds a listener for error frames that belong to no call, for example for a forbidden emit. Without a listener they are
     * logged.
     *
     * @param listener called each time.
     * @return this.
     */
    public ClientContext onError(final Consumer<RefusedException> listener) {
        listeners.onError(listener);
        return this;
    }

    /**
     * Connects, and waits until the client is registered.
     *
     * @return the registered client. It reconnects after later losses.
     * @throws NoConnectionException    if the server cannot be reached or refuses the client, or if Aeron is asked for in a JVM
     *     without the flag that it needs.
     * @throws IllegalArgumentException if a setting is out of its range.
     */
    public Client connect() {
        return new Client(this, true).awaitRegistered();
    }

    /**
     * Starts to connect, and keeps trying until the client is registered or refused.
     *
     * @return the client. Messages that are sent before it is registered wait.
     * @throws IllegalArgumentException if a setting is out of its range.
     * @throws NoConnectionException    if Aeron is asked for in a JVM without the flag that it needs.
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
