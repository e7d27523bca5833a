package io.patchbay.sdk;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A future that the client's thread completes. Waiting for it on that same thread would never end, so that it throws an exception
 * instead.
 */
final class ClientFuture<T> extends CompletableFuture<T> {
    private final ClientAgent agent;

    ClientFuture(final ClientAgent agent) {
        this.agent = agent;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new ClientFuture<>(agent);
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        requireOtherThread();
        return super.get();
    }

    @Override
    public T get(final long timeout, final TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        requireOtherThread();
        return super.get(timeout, unit);
    }

    @Override
    public T join() {
        requireOtherThread();
        return super.join();
    }

    private void requireOtherThread() {
        if (!isDone() && agent.isOwnThread()) {
            throw new IllegalStateException("waiting on the client's own thread would never end:"
                + " use thenAccept, or give the client an executor");
        }
    }
}
