package io.patchbay.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A service name with at least one registered instance. Read by outputs on the engine's thread; changed by the engine alone.
 */
public final class Service {
    final String name;
    final List<Instance> instances = new ArrayList<>();

    Service(final String name) {
        this.name = name;
    }

    /**
     * The service's name.
     *
     * @return a name.
     */
    public String name() {
        return name;
    }

    /**
     * Its instances in order of registration, draining ones included.
     *
     * @return a view, never empty.
     */
    public List<Instance> instances() {
        return Collections.unmodifiableList(instances);
    }
}
