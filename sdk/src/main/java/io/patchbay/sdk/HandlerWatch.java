package io.patchbay.sdk;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One thread of the process that looks after all clients whose own thread is inside a handler: it keeps their sessions alive and
 * has long handlers logged. It begins with the first client, ends with the last, and costs a client that does not block one
 * store for each duty cycle.
 */
final class HandlerWatch {
    private static final long MAX_PERIOD_NS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long MIN_PERIOD_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final List<ClientAgent> CLIENTS = new CopyOnWriteArrayList<>();
    private static Thread thread;

    private HandlerWatch() {
    }

    static synchronized void add(final ClientAgent client) {
        CLIENTS.add(client);
        if (thread == null) {
            thread = new Thread(HandlerWatch::run, "patchbay-handler-watch");
            thread.setDaemon(true);
            thread.start();
        }
    }

    static void remove(final ClientAgent client) {
        CLIENTS.remove(client);
    }

    private static synchronized boolean isOver() {
        if (CLIENTS.isEmpty()) {
            thread = null;
        }
        return CLIENTS.isEmpty();
    }

    private static void run() {
        while (!isOver()) {
            long periodNs = MAX_PERIOD_NS;
            for (final ClientAgent client : CLIENTS) {
                client.watch(System.nanoTime());
                periodNs = Math.min(periodNs, client.watchPeriodNs());
            }
            LockSupport.parkNanos(Math.max(MIN_PERIOD_NS, periodNs));
        }
    }
}
