package io.patchbay.engine;

import io.patchbay.engine.input.RegistrationInput;
import io.patchbay.protocol.Choose;
import io.patchbay.protocol.EventName;

import org.agrona.DirectBuffer;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One registered connection of a service or a consumer. Read by outputs on the engine's thread; changed by the engine alone.
 */
public final class Instance {
    final long id;
    final long session;
    final long gateway;
    final String principal;
    final String name;
    final String version;
    final List<String> methods;
    final Set<String> listen;
    final Choose choose;
    final boolean acks;
    final String aeron;
    /** Of name and principal: who may ask for the status of its messages. */
    final long identityHash;
    boolean draining;
    boolean gone;
    int pending;
    int asked;
    Drain drain;
    /** Where it is a candidate; null for a consumer, and once it is none any more. */
    Route[] routes;
    ServiceState service;
    ServiceVersion serviceVersion;
    /** Its open requests in index order. */
    OpenRequest firstPending;
    OpenRequest lastPending;
    /** Where its service counts what it has pending, -1 = nowhere. */
    int seat = -1;
    private final long fixedHash;
    private long keptLoadHash;
    private final int coreEvents;
    private final String[] custom;

    Instance(final RegistrationInput in) {
        id = in.index;
        session = in.session;
        gateway = in.gateway;
        principal = in.principal;
        name = in.name;
        version = in.version;
        methods = List.copyOf(in.methods);
        listen = new TreeSet<>(in.listen);
        choose = in.choose;
        acks = in.acks;
        aeron = in.aeron;
        int bits = 0;
        for (final EventName event : EventName.values()) {
            if (listen.contains(event.wireName())) {
                bits |= 1 << event.ordinal();
            }
        }
        coreEvents = bits;
        identityHash = Hash64.mix(Hash64.next(Hash64.next(StateHash.INSTANCE, name), principal));
        fixedHash = fixedHash();
        keptLoadHash = loadHash();
        custom = listen.stream().filter(entry -> entry.indexOf(':') >= 0).toArray(String[]::new);
    }

    void changeLoad(final StateHash hash, final int askedMore, final int pendingMore) {
        asked += askedMore;
        pending += pendingMore;
        if (!gone) {
            final long after = loadHash();
            hash.replace(keptLoadHash, after);
            keptLoadHash = after;
            if (seat >= 0) {
                service.pendingBySeat[seat] = pending;
            }
        }
    }

    /** It leaves, after what it has to answer. */
    void beginDrain(final Drain last, final TimerWheel timers, final StateHash hash) {
        hash.remove(hash());
        draining = true;
        hash.add(hash());
        if (service != null) {
            service.retire(this, hash);
        }
        drain = last;
        hash.add(drain.hash());
        timers.schedule(drain);
    }

    /** Of what never changes, and whether it drains. */
    long hash() {
        return draining ? Hash64.mix(fixedHash + 1) : fixedHash;
    }

    /** The same from its fields, not from what was kept. */
    long recomputedHash() {
        return draining ? Hash64.mix(fixedHash() + 1) : fixedHash();
    }

    long loadHash() {
        return Hash64.mix(Hash64.next(Hash64.next(StateHash.LOAD, id), (long)asked << 32 | pending));
    }

    private long fixedHash() {
        long hash = Hash64.next(StateHash.INSTANCE, id);
        hash = Hash64.next(hash, session);
        hash = Hash64.next(hash, gateway);
        hash = Hash64.next(hash, principal);
        hash = Hash64.next(hash, name);
        hash = Hash64.next(hash, version);
        hash = Hash64.next(hash, methods.size());
        for (final String method : methods) {
            hash = Hash64.next(hash, method);
        }
        hash = Hash64.next(hash, listen.size());
        for (final String entry : listen) {
            hash = Hash64.next(hash, entry);
        }
        hash = Hash64.next(hash, choose.ordinal());
        hash = Hash64.next(hash, acks ? 1 : 0);
        return Hash64.mix(Hash64.next(hash, aeron));
    }

    /**
     * Its id: the index of its registration.
     *
     * @return never 0.
     */
    public long id() {
        return id;
    }

    /**
     * Index of its session-opened record.
     *
     * @return the session.
     */
    public long session() {
        return session;
    }

    /**
     * Which gateway holds its connection.
     *
     * @return index of that gateway's gateway-started record.
     */
    public long gateway() {
        return gateway;
    }

    /**
     * Whose rights it has.
     *
     * @return a principal.
     */
    public String principal() {
        return principal;
    }

    /**
     * Name of the service or consumer.
     *
     * @return a name.
     */
    public String name() {
        return name;
    }

    /**
     * Its semantic version.
     *
     * @return a version.
     */
    public String version() {
        return version;
    }

    /**
     * Its methods in the order of its registration.
     *
     * @return empty for a consumer.
     */
    public List<String> methods() {
        return methods;
    }

    /**
     * What it listens for.
     *
     * @return core event names, {@code name:event}, {@code name:*}; sorted.
     */
    public Set<String> listen() {
        return listen;
    }

    /**
     * Has it methods?
     *
     * @return false for a consumer.
     */
    public boolean isService() {
        return !methods.isEmpty();
    }

    /**
     * Has it a delivery stream of its own?
     *
     * @return false where everything goes through its gateway's sockets.
     */
    public boolean isAeron() {
        return !aeron.isEmpty();
    }

    /**
     * Does every frame of its get an ack?
     *
     * @return as it registered.
     */
    public boolean acks() {
        return acks;
    }

    /**
     * Has it unregistered, and is still answering?
     *
     * @return true between unregister and disconnect.
     */
    public boolean isDraining() {
        return draining;
    }

    /**
     * Open requests that it has to answer.
     *
     * @return 0 or more.
     */
    public int pending() {
        return pending;
    }

    /**
     * Does it listen for a core event?
     *
     * @param event which.
     * @return true if its listen list has it, by its own word or by default.
     */
    public boolean hears(final EventName event) {
        return (coreEvents & 1 << event.ordinal()) != 0;
    }

    /**
     * Does it listen for a custom event, by its name or by {@code service:*}?
     *
     * @param service name of the service that emits it.
     * @param event   name of the event.
     * @return true if so.
     */
    public boolean hearsCustom(final String service, final DirectBuffer event) {
        for (final String entry : custom) {
            final int colon = service.length();
            if (entry.length() > colon + 1 && entry.charAt(colon) == ':' && entry.startsWith(service)) {
                if (entry.length() == colon + 2 && entry.charAt(colon + 1) == '*' || isSame(entry, colon + 1, event)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isSame(final String entry, final int from, final DirectBuffer event) {
        if (entry.length() - from != event.capacity()) {
            return false;
        }
        for (int i = from; i < entry.length(); i++) {
            if (entry.charAt(i) != event.getByte(i - from)) {
                return false;
            }
        }
        return true;
    }
}
