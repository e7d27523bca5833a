package io.patchbay.gateway;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.util.concurrent.Future;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Answers the requests of one HTTP connection: {@code /health/live}, {@code /health/ready}, and the upgrade of {@code /ws}
 * (contract, sections 2, 8 and 10). A connection that neither asks nor upgrades is closed after a while.
 */
final class HttpRequests extends SimpleChannelInboundHandler<FullHttpRequest> implements Newcomers.Newcomer {
    static final String SUBPROTOCOL = "patchbay.v1.json";
    private static final String PATH = "/ws";
    private static final String VERSION = "13";
    private static final int IDLE_MS = 30_000;

    private final Origins origins;
    private final Sessions sessions;
    private final Newcomers newcomers;
    private final ArrivingBytes arriving;
    private final Readiness readiness;
    private final Supplier<WebSocketConnection> connections;
    private ChannelHandlerContext context;
    private InetAddress from;
    private Future<?> idle;

    /**
     * Serves health alone where there are no sessions.
     *
     * @param origins     checked where a WebSocket is asked for.
     * @param sessions    of the WebSockets, or null: then {@code /ws} is not found.
     * @param newcomers   of which it is one.
     * @param arriving    counts its input.
     * @param readiness   asked for each {@code /health/ready}.
     * @param connections makes what a WebSocket is served by.
     */
    HttpRequests(final Origins origins, final Sessions sessions, final Newcomers newcomers, final ArrivingBytes arriving,
        final Readiness readiness, final Supplier<WebSocketConnection> connections) {
        this.arriving = arriving;
        this.origins = origins;
        this.sessions = sessions;
        this.newcomers = newcomers;
        this.readiness = readiness;
        this.connections = connections;
    }

    @Override
    public void handlerAdded(final ChannelHandlerContext ctx) {
        context = ctx;
        from = ((InetSocketAddress)ctx.channel().remoteAddress()).getAddress();
        awaitRequest(ctx);
        newcomers.add(this);
    }

    @Override
    public InetAddress from() {
        return from;
    }

    @Override
    public void giveWay() {
        context.close();
    }

    @Override
    public void handlerRemoved(final ChannelHandlerContext ctx) {
        newcomers.remove(this);
        idle.cancel(false);
    }

    private void awaitRequest(final ChannelHandlerContext ctx) {
        idle = ctx.executor().schedule((Runnable)ctx::close, IDLE_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void channelRead0(final ChannelHandlerContext ctx, final FullHttpRequest request) {
        arriving.whole();
        idle.cancel(false);
        awaitRequest(ctx);
        final String path = new QueryStringDecoder(request.uri()).rawPath();
        if (!request.decoderResult().isSuccess()) {
            answer(ctx, request, HttpResponseStatus.BAD_REQUEST, "{\"error\":\"not HTTP\"}");
        } else if (path.equals(PATH) && sessions != null) {
            upgrade(ctx, request);
        } else if (path.equals("/health/live") && isRead(request.method())) {
            answer(ctx, request, HttpResponseStatus.OK, "{\"status\":\"live\"}");
        } else if (path.equals("/health/ready") && isRead(request.method())) {
            final Readiness.Answer now = readiness.answer();
            answer(ctx, request, now.isReady() ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE, now.json());
        } else {
            answer(ctx, request, HttpResponseStatus.NOT_FOUND, "{\"error\":\"not found\"}");
        }
    }

    private static boolean isRead(final HttpMethod method) {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }

    private void upgrade(final ChannelHandlerContext ctx, final FullHttpRequest request) {
        final String offered = request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL);
        if (!origins.allows(request.headers().get(HttpHeaderNames.ORIGIN), request.headers().get(HttpHeaderNames.HOST))) {
            answer(ctx, request, HttpResponseStatus.FORBIDDEN, "{\"error\":\"origin not allowed\"}");
        } else if (!isUpgrade(request)) {
            answer(ctx, request, HttpResponseStatus.BAD_REQUEST, "{\"error\":\"a WebSocket upgrade is needed\"}");
        } else if (!VERSION.equals(request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(ctx.channel())
                .addListener(ChannelFutureListener.CLOSE);
        } else if (offered != null && !isOffered(request)) {
            answer(ctx, request, HttpResponseStatus.BAD_REQUEST, "{\"error\":\"the subprotocol is " + SUBPROTOCOL + "\"}");
        } else {
            handshake(ctx, request);
        }
    }

    private static boolean isUpgrade(final FullHttpRequest request) {
        return request.method().equals(HttpMethod.GET)
            && request.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
            && request.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
            && request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_KEY);
    }

    private static boolean isOffered(final FullHttpRequest request) {
        for (final String line : request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL)) {
            for (final String protocol : line.split(",")) {
                if (protocol.strip().equals(SUBPROTOCOL)) {
                    return true;
                }
            }
        }
        return false;
    }

    private void handshake(final ChannelHandlerContext ctx, final FullHttpRequest request) {
        final WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(sessions.context().maxFrameBytes())
            .allowExtensions(false)
            .withUTF8Validator(false)
            .closeOnProtocolViolation(false)
            .build();
        final WebSocketServerHandshaker handshaker = new WebSocketServerHandshaker13(PATH, SUBPROTOCOL, config);
        final WebSocketConnection connection = connections.get();
        ctx.pipeline().replace(this, "session", connection);
        final ChannelHandlerContext connected = ctx.pipeline().context(connection);
        handshaker.handshake(ctx.channel(), request).addListener(done -> {
            if (done.isSuccess()) {
                connection.begin(sessions, connected);
            } else {
                ctx.channel().close();
            }
        });
    }

    private static void answer(final ChannelHandlerContext ctx, final FullHttpRequest request, final HttpResponseStatus status,
        final String json) {
        final byte[] body = json.getBytes(StandardCharsets.UTF_8);
        final boolean isHead = request.method().equals(HttpMethod.HEAD);
        final FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status,
            isHead ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body));
        response.headers()
            .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
            .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
            .setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
        final boolean isKept = HttpUtil.isKeepAlive(request) && status.code() < HttpResponseStatus.BAD_REQUEST.code();
        HttpUtil.setKeepAlive(response, isKept);
        final ChannelFuture sent = ctx.writeAndFlush(response);
        if (!isKept) {
            sent.addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** A peer that has ended its sending side gets what it has asked for, and no more. */
    @Override
    public void userEventTriggered(final ChannelHandlerContext ctx, final Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(final ChannelHandlerContext ctx, final Throwable cause) {
        ctx.close();
    }
}
