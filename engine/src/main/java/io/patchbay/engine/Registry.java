package io.patchbay.engine;

import io.patchbay.engine.hash.NameTable;
import io.patchbay.engine.hash.StateHash;
import io.patchbay.protocol.Choose;

import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;

import java.util.Collection;
import java.util.Collections;
import java.util.TreeMap;

/**
 * The registered services and consumers. Outputs read it on the engine's thread; only the engine changes it.
 */
public class Registry {
    private final TreeMap<String, ServiceState> services = new TreeMap<>();
    private final TreeMap<Long, Instance> instances = new TreeMap<>();
    private final InstanceMap instanceById = new InstanceMap();
    private final Long2ObjectHashMap<Instance> instanceBySession = new Long2ObjectHashMap<>();
    private final NameTable<ServiceState> serviceByBytes = new NameTable<>();
    private final RouteTable routeByPath = new RouteTable();
    private final Collection<ServiceState> servicesView = Collections.unmodifiableCollection(services.values());
    private final Collection<Instance> instancesView = Collections.unmodifiableCollection(instances.values());
    private final StateHash hash;

    Registry(final StateHash hash) {
        this.hash = hash;
    }

    /** Adds an instance, whose session must not have one yet. Returns true if it is the first instance of its service. */
    boolean add(final Instance instance) {
        instances.put(instance.id, instance);
        instanceById.put(instance);
        instanceBySession.put(instance.session, instance);
        hash.add(instance.hash());
        hash.add(instance.loadHash());
        if (!instance.isService()) {
            return false;
        }
        final ServiceState known = services.get(instance.name);
        final ServiceState service = known == null ? addService(instance.name, instance.choose) : known;
        service.add(instance);
        instance.service = service;
        return known == null;
    }

    /** Adds a service that is not registered. The caller adds its instances. */
    ServiceState addService(final String name, final Choose choose) {
        final ServiceState service = newService(name, choose, routeByPath);
        services.put(name, service);
        serviceByBytes.put(service);
        hash.add(service.hash());
        return service;
    }

    ServiceState newService(final String name, final Choose choose, final RouteTable routes) {
        return new ServiceState(name, choose, routes);
    }

    /** Removes an instance, which keeps its open requests. Returns true if it was the last instance of its service. */
    boolean remove(final Instance instance) {
        instances.remove(instance.id);
        instanceById.remove(instance);
        instanceBySession.remove(instance.session);
        instance.gone = true;
        hash.remove(instance.hash());
        hash.remove(instance.loadHash());
        final ServiceState service = instance.service;
        if (service == null) {
            return false;
        }
        service.retire(instance, hash);
        service.remove(instance);
        if (!service.instances.isEmpty()) {
            return false;
        }
        services.remove(service.name);
        serviceByBytes.remove(service);
        hash.remove(service.hash());
        return true;
    }

    ServiceState service(final DirectBuffer buffer, final int offset, final int length) {
        return serviceByBytes.get(buffer, offset, length);
    }

    /**
     * Returns the route of a destination {@code service:method}, without a version. Null where no instance has that method or the
     * destination has another form.
     */
    Route route(final DirectBuffer destination) {
        return routeByPath.get(destination, destination.capacity());
    }

    Instance ofSession(final long session) {
        return instanceBySession.get(session);
    }

    /**
     * Returns the services with at least one instance, by name.
     *
     * @return a view.
     */
    public Collection<ServiceState> services() {
        return servicesView;
    }

    /**
     * Returns a service.
     *
     * @param name of the service.
     * @return null where it has no instance.
     */
    public ServiceState service(final String name) {
        return services.get(name);
    }

    /**
     * Returns all instances, services and consumers, in order of registration.
     *
     * @return a view.
     */
    public Collection<Instance> instances() {
        return instancesView;
    }

    /**
     * Returns an instance.
     *
     * @param id index of its registration.
     * @return null where it is not registered now.
     */
    public Instance instance(final long id) {
        return instanceById.get(id);
    }
}
