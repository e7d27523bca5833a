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
public final class Instance extends Timer {
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
    boolean draining;
    boolean gone;
    int pending;
    int asked;
    Request firstPending;
    Request lastPending;
    Request firstAsked;
    Request lastAsked;
    private final long registrationHash;
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
            if (listen.contains(event.word())) {
                bits |= 1 << event.ordinal();
            }
        }
        coreEvents = bits;
        long hash = Hashes.add(Hashes.mix(id), session);
        hash = Hashes.add(hash, gateway);
        for (final String text : List.of(principal, name, version, aeron, choose.word())) {
            hash = Hashes.add(hash, Hashes.text(text));
        }
        hash = Hashes.add(hash, acks ? 1 : 0);
        for (final String method : methods) {
            hash = Hashes.add(hash, Hashes.text(method));
        }
        for (final String entry : listen) {
            hash = Hashes.add(hash, ~Hashes.text(entry));
        }
        registrationHash = hash;
        custom = listen.stream().filter(entry -> entry.indexOf(':') >= 0).toArray(String[]::new);
    }

    /** Everything of it that a later output may depend on. */
    long hash() {
        final long state = Hashes.add(registrationHash, (long)pending << 32 | asked);
        return draining ? Hashes.add(state, deadlineNs) : state;
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
