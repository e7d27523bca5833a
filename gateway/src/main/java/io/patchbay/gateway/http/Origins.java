package io.patchbay.gateway.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The origins whose web pages may send requests to the HTTP port: that of this server itself and those that the operator allows.
 * A client that is not a browser sends no origin and is not checked.
 */
public final class Origins {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private final Set<String> allowed;

    public Origins(final List<String> allowed) {
        this.allowed = allowed.stream().map(Origins::normal).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Returns whether pages of an origin may send requests.
     *
     * @param origin as the browser sent it.
     * @param host   the Host header, which has been checked.
     */
    boolean allows(final String origin, final String host) {
        return allowed.contains(normal(origin)) || isOwn(origin, host);
    }

    private static boolean isOwn(final String origin, final String host) {
        try {
            final URI page = new URI(origin);
            final boolean isSecure = "https".equalsIgnoreCase(page.getScheme());
            if (page.getHost() == null || !isSecure && !"http".equalsIgnoreCase(page.getScheme())) {
                return false;
            }
            final int defaultPort = isSecure ? HTTPS_PORT : HTTP_PORT;
            final URI own = new URI("http://" + host);
            return page.getHost().equalsIgnoreCase(own.getHost()) && port(page, defaultPort) == port(own, defaultPort);
        } catch (final URISyntaxException e) {
            return false;
        }
    }

    private static int port(final URI uri, final int defaultPort) {
        return uri.getPort() < 0 ? defaultPort : uri.getPort();
    }

    private static String normal(final String origin) {
        final String lower = origin.toLowerCase(Locale.ROOT);
        return lower.endsWith("/") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
