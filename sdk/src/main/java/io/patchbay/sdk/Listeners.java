package io.patchbay.sdk;

import io.patchbay.protocol.EventName;
import io.patchbay.protocol.Names;

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
 * Who is told of what. Filled before the client starts, read by its thread alone after.
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

    /** What to register for: only what somebody here listens to. */
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

    /** For the event itself and for all of the service's. */
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

    /** Tells each; one that throws is logged and does not keep the others from hearing. */
    static <T> void tell(final List<Consumer<T>> listeners, final T what, final Executor executor) {
        for (final Consumer<T> listener : listeners) {
            run(executor, () -> listener.accept(what));
        }
    }

    /** Runs what belongs to the user; what that throws is logged. False where the executor does not take it. */
    static boolean run(final Executor executor, final Runnable task) {
        try {
            executor.execute(() -> {
                try {
                    task.run();
                } catch (final RuntimeException ex) {
                    LOGGER.log(Level.WARNING, "a listener failed", ex);
                }
            });
            return true;
        } catch (final RejectedExecutionException ex) {
            LOGGER.log(Level.WARNING, "the executor refused a task: " + ex.getMessage());
            return false;
        }
    }
}
