package io.patchbay.engine;

import io.patchbay.engine.hash.Hash64;
import io.patchbay.engine.hash.NotHashed;
import io.patchbay.engine.hash.StateHash;
import io.patchbay.engine.input.RegistrationInput;
import io.patchbay.protocol.Choose;
import io.patchbay.protocol.EventName;

import org.agrona.DirectBuffer;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A registered connection of a service or a consumer. Outputs read it on the engine's thread; only the engine changes it.
 */
public final class Instance {
    public final long id;
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
    /** Hash of name and principal. Instances with the same hash may ask for the status of this one's messages. */
    @NotHashed("of name and principal")
    final long identityHash;
    boolean draining;
    @NotHashed("not in the registry")
    boolean gone;
    int pending;
    int asked;
    Drain drain;
    /** Routes for which it is a candidate; null for a consumer, and once it takes no more messages. */
    Route[] routes;
    ServiceState service;
    ServiceVersion serviceVersion;
    /** First of its open requests, which are linked in index order. */
    public OpenRequest firstPending;
    OpenRequest lastPending;
    /** Its position in {@link ServiceState#pendingBySeat}; -1 = none. */
    @NotHashed("place in pendingBySeat")
    int seat = -1;
    @NotHashed("of fields that are hashed anew")
    private final long fixedHash;
    @NotHashed("of fields that are hashed anew")
    private long keptLoadHash;
    @NotHashed("of listen")
    private final int coreEvents;
    @NotHashed("of listen")
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

    /** Begins the drain: it takes no more messages, and leaves after it has answered its open requests. */
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

    /** Returns the hash of its fixed fields and of whether it drains. */
    long hash() {
        return draining ? Hash64.mix(fixedHash + 1) : fixedHash;
    }

    /** Computes {@link #hash()} anew from the fields. */
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
     * Returns its id, the index of its registration.
     *
     * @return never 0.
     */
    public long id() {
        return id;
    }

    /**
     * Returns its session, the index of its session-opened record.
     *
     * @return never 0.
     */
    public long session() {
        return session;
    }

    /**
     * Returns the id of the gateway that holds its connection.
     *
     * @return index of that gateway's gateway-started record.
     */
    public long gateway() {
        return gateway;
    }

    /**
     * Returns the principal whose rights it has.
     *
     * @return {@code anonymous} where authorization is off.
     */
    public String principal() {
        return principal;
    }

    /**
     * Returns the name of the service or consumer.
     *
     * @return a name.
     */
    public String name() {
        return name;
    }

    /**
     * Returns its semantic version.
     *
     * @return a version.
     */
    public String version() {
        return version;
    }

    /**
     * Returns its methods in the order of the registration.
     *
     * @return empty for a consumer.
     */
    public List<String> methods() {
        return methods;
    }

    /**
     * Returns the events that it listens for.
     *
     * @return core event names, {@code name:event} and {@code name:*}, sorted.
     */
    public Set<String> listen() {
        return listen;
    }

    /**
     * Returns whether it is a service: it has methods.
     *
     * @return false for a consumer.
     */
    public boolean isService() {
        return !methods.isEmpty();
    }

    /**
     * Returns whether it has a delivery stream of its own.
     *
     * @return false where all its frames go through its gateway's socket.
     */
    public boolean isAeron() {
        return !aeron.isEmpty();
    }

    /**
     * Returns whether each of its frames is acknowledged.
     *
     * @return as it registered.
     */
    public boolean acks() {
        return acks;
    }

    /**
     * Returns whether it has unregistered and is still answering.
     *
     * @return true between unregister and disconnect.
     */
    public boolean isDraining() {
        return draining;
    }

    /**
     * Returns the number of open requests that it has to answer.
     *
     * @return 0 or more.
     */
    public int pending() {
        return pending;
    }

    /**
     * Returns whether it listens for a core event.
     *
     * @param event a core event.
     * @return true if the event is on its listen list, given or by default.
     */
    public boolean hears(final EventName event) {
        return (coreEvents & 1 << event.ordinal()) != 0;
    }

    /**
     * Returns whether it listens for a custom event, by the event's name or by {@code service:*}.
     *
     * @param service name of the service that emits it.
     * @param event   name of the event.
     * @return true if it listens for the event.
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

    /** A timer that ends the drain of an instance: the time in which an instance that has unregistered may still reply. */
    static final class Drain extends Timer {
        final Instance instance;

        Drain(final Instance instance, final long index, final long deadlineNs) {
            this.instance = instance;
            this.index = index;
            this.deadlineNs = deadlineNs;
        }

        @Override
        void expire(final Endings endings) {
            endings.drained(instance);
        }

        long hash() {
            return Hash64.mix(Hash64.next(Hash64.next(Hash64.next(StateHash.DRAIN, instance.id), index), deadlineNs));
        }
    }
}
