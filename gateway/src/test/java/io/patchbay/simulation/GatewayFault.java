package io.patchbay.simulation;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

import java.util.function.UnaryOperator;

/**
 * Deliberate faults in the gateway's classes, like those of {@link Fault} in the engine's.
 */
enum GatewayFault {
    /** The end of a session is not journaled. */
    END_NOT_JOURNALED("SessionJournal", "sessionClosed", next -> MethodEdit.instead(next, Opcodes.RETURN)),
    /** A session that listens for any event hears all events. */
    HEARS_ALL("Interests", "hears", next -> MethodEdit.instead(next, Opcodes.ICONST_1, Opcodes.IRETURN)),
    /** A reply is delivered to its sender. */
    REPLY_TO_ANSWERER("DeliveryAdapter", "onReply", GatewayFault::replyToAnswerer),
    /** An instance that has unregistered gets no more frames, although it drains. */
    DEAF_WHILE_DRAINING("Session", "unregister", GatewayFault::deregisters),
    /** A line that arrives in pieces loses the first piece. */
    PIECE_LOST("TcpConnection", "hold", next -> MethodEdit.instead(next, Opcodes.RETURN)),
    /** An engine that lives but is slow to answer a registration counts as away. */
    ENGINE_TAKEN_FOR_DEAD("EngineWatch", "isLive", next -> MethodEdit.instead(next, Opcodes.ICONST_0, Opcodes.IRETURN)),
    /** Messages are accepted during a shutdown. */
    NEW_WORK_IN_SHUTDOWN("Session", "isNewWork", next -> MethodEdit.instead(next, Opcodes.ICONST_0, Opcodes.IRETURN)),
    /** A silent session ends without having been pinged. This was a real fault, after the gateway itself had stood still. */
    ENDED_UNPINGED("Session", "checkHeartbeat", GatewayFault::asIfPinged);

    private static final String PACKAGE = "io/patchbay/gateway/";

    final MethodEdit edit;

    GatewayFault(final String owner, final String method, final UnaryOperator<MethodVisitor> edit) {
        this.edit = new MethodEdit("gateway." + owner, method, edit);
    }

    private static MethodVisitor replyToAnswerer(final MethodVisitor next) {
        return new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitMethodInsn(final int opcode, final String owner, final String name, final String descriptor,
                final boolean isInterface) {
                super.visitMethodInsn(opcode, owner, name.equals("target") ? "instance" : name, descriptor, isInterface);
            }
        };
    }

    private static MethodVisitor asIfPinged(final MethodVisitor next) {
        return new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitFieldInsn(final int opcode, final String owner, final String name, final String descriptor) {
                if (opcode == Opcodes.GETFIELD && name.equals("pings")) {
                    visitInsn(Opcodes.POP);
                    visitInsn(Opcodes.ICONST_2);
                } else {
                    super.visitFieldInsn(opcode, owner, name, descriptor);
                }
            }
        };
    }

    private static MethodVisitor deregisters(final MethodVisitor next) {
        return new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitCode() {
                super.visitCode();
                visitVarInsn(Opcodes.ALOAD, 0);
                visitFieldInsn(Opcodes.GETFIELD, PACKAGE + "Session", "sessions", "L" + PACKAGE + "Sessions;");
                visitVarInsn(Opcodes.ALOAD, 0);
                visitMethodInsn(Opcodes.INVOKEVIRTUAL, PACKAGE + "Sessions", "deregister", "(L" + PACKAGE + "Session;)V", false);
            }
        };
    }
}
