package io.patchbay.sdk;

import io.patchbay.protocol.Choose;
import io.patchbay.protocol.Limits;
import io.patchbay.protocol.Versions;
import io.patchbay.sdk.direct.DirectContext;
import io.patchbay.sdk.exceptions.ErrorReplyException;
import io.patchbay.sdk.message.Payload;
import io.patchbay.sdk.message.Reply;
import io.patchbay.sdk.message.Request;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * A service as its author defines it: a name, a version, and methods. It needs no connection: {@link #call} runs a method in this
 * process, and {@link Client#serving} connects the service to Patchbay. Immutable; each {@code method} returns a new service.
 */
public final class Service {
    private static final Logger LOGGER = System.getLogger(Service.class.getName());

    private final String name;
    private final String version;
    private final Choose choose;
    private final Map<String, StreamHandler> methods;

    private Service(final String name, final String version, final Choose choose, final Map<String, StreamHandler> methods) {
        this.name = name;
        this.version = version;
        this.choose = choose;
        this.methods = methods;
    }

    /**
     * Returns a service without methods, of version 1.0.0.
     *
     * @param name a letter, then up to 63 letters, digits, dots, underscores, hyphens.
     * @return the service.
     */
    public static Service named(final String name) {
        DirectContext.requireName("name", name);
        return new Service(name, "1.0.0", Choose.ROUND_ROBIN, Map.of());
    }

    /**
     * Returns this service with another version.
     *
     * @param value a semantic version 2.0.0.
     * @return the new service.
     */
    public Service version(final String value) {
        if (!Versions.isVersion(value)) {
            throw new IllegalArgumentException("version is not a semantic version like 1.0.0: " + value);
        }
        return new Service(name, value, choose, methods);
    }

    /**
     * Returns this service with another rule for choosing among its instances. It takes effect if this instance brings the
     * service online.
     *
     * @param value the rule.
     * @return the new service.
     */
    public Service choose(final Choose value) {
        return new Service(name, version, value, methods);
    }

    /**
     * Returns this service with one more method, which answers at once.
     *
     * @param method  name of the method.
     * @param handler called for each request, one at a time unless the client has an executor.
     * @return the new service.
     */
    public Service method(final String method, final Handler handler) {
        return streamMethod(method, (request, replies) -> replies.last(handler.handle(request)));
    }

    /**
     * Returns this service with one more method, which completes its answer later.
     *
     * @param method  name of the method.
     * @param handler called for each request.
     * @return the new service.
     */
    public Service asyncMethod(final String method, final AsyncHandler handler) {
        return streamMethod(method, (request, replies) -> {
            final CompletionStage<String> stage = handler.handle(request);
            stage.whenComplete((json, failure) -> {
                if (failure == null) {
                    answer(request, replies, json);
                } else {
                    fail(request, replies, failure);
                }
            });
        });
    }

    /**
     * Returns this service with one more method, which answers any number of times.
     *
     * @param method  name of the method.
     * @param handler called for each request.
     * @return the new service.
     */
    public Service streamMethod(final String method, final StreamHandler handler) {
        DirectContext.requireName("method", method);
        final Map<String, StreamHandler> all = new LinkedHashMap<>(methods);
        if (all.put(method, handler) != null) {
            throw new IllegalArgumentException("method given twice: " + method);
        }
        return new Service(name, version, choose, all);
    }

    /**
     * Returns the name of the service.
     *
     * @return the name.
     */
    public String name() {
        return name;
    }

    /**
     * Returns the version of the service.
     *
     * @return the version.
     */
    public String version() {
        return version;
    }

    /**
     * Returns the methods of the service, in the order in which they were added.
     *
     * @return names of the methods.
     */
    public List<String> methods() {
        return List.copyOf(methods.keySet());
    }

    Choose choose() {
        return choose;
    }

    /**
     * Runs a method in this process, on the calling thread, without a server.
     *
     * @param method name of the method.
     * @param json   payload: one JSON value.
     * @return a future that completes with the last reply, or exceptionally with {@link ErrorReplyException}.
     * @throws IllegalArgumentException if there is no such method, or the text is not JSON.
     */
    public CompletableFuture<Reply> call(final String method, final String json) {
        final CompletableFuture<Reply> future = new CompletableFuture<>();
        call(method, Payload.json(json), new FutureListener(future));
        return future;
    }

    /**
     * Runs a method in this process, on the calling thread, without a server.
     *
     * @param method   name of the method.
     * @param payload  payload of the request.
     * @param listener receives every reply, or the failure.
     * @throws IllegalArgumentException if there is no such method.
     */
    public void call(final String method, final Payload payload, final ReplyListener listener) {
        if (!methods.containsKey(method)) {
            throw new IllegalArgumentException("no method " + method + " in " + name + ": it has " + methods.keySet());
        }
        invoke(new Request(UUID.randomUUID(), name + ":" + method, method, "in-process", payload,
            Instant.now().plusMillis(Limits.DEFAULT_TIMEOUT_MS), "", "", "", false), new LocalReplies(listener));
    }

    void invoke(final Request request, final Replies replies) {
        final StreamHandler handler = methods.get(request.method());
        if (handler == null) {
            replies.error("no-method", "no method " + request.method() + " in " + name);
            return;
        }
        try {
            handler.handle(request, replies);
        } catch (final Exception ex) {
            fail(request, replies, ex);
        }
    }

    private void answer(final Request request, final Replies replies, final String json) {
        try {
            replies.last(json);
        } catch (final RuntimeException ex) {
            fail(request, replies, ex);
        }
    }

    private void fail(final Request request, final Replies replies, final Throwable failure) {
        final Throwable cause = failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause() : failure;
        if (cause instanceof ErrorReplyException error) {
            replies.error(error.code(), error.text());
        } else {
            LOGGER.log(Level.WARNING, "handler of " + request.destination() + " failed on " + request.id(), cause);
            replies.error("internal", cause.getClass().getSimpleName() + " in the handler of " + request.method());
        }
    }
}
