package io.patchbay.sdk;

import io.patchbay.protocol.EventName;
import io.patchbay.protocol.Names;
import io.patchbay.sdk.event.BroadcastEvent;
import io.patchbay.sdk.event.Connected;
import io.patchbay.sdk.event.CustomEvent;
import io.patchbay.sdk.event.Disconnected;
import io.patchbay.sdk.event.Registered;
import io.patchbay.sdk.event.ServiceEvent;
import io.patchbay.sdk.event.UnhandledEvent;
import io.patchbay.sdk.exceptions.RefusedException;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * The listeners of a client. Filled before the client starts; after that only the client's thread reads them.
 */
final class Listeners {
    private static final Logger LOGGER = System.getLogger(Client.class.getName());

    private final Map<EventName, List<Consumer<ServiceEvent>>> service = new EnumMap<>(EventName.class);
    private final Map<String, List<Consumer<CustomEvent>>> custom = new LinkedHashMap<>();
    private final List<Consumer<BroadcastEvent>> broadcast = new ArrayList<>();
    private final List<Consumer<UnhandledEvent>> unhandled = new ArrayList<>();
    private final List<Consumer<Connected>> connect = new ArrayList<>();
    private final List<Consumer<Registered>> registered = new ArrayList<>();
    private final List<Consumer<Disconnected>> disconnect = new ArrayList<>();
    private final List<Consumer<RefusedException>> error = new ArrayList<>();

    void onService(final EventName event, final Consumer<ServiceEvent> listener) {
        if (event == EventName.BROADCAST_MESSAGE || event == EventName.UNHANDLED_MESSAGE) {
            throw new IllegalArgumentException(event + " is not about a service: use onBroadcast or onUnhandled");
        }
        service.computeIfAbsent(event, name -> new ArrayList<>()).add(listener);
    }

    void onCustom(final String event, final Consumer<CustomEvent> listener) {
        final int colon = event.indexOf(':');
        final String rest = event.substring(colon + 1);
        if (colon < 1 || !Names.isName(event.substring(0, colon)) || !Names.isName(rest) && !"*".equals(rest)) {
            throw new IllegalArgumentException("no such event: " + event
                + "; it is one of the six core events, service:event or service:*");
        }
        custom.computeIfAbsent(event, name -> new ArrayList<>()).add(listener);
    }

    void onBroadcast(final Consumer<BroadcastEvent> listener) {
        broadcast.add(listener);
    }

    void onUnhandled(final Consumer<UnhandledEvent> listener) {
        unhandled.add(listener);
    }

    void onConnect(final Consumer<Connected> listener) {
        connect.add(listener);
    }

    void onRegistered(final Consumer<Registered> listener) {
        registered.add(listener);
    }

    void onDisconnect(final Consumer<Disconnected> listener) {
        disconnect.add(listener);
    }

    void onError(final Consumer<RefusedException> listener) {
        error.add(listener);
    }

    /** Returns the event names to register for: only those with a listener. */
    List<String> names() {
        final List<String> names = new ArrayList<>();
        service.keySet().forEach(event -> names.add(event.wireName()));
        if (!broadcast.isEmpty()) {
            names.add(EventName.BROADCAST_MESSAGE.wireName());
        }
        if (!unhandled.isEmpty()) {
            names.add(EventName.UNHANDLED_MESSAGE.wireName());
        }
        names.addAll(custom.keySet());
        return names;
    }

    List<Consumer<ServiceEvent>> service(final EventName event) {
        return service.getOrDefault(event, List.of());
    }

    List<Consumer<BroadcastEvent>> broadcast() {
        return broadcast;
    }

    List<Consumer<UnhandledEvent>> unhandled() {
        return unhandled;
    }

    /** Returns the listeners for an event and for all events of its service. */
    List<Consumer<CustomEvent>> custom(final String serviceName, final String event) {
        final List<Consumer<CustomEvent>> exact = custom.getOrDefault(event, List.of());
        final List<Consumer<CustomEvent>> all = custom.getOrDefault(serviceName + ":*", List.of());
        if (exact.isEmpty() || all.isEmpty()) {
            return exact.isEmpty() ? all : exact;
        }
        final List<Consumer<CustomEvent>> both = new ArrayList<>(exact);
        both.addAll(all);
        return both;
    }

    List<Consumer<Connected>> connect() {
        return connect;
    }

    List<Consumer<Registered>> registered() {
        return registered;
    }

    List<Consumer<Disconnected>> disconnect() {
        return disconnect;
    }

    List<Consumer<RefusedException>> error() {
        return error;
    }

    /** Calls each listener. An exception of one is logged and does not keep the others from being called. */
    static <T> void dispatch(final List<Consumer<T>> listeners, final T event, final Executor executor) {
        for (final Consumer<T> listener : listeners) {
            run(executor, () -> listener.accept(event));
        }
    }

    /** Runs user code on an executor and logs its exceptions; returns {@code false} if the executor rejects the task. */
    static boolean run(final Executor executor, final Runnable task) {
        try {
            executor.execute(() -> {
                try {
                    task.run();
                } catch (final RuntimeException ex) {
                    LOGGER.log(Level.WARNING, "a handler or listener threw an exception; the client goes on", ex);
                }
            });
            return true;
        } catch (final RejectedExecutionException ex) {
            LOGGER.log(Level.WARNING, "the client's executor rejected a handler or listener: " + ex.getMessage());
            return false;
        }
    }
}
