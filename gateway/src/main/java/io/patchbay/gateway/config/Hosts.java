package io.patchbay.gateway.config;

import io.netty.util.NetUtil;

import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The host names that an HTTP request may name. A web page can make its own host name resolve to this machine (DNS rebinding) and
 * is then of the same origin as this server. So a request must name a loopback name, an IP address, the host that the port is
 * bound to, or a host that the operator allows.
 */
public final class Hosts {
    private static final String LOOPBACK = "localhost";
    private static final String LOOPBACK_SUFFIX = ".localhost";
    private static final int MAX_NAME_LENGTH = 253;
    private static final int MAX_PORT = 65_535;
    private static final Pattern NAME = Pattern.compile("[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*");

    private final Set<String> allowed = new HashSet<>();

    /**
     * Creates the set of allowed names.
     *
     * @param bound the address that the port is bound to; its host is allowed.
     * @param names hosts that the operator allows; each has passed {@link #isName(String)}.
     */
    public Hosts(final InetSocketAddress bound, final List<String> names) {
        allowed.add(normal(bound.getHostString()));
        names.forEach(name -> allowed.add(normal(name)));
    }

    /** Returns whether a text is a host name without port, which is what {@code --allow-host} takes. */
    static boolean isName(final String name) {
        final String normal = normal(name);
        return normal.length() <= MAX_NAME_LENGTH && NAME.matcher(normal).matches();
    }

    /**
     * Returns the host of {@code host[:port]} in lower case, without port, brackets and the dot of the DNS root.
     *
     * @param authority of a Host header or a request target.
     * @return null where it is malformed: empty, with user information, a bad port or a bad name.
     */
    public static String hostOf(final String authority) {
        final boolean isBracketed = authority.startsWith("[");
        final int end = isBracketed ? authority.indexOf(']') + 1 : authority.indexOf(':');
        if (isBracketed && end == 0) {
            return null;
        }
        final String host = end < 0 ? authority : authority.substring(0, end);
        final String port = end < 0 ? "" : authority.substring(end);
        if (!port.isEmpty() && !isPort(port)) {
            return null;
        }
        if (isBracketed) {
            final String literal = host.substring(1, host.length() - 1);
            return NetUtil.isValidIpV6Address(literal) ? literal.toLowerCase(Locale.ROOT) : null;
        }
        return isName(host) ? normal(host) : null;
    }

    /** Returns whether a text is a colon and a port, or a colon alone (RFC 3986, section 3.2.3). */
    private static boolean isPort(final String text) {
        if (text.charAt(0) != ':' || text.length() > 6) {
            return false;
        }
        int port = 0;
        for (int i = 1; i < text.length(); i++) {
            final char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                return false;
            }
            port = port * 10 + digit - '0';
        }
        return port <= MAX_PORT;
    }

    /**
     * Returns whether a request may name a host.
     *
     * @param host from {@link #hostOf(String)}.
     */
    public boolean allows(final String host) {
        return host.equals(LOOPBACK) || host.endsWith(LOOPBACK_SUFFIX) || NetUtil.isValidIpV4Address(host)
            || host.indexOf(':') >= 0 || allowed.contains(host);
    }

    private static String normal(final String name) {
        final String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
