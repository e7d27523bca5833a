package io.patchbay.sdk;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The watch over clients whose thread is inside a handler: one thread of the process, which keeps their sessions alive and logs
 * handlers that block. The thread starts with the first client and ends after the last. A client that does not block pays two
 * stores for each duty cycle.
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
