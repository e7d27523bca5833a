package io.patchbay.gateway.json;

import io.patchbay.protocol.Choose;
import io.patchbay.protocol.EventName;
import io.patchbay.protocol.Limits;
import io.patchbay.protocol.Names;
import io.patchbay.protocol.Versions;

import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads and checks the fields of a {@code register} frame. That happens once in a session, so it may allocate.
 */
final class Registration {
    final List<String> methods = new ArrayList<>();
    final List<String> listen = new ArrayList<>();
    String name = "";
    String version = "";
    boolean hasListen;
    boolean acks;
    Choose choose = Choose.ROUND_ROBIN;
    String aeronMedia = "";
    String aeronEndpoint = "";
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private final Set<String> seen = new HashSet<>();
    private String text;

    /** Returns what is wrong with the field that {@link #read} returned. */
    String text() {
        return text;
    }

    /** Reads all fields. Returns the first field that is wrong, or null. */
    FrameField read(final Envelope envelope, final Children children) {
        methods.clear();
        listen.clear();
        aeronMedia = "";
        aeronEndpoint = "";
        choose = Choose.ROUND_ROBIN;
        name = envelope.text(FrameField.NAME, view) ? view.getStringWithoutLengthUtf8(0, view.capacity()) : "";
        version = envelope.text(FrameField.VERSION, view) ? view.getStringWithoutLengthUtf8(0, view.capacity()) : "";
        hasListen = envelope.has(FrameField.LISTEN);
        acks = envelope.kind(FrameField.ACKS) == 't';
        if (!Names.isName(name)) {
            return wrong(FrameField.NAME,
                "must be a name: a letter, then up to 63 letters, digits, dots, underscores or hyphens");
        }
        if (!Versions.isVersion(version)) {
            return wrong(FrameField.VERSION, "must be a semantic version 2.0.0");
        }
        if (!methods(envelope, children)) {
            return wrong(FrameField.METHODS, "must be an array of at most 1024 different names");
        }
        if (!listen(envelope, children)) {
            return wrong(FrameField.LISTEN, "must be an array of core event names, name:event and name:*");
        }
        if (!acks && envelope.has(FrameField.ACKS) && envelope.kind(FrameField.ACKS) != 'f') {
            return wrong(FrameField.ACKS, "must be true or false");
        }
        if (!choose(envelope)) {
            return wrong(FrameField.CHOOSE, "must be round-robin or least-pending");
        }
        if (!aeron(envelope, children)) {
            return wrong(FrameField.AERON, "must be {\"media\":\"ipc\"} or {\"media\":\"udp\",\"endpoint\":\"host:port\"}");
        }
        return null;
    }

    private boolean methods(final Envelope envelope, final Children children) {
        if (!envelope.has(FrameField.METHODS)) {
            return true;
        }
        if (envelope.kind(FrameField.METHODS) != '[') {
            return false;
        }
        seen.clear();
        envelope.children(FrameField.METHODS, children);
        while (children.next()) {
            final String method = element(envelope, children);
            if (method == null || !Names.isName(method) || !seen.add(method) || seen.size() > Limits.MAX_METHODS) {
                return false;
            }
            methods.add(method);
        }
        return true;
    }

    private boolean listen(final Envelope envelope, final Children children) {
        if (!hasListen) {
            return true;
        }
        if (envelope.kind(FrameField.LISTEN) != '[') {
            return false;
        }
        seen.clear();
        int count = 0;
        envelope.children(FrameField.LISTEN, children);
        while (children.next()) {
            final String entry = element(envelope, children);
            if (entry == null || !isEvent(entry) || ++count > Limits.MAX_LISTEN) {
                return false;
            }
            if (seen.add(entry)) {
                listen.add(entry);
            }
        }
        return true;
    }

    private static boolean isEvent(final String entry) {
        if (EventName.fromWire(entry) != null) {
            return true;
        }
        final int colon = entry.indexOf(':');
        if (colon < 0 || !Names.isName(entry.substring(0, colon))) {
            return false;
        }
        final String event = entry.substring(colon + 1);
        return "*".equals(event) || Names.isName(event);
    }

    private boolean choose(final Envelope envelope) {
        if (!envelope.has(FrameField.CHOOSE)) {
            return true;
        }
        choose = envelope.text(FrameField.CHOOSE, view) ? Choose.fromWire(view.getStringWithoutLengthUtf8(0, view.capacity()))
            : null;
        return choose != null;
    }

    private boolean aeron(final Envelope envelope, final Children children) {
        if (!envelope.has(FrameField.AERON)) {
            return true;
        }
        if (envelope.kind(FrameField.AERON) != '{') {
            return false;
        }
        String media = null;
        String endpoint = null;
        envelope.children(FrameField.AERON, children);
        while (children.next()) {
            if (children.isNamed("media")) {
                if (media != null) {
                    return false;
                }
                media = element(envelope, children);
                if (media == null) {
                    return false;
                }
            } else if (children.isNamed("endpoint") && children.kind() != 'n') {
                if (endpoint != null) {
                    return false;
                }
                endpoint = element(envelope, children);
                if (endpoint == null) {
                    return false;
                }
            }
        }
        if ("ipc".equals(media) && endpoint == null) {
            aeronMedia = media;
            return true;
        }
        if ("udp".equals(media) && endpoint != null && Endpoints.isEndpoint(endpoint)) {
            aeronMedia = media;
            aeronEndpoint = endpoint;
            return true;
        }
        return false;
    }

    private String element(final Envelope envelope, final Children children) {
        if (children.kind() != '"') {
            return null;
        }
        envelope.text(children.start(), children.end(), children.isEscaped(), view);
        return view.getStringWithoutLengthUtf8(0, view.capacity());
    }

    private FrameField wrong(final FrameField field, final String what) {
        text = what;
        return field;
    }
}
