package io.patchbay.engine;

import org.agrona.collections.Long2ObjectHashMap;

import java.util.Collection;
import java.util.Collections;
import java.util.TreeMap;

/**
 * Who is registered now. Read by outputs on the engine's thread; changed by the engine alone.
 */
public final class Registry {
    final TreeMap<String, Service> services = new TreeMap<>();
    final TreeMap<Long, Instance> instances = new TreeMap<>();
    final Long2ObjectHashMap<Instance> instanceById = new Long2ObjectHashMap<>();

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
}
