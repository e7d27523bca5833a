package io.patchbay.gateway;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which web pages may ask the HTTP port: those that this server's own host and port served, and those that are allowed by name.
 * A client that is no browser sends no origin and is not asked.
 */
final class Origins {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private final Set<String> allowed;

    Origins(final List<String> allowed) {
        this.allowed = allowed.stream().map(Origins::normal).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Returns whether a page of this origin may come in.
     *
     * @param origin as the browser sent it.
     * @param host   the Host header, whose host may be asked for.
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
