package io.patchbay.gateway;

import org.agrona.DirectBuffer;

import java.security.MessageDigest;
import java.util.List;

/**
 * Somebody with a token, and what they may do (contract, section 1 of the protocol page). Read from one line of an
 * {@link AuthFile}; asked by sessions before anything is appended.
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

    /** Of its own line; null where the gateway's holds. */
    RateLimit rateLimit() {
        return rateLimit;
    }

    /**
     * Whoever comes where authorization is off: may do everything.
     *
     * @return the one such principal.
     */
    public static Principal anonymous() {
        return ANONYMOUS;
    }

    /**
     * The name that the journal and {@code authorized} show.
     *
     * @return a name.
     */
    public String name() {
        return name;
    }

    /** In a time that does not tell how much of the token was right. */
    boolean isToken(final byte[] token) {
        return MessageDigest.isEqual(hash, AuthFile.hash(salt, token));
    }

    /**
     * May it register under this name?
     *
     * @param service name of a service or a consumer.
     * @return true if allowed.
     */
    public boolean mayRegister(final CharSequence service) {
        return register.allows(service);
    }

    /**
     * May it send a message to this method?
     *
     * @param service its name, without version.
     * @param method  its name.
     * @return true if allowed.
     */
    public boolean mayCall(final DirectBuffer service, final DirectBuffer method) {
        return call.allows(service, method);
    }

    /**
     * May it listen for this?
     *
     * @param entry a core event name, {@code name:event} or {@code name:*}.
     * @return true if allowed.
     */
    public boolean mayListen(final CharSequence entry) {
        return listen.allows(entry);
    }

    /**
     * May it emit this custom event?
     *
     * @param own   the name that it registered under.
     * @param event name of the event.
     * @return true if allowed.
     */
    public boolean mayEmit(final CharSequence own, final DirectBuffer event) {
        return emit.allows(own, event);
    }

    /**
     * May it broadcast?
     *
     * @return true if allowed.
     */
    public boolean mayBroadcast() {
        return broadcast;
    }
}
