package io.patchbay.engine;

import io.patchbay.protocol.Choose;

import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;

import java.util.Collection;
import java.util.Collections;
import java.util.TreeMap;

/**
 * Who is registered now. Read by outputs on the engine's thread; changed by the engine alone.
 */
public final class Registry {
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

    /** True if it is the first of a service name. Its session must not have an instance yet. */
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

    /** It must not be there yet; its instances follow. */
    ServiceState addService(final String name, final Choose choose) {
        final ServiceState service = new ServiceState(name, choose, routeByPath);
        services.put(name, service);
        serviceByBytes.put(service);
        hash.add(service.hash());
        return service;
    }

    /** True if it was the last of a service name. What it had pending stays its own. */
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

    /** The route of service:method without a version; null where it has no candidate, or is spelled otherwise. */
    Route route(final DirectBuffer destination) {
        return routeByPath.get(destination, destination.capacity());
    }

    Instance ofSession(final long session) {
        return instanceBySession.get(session);
    }

    /**
     * Services with at least one instance, by name.
     *
     * @return a view.
     */
    public Collection<ServiceState> services() {
        return servicesView;
    }

    /**
     * One service.
     *
     * @param name of it.
     * @return null where it has no instance.
     */
    public ServiceState service(final String name) {
        return services.get(name);
    }

    /**
     * All instances, services and consumers, in order of registration.
     *
     * @return a view.
     */
    public Collection<Instance> instances() {
        return instancesView;
    }

    /**
     * One instance.
     *
     * @param id index of its registration.
     * @return null where it is not registered now.
     */
    public Instance instance(final long id) {
        return instanceById.get(id);
    }
}
