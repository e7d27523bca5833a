package io.patchbay.gateway.json;

import io.patchbay.gateway.json.JacksonOracle.Node;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A second implementation of the rules for a client's frame, with Jackson's nodes and regular expressions. Its result is an error
 * with its field, or the fields of the frame.
 */
final class FrameModel {
    private static final String NAME_TEXT = "[A-Za-z][A-Za-z0-9._-]{0,63}";
    private static final String NUMBER = "(0|[1-9][0-9]*)";
    private static final String PRE_PART = "(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)";
    private static final String PRE = "(-" + PRE_PART + "(\\." + PRE_PART + ")*)?";
    private static final String BUILD = "(\\+[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?";
    private static final String FULL = NUMBER + "\\." + NUMBER + "\\." + NUMBER + PRE + BUILD;
    private static final Pattern NAME = Pattern.compile(NAME_TEXT);
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern VERSION = Pattern.compile(FULL);
    private static final Pattern REQUIREMENT = Pattern.compile(NUMBER + "(\\." + NUMBER + ")?|" + FULL);
    private static final Pattern LISTEN = Pattern.compile("service-(connect|online|disconnect|offline)|broadcast-message"
        + "|unhandled-message|" + NAME_TEXT + ":(\\*|" + NAME_TEXT + ")");
    private static final Set<String> TYPES = Set.of("message", "reply", "broadcast", "emit", "services", "status", "unregister",
        "ping", "pong", "authorize", "register");

    /** The result: code and field of an error, or the fields. */
    final TreeMap<String, String> fields = new TreeMap<>();
    private final Node frame;

    FrameModel(final Node frame) {
        this.frame = frame;
        final Set<String> seen = new HashSet<>();
        for (final String name : frame.names) {
            if (!seen.add(name)) {
                bad(shown(name));
                return;
            }
        }
        final Node type = field("type");
        if (type == null || !type.isString()) {
            bad("type");
        } else if (!TYPES.contains(type.text)) {
            fields.put("error", "unknown-type");
        } else {
            fields.put("type", type.text);
            read(type.text);
        }
    }

    private void read(final String type) {
        switch (type) {
            case "message" -> {
                if (id(true) && destination() && text("consumer", FrameModel::isName, false)
                    && text("responder", FrameModel::isName, false) && text("key", s -> bytes(s) >= 1 && bytes(s) <= 256, false)
                    && text("traceparent", s -> bytes(s) <= 256, false) && timeoutMs() && flag("ack")) {
                    payload();
                }
            }
            case "reply" -> {
                if (id(true) && error() && flag("more") && flag("ack") && !fields.containsKey("hasError")) {
                    payload();
                }
            }
            case "broadcast" -> {
                if (id(false) && flag("ack")) {
                    payload();
                }
            }
            case "emit" -> {
                if (text("event", FrameModel::isName, true) && flag("ack")) {
                    payload();
                }
            }
            case "services" -> text("service", FrameModel::isName, false);
            case "status" -> id(true);
            case "authorize" -> text("token", s -> true, true);
            case "register" -> register();
            default -> { }
        }
    }

    private void register() {
        if (text("name", FrameModel::isName, true)
            && text("version", s -> s.length() <= 128 && VERSION.matcher(s).matches(), true)
            && list("methods", FrameModel::isName, true) && list("listen", s -> LISTEN.matcher(s).matches(), false)
            && flag("acks") && text("choose", s -> s.equals("round-robin") || s.equals("least-pending"), false)) {
            aeron();
        }
    }

    private void aeron() {
        final Node aeron = present("aeron");
        if (aeron == null) {
            return;
        }
        String media = null;
        String endpoint = null;
        for (int i = 0; aeron.isObject() && i < aeron.names.size(); i++) {
            final Node value = aeron.values.get(i);
            final String name = aeron.names.get(i);
            if (name.equals("media") && value.isString() && media == null) {
                media = value.text;
            } else if (name.equals("endpoint") && value.isString() && endpoint == null) {
                endpoint = value.text;
            } else if (name.equals("media") || name.equals("endpoint") && !"null".equals(value.raw)) {
                bad("aeron");
                return;
            }
        }
        if ("ipc".equals(media) && endpoint == null
            || "udp".equals(media) && endpoint != null && Endpoints.isEndpoint(endpoint)) {
            fields.put("aeron", media + " " + (endpoint == null ? "" : endpoint));
        } else {
            bad("aeron");
        }
    }

    private boolean id(final boolean isRequired) {
        final Node id = present("id");
        if (id == null && !isRequired) {
            return true;
        }
        if (id == null || !id.isString() || !UUID.matcher(id.text).matches()) {
            return bad("id");
        }
        fields.put("id", id.text.toLowerCase());
        return true;
    }

    private boolean destination() {
        return text("destination", s -> {
            final int colon = s.indexOf(':');
            final int at = colon < 0 ? -1 : s.substring(0, colon).indexOf('@');
            return colon > 0 && isName(s.substring(colon + 1)) && isName(s.substring(0, at < 0 ? colon : at))
                && (at < 0 || colon - at - 1 <= 128 && REQUIREMENT.matcher(s.substring(at + 1, colon)).matches());
        }, true);
    }

    private boolean timeoutMs() {
        final Node timeout = present("timeoutMs");
        if (timeout == null) {
            return true;
        }
        if (!timeout.raw.matches("[0-9]{1,8}") || Integer.parseInt(timeout.raw) < 1
            || Integer.parseInt(timeout.raw) > 86_400_000) {
            return bad("timeoutMs");
        }
        fields.put("timeoutMs", timeout.raw);
        return true;
    }

    private boolean error() {
        final Node error = present("error");
        if (error == null) {
            return true;
        }
        if (present("payload") != null || !error.isObject()) {
            return bad("error");
        }
        for (final String name : List.of("code", "message")) {
            final int at = error.names.indexOf(name);
            if (at < 0 || at != error.names.lastIndexOf(name) || !error.values.get(at).isString()) {
                return bad("error");
            }
            fields.put("error." + name, error.values.get(at).text);
        }
        fields.put("hasError", "true");
        return true;
    }

    private boolean list(final String name, final Predicate<String> isLegal, final boolean isUnique) {
        final Node list = present(name);
        if (list == null) {
            return true;
        }
        final Set<String> seen = new HashSet<>();
        final StringBuilder all = new StringBuilder();
        if (!list.isArray() || list.values.size() > 1_024) {
            return bad(name);
        }
        for (final Node one : list.values) {
            if (!one.isString() || !isLegal.test(one.text) || !seen.add(one.text) && isUnique) {
                return bad(name);
            }
            if (seen.size() > all.toString().split(",", -1).length - 1) {
                all.append(one.text).append(',');
            }
        }
        fields.put(name, all.toString());
        return true;
    }

    private boolean text(final String name, final Predicate<String> isLegal, final boolean isRequired) {
        final Node node = present(name);
        if (node == null && !isRequired) {
            return true;
        }
        if (node == null || !node.isString() || !isLegal.test(node.text)) {
            return bad(name);
        }
        fields.put(name, node.text);
        return true;
    }

    private boolean flag(final String name) {
        final Node node = present(name);
        if (node != null && !node.isBoolean()) {
            return bad(name);
        }
        fields.put(name, String.valueOf(node != null && node.raw.equals("true")));
        return true;
    }

    private void payload() {
        final Node payload = present("payload");
        fields.put("payload", payload == null ? "null" : payload.raw.replace('\r', ' ').replace('\n', ' '));
    }

    private boolean bad(final String name) {
        fields.clear();
        fields.put("error", "bad-field");
        fields.put("field", name);
        return false;
    }

    private Node field(final String name) {
        final int at = frame.names.indexOf(name);
        return at < 0 ? null : frame.values.get(at);
    }

    private Node present(final String name) {
        final Node node = field(name);
        return node == null || node.raw.equals("null") ? null : node;
    }

    private static String shown(final String name) {
        return name.length() <= 64 ? name : name.substring(0, Character.isHighSurrogate(name.charAt(63)) ? 63 : 64);
    }

    private static boolean isName(final String text) {
        return NAME.matcher(text).matches();
    }

    private static int bytes(final String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
