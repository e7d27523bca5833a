package io.patchbay.gateway.http;

import io.patchbay.gateway.config.Hosts;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetAddress;
import java.util.List;

/**
 * Decides which HTTP requests may come, whatever their path, by the hosts that they name and the origin of their web page. It
 * logs a line for a refused request. All connections of a port share it; one thread.
 */
public final class HttpGuard {
    private static final Logger LOG = LoggerFactory.getLogger(HttpGuard.class);
    private static final String SCHEME = "http://";

    /** The status and the text with which a request is refused. */
    record Verdict(HttpResponseStatus status, String text) {
    }

    private static final Verdict ONE_HOST =
        new Verdict(HttpResponseStatus.BAD_REQUEST, "exactly one Host header is needed");
    private static final Verdict BAD_HOST = new Verdict(HttpResponseStatus.BAD_REQUEST, "the Host header is malformed");
    private static final Verdict BAD_TARGET = new Verdict(HttpResponseStatus.BAD_REQUEST, "the request target is malformed");
    private static final Verdict HOST = new Verdict(HttpResponseStatus.FORBIDDEN, "host not allowed");
    private static final Verdict ORIGIN = new Verdict(HttpResponseStatus.FORBIDDEN, "origin not allowed");

    private final Hosts hosts;
    private final Origins origins;
    private final RefusalLog log = new RefusalLog(LOG::warn);

    public HttpGuard(final Hosts hosts, final Origins origins) {
        this.hosts = hosts;
        this.origins = origins;
    }

    /**
     * Returns why a request is refused.
     *
     * @param request with a head that could be parsed.
     * @param from    the peer's address.
     * @param nowMs   time for the limits of the log.
     * @return null where the request may come.
     */
    Verdict refusal(final HttpRequest request, final InetAddress from, final long nowMs) {
        final HttpHeaders headers = request.headers();
        final List<String> named = headers.getAll(HttpHeaderNames.HOST);
        final List<String> pages = headers.getAll(HttpHeaderNames.ORIGIN);
        final Verdict verdict = judge(request.uri(), named, pages);
        if (verdict != null) {
            log.refused(from, verdict.status.code() + " (" + verdict.text + "): " + request.method() + ' ' + request.uri()
                + ", Host " + named + ", Origin " + pages + hint(verdict), nowMs);
        }
        return verdict;
    }

    private Verdict judge(final String target, final List<String> named, final List<String> pages) {
        if (named.size() != 1) {
            return ONE_HOST;
        }
        final String host = Hosts.hostOf(named.get(0));
        if (host == null) {
            return BAD_HOST;
        }
        if (!hosts.allows(host)) {
            return HOST;
        }
        if (isAbsolute(target)) {
            final String targetHost = Hosts.hostOf(target.substring(SCHEME.length(), pathFrom(target)));
            if (targetHost == null) {
                return BAD_TARGET;
            }
            if (!hosts.allows(targetHost)) {
                return HOST;
            }
        } else if (!target.startsWith("/") && !target.equals("*")) {
            return BAD_TARGET;
        }
        final boolean isOnePage = pages.size() == 1 && origins.allows(pages.get(0), named.get(0));
        return pages.isEmpty() || isOnePage ? null : ORIGIN;
    }

    private static String hint(final Verdict verdict) {
        if (verdict == HOST) {
            return "; name the host by --allow-host if it is this server's";
        }
        return verdict == ORIGIN ? "; name the origin by --allow-origin if its pages may come" : "";
    }

    /**
     * Returns the path of a request, without query.
     *
     * @param target in origin form, or in the absolute form that proxies send (RFC 9112, section 3.2).
     * @return empty for an absolute target without a path.
     */
    static String path(final String target) {
        final int from = isAbsolute(target) ? pathFrom(target) : 0;
        int to = from;
        while (to < target.length() && target.charAt(to) != '?' && target.charAt(to) != '#') {
            to++;
        }
        return target.substring(from, to);
    }

    private static boolean isAbsolute(final String target) {
        return target.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    private static int pathFrom(final String absolute) {
        int at = SCHEME.length();
        while (at < absolute.length() && "/?#".indexOf(absolute.charAt(at)) < 0) {
            at++;
        }
        return at;
    }
}
