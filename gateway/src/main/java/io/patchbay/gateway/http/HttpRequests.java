package io.patchbay.gateway.http;

import io.patchbay.gateway.session.Newcomers;
import io.patchbay.gateway.session.Readiness;
import io.patchbay.gateway.session.Sessions;
import io.patchbay.gateway.session.TimerEntry;
import io.patchbay.gateway.socket.ArrivingBytes;
import io.patchbay.gateway.socket.ChannelWriter;
import io.patchbay.gateway.socket.WebSocketConnection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.util.ReferenceCountUtil;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Supplier;

/**
 * Answers the requests of one HTTP connection: {@code /health/live}, {@code /health/ready} and the upgrade of {@code /ws}
 * (PROTOCOL.md, "Framing"). Requests have no body. The connection is read only while all answers are sent, so a client that does
 * not read costs at most the answers to one small read. A client that is too slow to send a request or to take an answer is
 * closed.
 */
public final class HttpRequests extends ChannelInboundHandlerAdapter implements Newcomers.Newcomer, ChannelWriter.Owner {
    static final String SUBPROTOCOL = "patchbay.v1.json";
    /** Longest time without a request. */
    static final int IDLE_MS = 30_000;
    /** Longest time from the first byte of a request to its last. */
    public static final int REQUEST_MS = 10_000;
    /** Longest time for a client to take an answer. */
    public static final int ANSWER_MS = 10_000;
    private static final String PATH = "/ws";
    private static final String VERSION = "13";

    /** The states of a connection, each with its own time-out. */
    private enum State {
        IDLE, IN_REQUEST, IN_ANSWER, LINGERING
    }

    private final HttpPort port;
    private final Sessions sessions;
    private final ArrivingBytes arriving;
    private final HttpReads reads = new HttpReads();
    private final Supplier<WebSocketConnection> connections;
    private final TimerEntry timer = new TimerEntry() {
        @Override
        public void onTimer(final long nowMs) {
            context.close();
        }
    };
    private ChannelHandlerContext context;
    private ChannelWriter writer;
    private InetAddress from;
    private HttpRequest request;
    private State state = State.IDLE;
    /** Whether all further input is ignored. */
    private boolean isClosing;
    private boolean isUpgraded;

    /**
     * Creates the handler of one connection.
     *
     * @param port        the parts that all connections of the port share.
     * @param sessions    the sessions of WebSockets; null where there are none, and {@code /ws} is not found.
     * @param arriving    counts the connection's input.
     * @param connections creates the handler of a WebSocket.
     */
    public HttpRequests(final HttpPort port, final Sessions sessions, final ArrivingBytes arriving,
        final Supplier<WebSocketConnection> connections) {
        this.port = port;
        this.sessions = sessions;
        this.arriving = arriving;
        this.connections = connections;
    }

    // ---- the connection -------------------------------------------------------------------------------------------------

    @Override
    public void handlerAdded(final ChannelHandlerContext ctx) {
        context = ctx;
        ctx.channel().config().setAutoRead(false).setRecvByteBufAllocator(reads);
        writer = new ChannelWriter(port.outbox(), ctx.channel(), this);
        from = ((InetSocketAddress)ctx.channel().remoteAddress()).getAddress();
        await(State.IDLE, IDLE_MS);
        port.newcomers().add(this);
    }

    @Override
    public void channelActive(final ChannelHandlerContext ctx) {
        ctx.read();
        ctx.fireChannelActive();
    }

    @Override
    public InetAddress from() {
        return from;
    }

    @Override
    public void evict() {
        writer.close();
    }

    @Override
    public void handlerRemoved(final ChannelHandlerContext ctx) {
        port.newcomers().remove(this);
        port.timers().cancel(timer);
        if (!isUpgraded) {
            writer.release();
        }
    }

    private void await(final State next, final int ms) {
        state = next;
        port.timers().schedule(timer, port.nowMs().getAsLong() + ms);
    }

    @Override
    public void channelReadComplete(final ChannelHandlerContext ctx) {
        if (isUpgraded) {
            return;
        }
        if (isClosing) {
            ctx.read();
        } else if (writer.unsentBytes() == 0) {
            if (state == State.IDLE && arriving.bytes() > 0) {
                await(State.IN_REQUEST, REQUEST_MS);
            }
            ctx.read();
        }
    }

    @Override
    public boolean isEnding() {
        return isClosing;
    }

    @Override
    public void tooSlow() {
        writer.close();
    }

    /** Reads the next requests, since the client has taken all answers. */
    @Override
    public void allSent() {
        if (state != State.IN_ANSWER) {
            return;
        }
        if (isClosing) {
            linger();
        } else {
            await(arriving.bytes() > 0 ? State.IN_REQUEST : State.IDLE, arriving.bytes() > 0 ? REQUEST_MS : IDLE_MS);
            context.read();
        }
    }

    /**
     * Ends the sending side after the answer that closes. Input that follows the request is discarded for a while, since closing
     * at once would reset the connection before the client has read the answer.
     */
    private void linger() {
        final DuplexChannel channel = (DuplexChannel)context.channel();
        if (channel.isInputShutdown()) {
            writer.close();
        } else {
            await(State.LINGERING, port.lingerMs());
            channel.shutdownOutput();
            context.read();
        }
    }

    /** Closes the connection of a peer that has ended its sending side, after the answers that it still awaits. */
    @Override
    public void userEventTriggered(final ChannelHandlerContext ctx, final Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            if (state == State.IN_ANSWER) {
                close();
            } else {
                writer.close();
            }
        }
        ctx.fireUserEventTriggered(event);
    }

    private void close() {
        isClosing = true;
        arriving.discard();
    }

    @Override
    public void exceptionCaught(final ChannelHandlerContext ctx, final Throwable cause) {
        writer.close();
    }

    // ---- requests -------------------------------------------------------------------------------------------------------

    @Override
    public void channelRead(final ChannelHandlerContext ctx, final Object message) {
        try {
            if (isClosing) {
                return;
            }
            if (message instanceof HttpRequest head) {
                request = head;
                if (!head.decoderResult().isSuccess()) {
                    arriving.whole();
                    malformed(head);
                    return;
                }
            }
            if (message instanceof LastHttpContent || hasBody()) {
                arriving.whole();
                onRequest(ctx);
            }
        } catch (final NumberFormatException e) {
            refuse(HttpResponseStatus.BAD_REQUEST, "not HTTP");
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private boolean hasBody() {
        return HttpUtil.isTransferEncodingChunked(request) || HttpUtil.getContentLength(request, 0L) > 0;
    }

    private void malformed(final HttpRequest head) {
        final Throwable cause = head.decoderResult().cause();
        if (cause instanceof TooLongHttpLineException) {
            refuse(HttpResponseStatus.REQUEST_URI_TOO_LONG, "the request line is too long");
        } else if (cause instanceof TooLongHttpHeaderException) {
            refuse(HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "the headers are too long");
        } else {
            refuse(HttpResponseStatus.BAD_REQUEST, "not HTTP");
        }
    }

    private void onRequest(final ChannelHandlerContext ctx) {
        final HttpGuard.Verdict refusal = port.guard().refusal(request, from, port.nowMs().getAsLong());
        final String path = HttpGuard.path(request.uri());
        if (refusal != null) {
            refuse(refusal.status(), refusal.text());
        } else if (hasBody()) {
            refuse(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, "a request here has no body");
        } else if (path.equals(PATH) && sessions != null) {
            upgrade(ctx);
        } else if (path.equals("/health/live") && isRead(request.method())) {
            answer(HttpResponseStatus.OK, "{\"status\":\"live\"}");
        } else if (path.equals("/health/ready") && isRead(request.method())) {
            final Readiness.Answer now = port.readiness().answer();
            answer(now.isReady() ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE, now.json());
        } else {
            refuse(HttpResponseStatus.NOT_FOUND, "not found");
        }
    }

    private static boolean isRead(final HttpMethod method) {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }

    private void answer(final HttpResponseStatus status, final String json) {
        answer(status, "", json);
    }

    private void refuse(final HttpResponseStatus status, final String error) {
        answer(status, "", "{\"error\":\"" + error + "\"}");
    }

    private void answer(final HttpResponseStatus status, final String headers, final String json) {
        if (!HttpAnswer.write(writer, request, status, headers, json)) {
            close();
        }
        if (state != State.IN_ANSWER) {
            await(State.IN_ANSWER, ANSWER_MS);
        }
        port.outbox().relieve();
    }

    // ---- the upgrade ----------------------------------------------------------------------------------------------------

    private void upgrade(final ChannelHandlerContext ctx) {
        final String offered = request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL);
        if (!isUpgrade(request)) {
            refuse(HttpResponseStatus.BAD_REQUEST, "a WebSocket upgrade is needed");
        } else if (!VERSION.equals(request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            answer(HttpResponseStatus.UPGRADE_REQUIRED, "sec-websocket-version: " + VERSION + "\r\n",
                "{\"error\":\"the WebSocket version is " + VERSION + "\"}");
        } else if (offered != null && !isOffered(request)) {
            refuse(HttpResponseStatus.BAD_REQUEST, "the subprotocol is " + SUBPROTOCOL);
        } else {
            HttpAnswer.writeUpgrade(writer, request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_KEY),
                offered == null ? null : SUBPROTOCOL);
            beginSession(ctx);
        }
    }

    private static boolean isUpgrade(final HttpRequest request) {
        return request.method().equals(HttpMethod.GET)
            && request.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
            && request.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
            && request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_KEY);
    }

    private static boolean isOffered(final HttpRequest request) {
        for (final String line : request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL)) {
            for (final String protocol : line.split(",")) {
                if (protocol.strip().equals(SUBPROTOCOL)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Turns the connection into a session. The HTTP decoder hands over bytes that followed the request when it is removed, and
     * they are read as frames.
     */
    private void beginSession(final ChannelHandlerContext ctx) {
        final WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(sessions.context().maxFrameBytes())
            .allowExtensions(false)
            .withUTF8Validator(false)
            .closeOnProtocolViolation(false)
            .build();
        final WebSocketConnection connection = connections.get();
        isUpgraded = true;
        writer.owner(connection);
        ctx.pipeline().addBefore(ctx.name(), null, new WebSocket13FrameDecoder(config));
        ctx.pipeline().replace(this, null, connection);
        connection.begin(ctx.pipeline().context(connection), sessions, writer);
        reads.upgraded();
        ctx.pipeline().remove(HttpRequestDecoder.class);
        ctx.channel().config().setAutoRead(true);
    }
}
