package io.patchbay.simulation;

import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

import java.util.function.UnaryOperator;

/** An edit of one method of one class, made as the class is loaded. */
final class MethodEdit {
    private final String owner;
    private final String method;
    private final UnaryOperator<MethodVisitor> edit;

    MethodEdit(final String owner, final String method, final UnaryOperator<MethodVisitor> edit) {
        this.owner = "io.patchbay." + owner;
        this.method = method;
        this.edit = edit;
    }

    boolean isIn(final String className) {
        return owner.equals(className);
    }

    /** Returns a visitor that edits the method and passes everything on to the next visitor. */
    ClassVisitor visitor(final ClassVisitor next) {
        return new ClassVisitor(Opcodes.ASM9, next) {
            @Override
            public MethodVisitor visitMethod(final int access, final String name, final String descriptor,
                final String signature, final String[] exceptions) {
                final MethodVisitor visitor = super.visitMethod(access, name, descriptor, signature, exceptions);
                return name.equals(method) ? edit.apply(visitor) : visitor;
            }
        };
    }

    /** Replaces a call by instructions that have the same effect on the stack. */
    static MethodVisitor withoutCall(final MethodVisitor next, final String call, final int... instead) {
        return new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitMethodInsn(final int opcode, final String owner, final String name, final String descriptor,
                final boolean isInterface) {
                if (name.equals(call)) {
                    for (final int instruction : instead) {
                        visitInsn(instruction);
                    }
                } else {
                    super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
                }
            }
        };
    }

    /** Puts instructions at the beginning of the method, which return from it. */
    static MethodVisitor instead(final MethodVisitor next, final int... instructions) {
        return new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitCode() {
                super.visitCode();
                for (final int instruction : instructions) {
                    visitInsn(instruction);
                }
            }
        };
    }
}
