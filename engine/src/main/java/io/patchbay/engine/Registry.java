package io.patchbay.engine;

import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;

import java.util.Collection;
import java.util.Collections;
import java.util.TreeMap;

/**
 * Who is registered now. Read by outputs on the engine's thread; changed by the engine alone.
 */
public final class Registry {
    private final TreeMap<String, Service> services = new TreeMap<>();
    private final ByteKeyMap<Service> servicesByBytes = new ByteKeyMap<>();
    private final TreeMap<Long, Instance> instances = new TreeMap<>(Long::compareUnsigned);
    private final Long2ObjectHashMap<Instance> instanceById = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<Instance> instanceBySession = new Long2ObjectHashMap<>();

    /**
     * Services with at least one instance, by name.
     *
     * @return a view.
     */
    public Collection<Service> services() {
        return Collections.unmodifiableCollection(services.values());
    }

    /**
     * One service.
     *
     * @param name of it.
     * @return null where it has no instance.
     */
    public Service service(final String name) {
        return services.get(name);
    }

    /**
     * All instances, services and consumers, in order of registration.
     *
     * @return a view.
     */
    public Collection<Instance> instances() {
        return Collections.unmodifiableCollection(instances.values());
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

    Service service(final DirectBuffer text, final int offset, final int length) {
        return servicesByBytes.get(text, offset, length);
    }

    boolean hasSession(final long session) {
        return instanceBySession.containsKey(session);
    }

    /** Adds it; true if it is the first of its service. */
    boolean add(final Instance instance) {
        instances.put(instance.id, instance);
        instanceById.put(instance.id, instance);
        instanceBySession.put(instance.session, instance);
        if (!instance.isService()) {
            return false;
        }
        Service service = services.get(instance.name);
        final boolean isFirst = service == null;
        if (isFirst) {
            service = new Service(instance.name, instance.choose);
            services.put(instance.name, service);
            servicesByBytes.put(instance.name, service);
        }
        service.add(instance);
        return isFirst;
    }

    /** Removes it, retired before; true if it was the last of its service. */
    boolean remove(final Instance instance) {
        instances.remove(instance.id);
        instanceById.remove(instance.id);
        instanceBySession.remove(instance.session);
        if (!instance.isService()) {
            return false;
        }
        final Service service = services.get(instance.name);
        service.instances.remove(instance);
        if (!service.instances.isEmpty()) {
            return false;
        }
        services.remove(instance.name);
        servicesByBytes.remove(instance.name);
        return true;
    }
}
