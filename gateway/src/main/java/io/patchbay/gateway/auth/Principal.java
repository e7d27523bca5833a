package io.patchbay.gateway.auth;


import org.agrona.DirectBuffer;

import java.security.MessageDigest;
import java.util.List;

/**
 * The owner of a token, with its rights (PROTOCOL.md, "Rights"). It is read from a line of an {@link AuthFile}. Sessions check
 * the rights before they append a record.
 */
public final class Principal {
    private static final List<String> ALL = List.of("*");
    private static final Principal ANONYMOUS = new Principal("anonymous", null, null,
        new Grants(ALL, ALL, ALL, ALL, true), null);

    private final String name;
    private final byte[] salt;
    private final byte[] hash;
    private final Rights register;
    private final Rights call;
    private final Rights listen;
    private final Rights emit;
    private final boolean broadcast;
    private final RateLimit rateLimit;

    Principal(final String name, final byte[] salt, final byte[] hash, final Grants grants, final RateLimit rateLimit) {
        this.name = name;
        this.salt = salt;
        this.hash = hash;
        register = Rights.ofNames(grants.register());
        call = Rights.ofCalls(grants.call());
        listen = Rights.ofNames(grants.listen());
        emit = Rights.ofEmits(grants.emit());
        broadcast = grants.broadcast();
        this.rateLimit = rateLimit;
    }

    /** Returns the rate limit of its line in the auth file, or null where the gateway's limit applies. */
    public RateLimit rateLimit() {
        return rateLimit;
    }

    /**
     * Returns the principal of all sessions where authorization is off. It may do everything.
     *
     * @return always the same object.
     */
    public static Principal anonymous() {
        return ANONYMOUS;
    }

    /**
     * Returns the name, as shown in the journal and in the event {@code authorized}.
     *
     * @return a valid name.
     */
    public String name() {
        return name;
    }

    /** Returns whether a token is this principal's. The time does not depend on how much of the token is right. */
    boolean isToken(final byte[] token) {
        return MessageDigest.isEqual(hash, AuthFile.hash(salt, token));
    }

    /**
     * Returns whether the principal may register under a name.
     *
     * @param service name of a service or a consumer.
     * @return true if allowed.
     */
    public boolean mayRegister(final CharSequence service) {
        return register.allows(service);
    }

    /**
     * Returns whether the principal may send messages to a method.
     *
     * @param service name of the service, without version.
     * @param method  name of the method.
     * @return true if allowed.
     */
    public boolean mayCall(final DirectBuffer service, final DirectBuffer method) {
        return call.allows(service, method);
    }

    /**
     * Returns whether the principal may listen for an event.
     *
     * @param entry a core event name, {@code name:event} or {@code name:*}.
     * @return true if allowed.
     */
    public boolean mayListen(final CharSequence entry) {
        return listen.allows(entry);
    }

    /**
     * Returns whether the principal may emit a custom event.
     *
     * @param own   the name under which it has registered.
     * @param event name of the event.
     * @return true if allowed.
     */
    public boolean mayEmit(final CharSequence own, final DirectBuffer event) {
        return emit.allows(own, event);
    }

    /**
     * Returns whether the principal may broadcast.
     *
     * @return true if allowed.
     */
    public boolean mayBroadcast() {
        return broadcast;
    }
}
