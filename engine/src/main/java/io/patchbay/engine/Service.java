package io.patchbay.engine;

import io.patchbay.protocol.Choose;

import org.agrona.DirectBuffer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/**
 * A service name with at least one registered instance. Read by outputs on the engine's thread; changed by the engine alone.
 */
public final class Service {
    final String name;
    final Choose choose;
    final long nameHash;
    final List<Instance> instances = new ArrayList<>();
    private final ByteKeyMap<Method> methods = new ByteKeyMap<>();
    private final TreeMap<String, Method> methodsByName = new TreeMap<>();
    private int taking;

    Service(final String name, final Choose choose) {
        this.name = name;
        this.choose = choose;
        nameHash = Hashes.text(name);
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

    /**
     * How an instance is chosen: as the first instance said that brought the service online.
     *
     * @return never null.
     */
    public Choose choose() {
        return choose;
    }

    void add(final Instance instance) {
        instances.add(instance);
        taking++;
        for (final String method : instance.methods) {
            Method known = methodsByName.get(method);
            if (known == null) {
                known = new Method(method);
                methodsByName.put(method, known);
                methods.put(method, known);
            }
            known.add(instance);
        }
    }

    /** It takes no more requests. The methods' cursors stay until the service goes. */
    void retire(final Instance instance) {
        taking--;
        for (final String method : instance.methods) {
            methodsByName.get(method).remove(instance);
        }
    }

    boolean takesRequests() {
        return taking > 0;
    }

    boolean hasVersion(final DirectBuffer text, final int offset, final int length) {
        for (int i = 0; i < instances.size(); i++) {
            final Instance instance = instances.get(i);
            if (!instance.draining && VersionMatch.matches(text, offset, length, instance.version)) {
                return true;
            }
        }
        return false;
    }

    Method method(final DirectBuffer text, final int offset, final int length) {
        return methods.get(text, offset, length);
    }

    Collection<Method> methods() {
        return methodsByName.values();
    }
}
