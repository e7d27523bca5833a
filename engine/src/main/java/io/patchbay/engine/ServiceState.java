package io.patchbay.engine;

import io.patchbay.engine.hash.Hash64;
import io.patchbay.engine.hash.NameTable;
import io.patchbay.engine.hash.Named;
import io.patchbay.engine.hash.NotHashed;
import io.patchbay.engine.hash.StateHash;
import io.patchbay.protocol.Choose;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A service with at least one registered instance. Outputs read it on the engine's thread; only the engine changes it.
 */
public class ServiceState extends Named {
    final String name;
    /** The way to choose among instances, given by the first instance. */
    final Choose choose;
    final InstanceList instances = new InstanceList();
    final List<ServiceVersion> versions = new ArrayList<>();
    final NameTable<Route> routes = new NameTable<>();
    /** Number of instances that are not draining. */
    @NotHashed("a count of instances")
    int active;
    /** Open requests of each instance, by its seat. Maintained only where the instance with the fewest is chosen. */
    @NotHashed("copies of the instances' pending")
    int[] pendingBySeat = new int[4];
    @NotHashed("places in pendingBySeat")
    private int seats;
    @NotHashed("places in pendingBySeat")
    private int[] freeSeats = new int[4];
    @NotHashed("places in pendingBySeat")
    private int freeSeatCount;
    private final RouteTable paths;
    private final List<Instance> view = Collections.unmodifiableList(instances);

    ServiceState(final String name, final Choose choose, final RouteTable paths) {
        super(name);
        this.name = name;
        this.choose = choose;
        this.paths = paths;
    }

    void add(final Instance instance) {
        takeSeat(instance);
        instances.append(instance);
        instance.serviceVersion = version(instance.version);
        instance.serviceVersion.instances++;
        instance.serviceVersion.active++;
        active++;
        instance.routes = new Route[instance.methods.size()];
        for (int i = 0; i < instance.routes.length; i++) {
            instance.routes[i] = join(instance, instance.methods.get(i));
        }
    }

    /** Removes an instance from the candidates of its routes, because it drains or leaves. */
    void retire(final Instance instance, final StateHash hash) {
        if (instance.routes == null) {
            return;
        }
        active--;
        instance.serviceVersion.active--;
        for (final Route route : instance.routes) {
            route.candidates.drop(instance);
            if (route.candidates.isEmpty() && routes.get(route.nameBytes, 0, route.nameBytes.capacity()) == route) {
                hash.remove(route.hash());
                routes.remove(route);
                paths.remove(route);
            }
        }
        instance.routes = null;
    }

    void remove(final Instance instance) {
        leaveSeat(instance);
        instances.drop(instance);
        if (--instance.serviceVersion.instances == 0) {
            versions.remove(instance.serviceVersion);
        }
    }

    /** Marks the versions that match, and returns how many instances that are not draining have one of them. */
    int markVersions(final DirectBuffer wanted, final int offset, final int length) {
        int fitting = 0;
        for (int i = 0; i < versions.size(); i++) {
            final ServiceVersion version = versions.get(i);
            version.fits = version.matches(wanted, offset, length);
            fitting += version.fits ? version.active : 0;
        }
        return fitting;
    }

    /** Returns the route of a method; null where it has no candidate. */
    Route route(final String method) {
        final UnsafeBuffer bytes = new UnsafeBuffer(method.getBytes(StandardCharsets.UTF_8));
        return routes.get(bytes, 0, bytes.capacity());
    }

    long hash() {
        return Hash64.mix(Hash64.next(Hash64.next(StateHash.CHOOSE, name), choose.ordinal()));
    }

    private void takeSeat(final Instance instance) {
        if (choose == Choose.LEAST_PENDING) {
            if (freeSeatCount > 0) {
                instance.seat = freeSeats[--freeSeatCount];
            } else {
                instance.seat = seats++;
                if (seats > pendingBySeat.length) {
                    pendingBySeat = Arrays.copyOf(pendingBySeat, seats * 2);
                    freeSeats = Arrays.copyOf(freeSeats, seats * 2);
                }
            }
            pendingBySeat[instance.seat] = 0;
        }
    }

    private void leaveSeat(final Instance instance) {
        if (instance.seat >= 0) {
            freeSeats[freeSeatCount++] = instance.seat;
            instance.seat = -1;
        }
    }

    Route newRoute(final String method) {
        return new Route(this, method);
    }

    private Route join(final Instance instance, final String method) {
        final Route added = newRoute(method);
        final Route known = routes.get(added.nameBytes, 0, added.nameBytes.capacity());
        final Route route = known == null ? added : known;
        if (known == null) {
            routes.put(route);
            paths.put(route);
        }
        if (route.candidates.isEmpty() || route.candidates.get(route.candidates.size() - 1) != instance) {
            route.candidates.append(instance);
        }
        return route;
    }

    private ServiceVersion version(final String text) {
        for (final ServiceVersion version : versions) {
            if (version.text.equals(text)) {
                return version;
            }
        }
        final ServiceVersion version = new ServiceVersion(text);
        versions.add(version);
        return version;
    }

    /**
     * Returns the service's name.
     *
     * @return a name.
     */
    public String name() {
        return name;
    }

    /**
     * Returns how an instance is chosen for a message without a key.
     *
     * @return the choice that the first instance registered with.
     */
    public Choose choose() {
        return choose;
    }

    /**
     * Returns its instances in order of registration, draining ones included.
     *
     * @return a view, never empty.
     */
    public List<Instance> instances() {
        return view;
    }
}
