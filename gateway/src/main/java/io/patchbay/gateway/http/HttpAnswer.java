package io.patchbay.gateway.http;

import io.patchbay.gateway.socket.ChannelWriter;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Writes answers to HTTP requests (RFC 9112): a status with a JSON body, or the acceptance of a WebSocket upgrade (RFC 6455,
 * section 4.2.2).
 */
final class HttpAnswer {
    private static final String KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private HttpAnswer() {
    }

    /**
     * Writes an answer with a body.
     *
     * @param writer  of the connection.
     * @param request to be answered.
     * @param status  of the answer.
     * @param headers further header lines, each with its line end, or empty.
     * @param json    the body.
     * @return whether the connection is kept for another request.
     */
    static boolean write(final ChannelWriter writer, final HttpRequest request, final HttpResponseStatus status,
        final String headers, final String json) {
        final boolean isKept = HttpUtil.isKeepAlive(request) && status.code() < HttpResponseStatus.BAD_REQUEST.code();
        final boolean isOld = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        final String connection = isKept ? isOld ? "connection: keep-alive\r\n" : "" : "connection: close\r\n";
        final byte[] body = json.getBytes(StandardCharsets.UTF_8);
        write(writer, "HTTP/1.1 " + status.code() + ' ' + status.reasonPhrase() + "\r\ncontent-type: application/json\r\n"
            + "cache-control: no-store\r\ncontent-length: " + body.length + "\r\n" + connection + headers + "\r\n",
            request.method().equals(HttpMethod.HEAD) ? new byte[0] : body);
        return isKept;
    }

    /**
     * Writes the acceptance of an upgrade.
     *
     * @param writer   of the connection.
     * @param key      the request's {@code Sec-WebSocket-Key}.
     * @param protocol the subprotocol agreed upon, or null.
     */
    static void writeUpgrade(final ChannelWriter writer, final String key, final String protocol) {
        write(writer, "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n"
            + "sec-websocket-accept: " + accept(key) + "\r\n"
            + (protocol == null ? "" : "sec-websocket-protocol: " + protocol + "\r\n") + "\r\n", new byte[0]);
    }

    private static void write(final ChannelWriter writer, final String head, final byte[] body) {
        final int length = head.length() + body.length;
        final ByteBuf out = writer.room(length);
        if (out != null) {
            out.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1)).writeBytes(body);
            writer.added(length);
        }
    }

    private static String accept(final String key) {
        try {
            final byte[] both = (key + KEY_SUFFIX).getBytes(StandardCharsets.ISO_8859_1);
            return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(both));
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
