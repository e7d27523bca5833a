package io.patchbay.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.gateway.socket.ChannelWriter;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks that every byte to a peer goes through {@link ChannelWriter} and so counts in the windows. No other class of the module
 * writes to a channel, and the module uses only those codecs of Netty that never write by themselves.
 */
@Timeout(60)
class ChannelWritesTest {
    private static final Set<String> WRITES = Set.of("write", "writeAndFlush", "flush");
    private static final Set<String> CHANNELS = internalNames(Channel.class, ChannelHandlerContext.class, ChannelPipeline.class,
        ChannelOutboundInvoker.class, Channel.Unsafe.class);
    private static final String CODECS = "io/netty/handler/";
    /** Types without behavior, and the two decoders, which only read. */
    private static final Set<String> SILENT_CODECS = internalNames(CodecException.class, HttpHeaderNames.class,
        HttpHeaderValues.class, HttpHeaders.class, HttpMessage.class, HttpMethod.class, HttpObject.class, HttpRequest.class,
        HttpRequestDecoder.class, HttpResponseStatus.class, HttpUtil.class, HttpVersion.class, LastHttpContent.class,
        TooLongHttpHeaderException.class, TooLongHttpLineException.class, BinaryWebSocketFrame.class, CloseWebSocketFrame.class,
        ContinuationWebSocketFrame.class, CorruptedWebSocketFrameException.class, PingWebSocketFrame.class,
        PongWebSocketFrame.class, TextWebSocketFrame.class, WebSocket13FrameDecoder.class, WebSocketCloseStatus.class,
        WebSocketDecoderConfig.class, WebSocketDecoderConfig.Builder.class, WebSocketFrame.class,
        io.netty.handler.codec.DecoderResult.class);

    private final Set<String> writers = new TreeSet<>();
    private final Set<String> codecs = new TreeSet<>();

    private static Set<String> internalNames(final Class<?>... types) {
        return Arrays.stream(types).map(Type::getInternalName).collect(Collectors.toUnmodifiableSet());
    }

    @Test
    void shouldWriteToChannelsInOnePlace() throws Exception {
        final Path classes = Path.of(ChannelWriter.class.getProtectionDomain().getCodeSource().getLocation().toURI());

        try (Stream<Path> files = Files.walk(classes)) {
            for (final Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
                new ClassReader(Files.readAllBytes(file)).accept(new Uses(), ClassReader.SKIP_DEBUG);
            }
        }

        assertEquals(Set.of(Type.getInternalName(ChannelWriter.class)), writers);
        assertTrue(codecs.removeAll(SILENT_CODECS), "no codec is used at all");
        assertEquals(Set.of(), codecs, "may write past the windows");
    }

    private final class Uses extends ClassVisitor {
        private String name;

        Uses() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visit(final int version, final int access, final String className, final String signature,
            final String superName, final String[] interfaces) {
            name = className;
            codec(superName);
            Arrays.stream(interfaces).forEach(this::codec);
        }

        private void codec(final String type) {
            if (type.startsWith(CODECS)) {
                codecs.add(type);
            }
        }

        private void call(final String owner, final String method) {
            codec(owner);
            if (CHANNELS.contains(owner) && WRITES.contains(method)) {
                writers.add(name);
            }
        }

        @Override
        public MethodVisitor visitMethod(final int access, final String method, final String descriptor, final String signature,
            final String[] exceptions) {
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public void visitMethodInsn(final int opcode, final String owner, final String called, final String type,
                    final boolean isInterface) {
                    call(owner, called);
                }

                @Override
                public void visitTypeInsn(final int opcode, final String type) {
                    codec(type);
                }

                @Override
                public void visitInvokeDynamicInsn(final String called, final String type, final Handle bootstrap,
                    final Object... arguments) {
                    for (final Object argument : arguments) {
                        if (argument instanceof Handle handle) {
                            call(handle.getOwner(), handle.getName());
                        }
                    }
                }
            };
        }
    }
}
