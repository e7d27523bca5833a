package io.patchbay.delivery;

import io.patchbay.engine.Instance;
import io.patchbay.engine.Registry;
import io.patchbay.engine.ServiceState;
import io.patchbay.protocol.Limits;
import io.patchbay.protocol.sbe.MessageHeaderEncoder;
import io.patchbay.protocol.sbe.RegisteredEncoder;
import io.patchbay.protocol.sbe.ServicesEncoder;

import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

import java.util.LinkedHashSet;
import java.util.List;

/**
 * Encodes the lists of services that {@code registered} and {@code services} carry. It splits them into frames whose JSON stays
 * within the maximum length of a server's frame. Names and versions need no escapes in JSON, so the computed lengths are exact.
 * Called by {@link Delivery}; may allocate, since lists are not sent per message.
 */
final class ServiceListEncoder {
    /** Bytes reserved for the JSON around a list: type, index, own name and version, and the aeron object. */
    private static final int ENVELOPE_BYTES = 2_048;
    /** Bytes of the braces, field names, numbers and ids around the strings of one entry. */
    private static final int ENTRY_BYTES = 160;
    /** Bytes of the quotes and the comma around one string of a list. */
    private static final int ITEM_BYTES = 3;
    /** Limit of the SBE group; never reached, since each entry takes at least {@link #ENTRY_BYTES}. */
    private static final int MAX_ENTRIES = 65_000;

    /** Receives each frame of a list once it is encoded. */
    interface FrameSink {
        void onFrame(int length);
    }

    private final ExpandableArrayBuffer buffer;
    private final int budgetBytes;
    private final ExpandableArrayBuffer text = new ExpandableArrayBuffer(1024);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final RegisteredEncoder registered = new RegisteredEncoder();
    private final ServicesEncoder services = new ServicesEncoder();

    ServiceListEncoder(final ExpandableArrayBuffer buffer, final int maxFrameBytes) {
        this.buffer = buffer;
        budgetBytes = maxFrameBytes + Limits.SERVER_FRAME_EXTRA_BYTES - ENVELOPE_BYTES;
    }

    /** Joins items with commas into the target. Returns the length. */
    static int join(final List<String> items, final int from, final int to, final MutableDirectBuffer target) {
        int length = 0;
        for (int i = from; i < to; i++) {
            if (i > from) {
                target.putByte(length++, (byte)',');
            }
            length += target.putStringWithoutLengthAscii(length, items.get(i));
        }
        return length;
    }

    /**
     * Encodes one or more Registered frames. A service whose lists do not fit continues in the next frame, under the same name,
     * with the rest of its versions and methods.
     */
    void registered(final long index, final long target, final Registry registry, final FrameSink sink) {
        RegisteredEncoder.ServicesEncoder entries = beginRegistered(index, target);
        int used = 0;
        for (final ServiceState service : registry.services()) {
            final List<String> versions = versions(service);
            final List<String> methods = methods(service);
            final int fixed = ENTRY_BYTES + service.name().length();
            int version = 0;
            int method = 0;
            while (version < versions.size() || method < methods.size()) {
                final int room = budgetBytes - used - fixed;
                final int versionEnd = fitting(versions, version, room);
                final int versionBytes = jsonLength(versions, version, versionEnd);
                final int methodEnd = versionEnd < versions.size() ? method : fitting(methods, method, room - versionBytes);
                if (versionEnd == version && methodEnd == method) {
                    sink.onFrame(endRegistered(entries, true));
                    entries = beginRegistered(index, target);
                    used = 0;
                    continue;
                }
                entries.next().instances(service.instances().size());
                entries.putName(text, 0, text.putStringWithoutLengthAscii(0, service.name()));
                entries.putVersions(text, 0, join(versions, version, versionEnd, text));
                entries.putMethods(text, 0, join(methods, method, methodEnd, text));
                used += fixed + versionBytes + jsonLength(methods, method, methodEnd);
                version = versionEnd;
                method = methodEnd;
            }
        }
        sink.onFrame(endRegistered(entries, false));
    }

    /** Encodes one or more Services frames; a service may continue in the next frame. */
    void services(final long index, final long target, final Registry registry, final String only, final FrameSink sink) {
        ServicesEncoder.InstancesEncoder entries = beginServices(index, target);
        int used = 0;
        for (final ServiceState service : registry.services()) {
            if (!only.isEmpty() && !only.equals(service.name())) {
                continue;
            }
            for (final Instance instance : service.instances()) {
                final int bytes = ENTRY_BYTES + service.name().length() + instance.version().length()
                    + jsonLength(instance.methods(), 0, instance.methods().size());
                if (used > 0 && used + bytes > budgetBytes) {
                    sink.onFrame(endServices(entries, true));
                    entries = beginServices(index, target);
                    used = 0;
                }
                entries.next().instance(instance.id()).pending(instance.pending());
                entries.putService(text, 0, text.putStringWithoutLengthAscii(0, service.name()));
                entries.putVersion(text, 0, text.putStringWithoutLengthAscii(0, instance.version()));
                entries.putMethods(text, 0, join(instance.methods(), 0, instance.methods().size(), text));
                used += bytes;
            }
        }
        sink.onFrame(endServices(entries, false));
    }

    private RegisteredEncoder.ServicesEncoder beginRegistered(final long index, final long target) {
        return registered.wrapAndApplyHeader(buffer, 0, header)
            .index(index).n(0).flags(0).target(target).servicesCount(MAX_ENTRIES);
    }

    private int endRegistered(final RegisteredEncoder.ServicesEncoder entries, final boolean more) {
        entries.resetCountToIndex();
        registered.more((short)(more ? 1 : 0));
        return MessageHeaderEncoder.ENCODED_LENGTH + registered.encodedLength();
    }

    private ServicesEncoder.InstancesEncoder beginServices(final long index, final long target) {
        return services.wrapAndApplyHeader(buffer, 0, header)
            .index(index).n(0).flags(0).target(target).instancesCount(MAX_ENTRIES);
    }

    private int endServices(final ServicesEncoder.InstancesEncoder entries, final boolean more) {
        entries.resetCountToIndex();
        services.more((short)(more ? 1 : 0));
        return MessageHeaderEncoder.ENCODED_LENGTH + services.encodedLength();
    }

    /** Returns the end of the longest run of items, from an index on, that fits into a number of bytes. */
    private static int fitting(final List<String> items, final int from, final int bytes) {
        int rest = bytes;
        int to = from;
        while (to < items.size() && rest >= items.get(to).length() + ITEM_BYTES) {
            rest -= items.get(to).length() + ITEM_BYTES;
            to++;
        }
        return to;
    }

    private static int jsonLength(final List<String> items, final int from, final int to) {
        int length = 0;
        for (int i = from; i < to; i++) {
            length += items.get(i).length() + ITEM_BYTES;
        }
        return length;
    }

    private static List<String> versions(final ServiceState service) {
        final LinkedHashSet<String> versions = new LinkedHashSet<>();
        for (final Instance instance : service.instances()) {
            versions.add(instance.version());
        }
        return List.copyOf(versions);
    }

    private static List<String> methods(final ServiceState service) {
        final LinkedHashSet<String> methods = new LinkedHashSet<>();
        for (final Instance instance : service.instances()) {
            methods.addAll(instance.methods());
        }
        return List.copyOf(methods);
    }
}
