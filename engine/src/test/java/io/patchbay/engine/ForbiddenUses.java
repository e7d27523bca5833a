package io.patchbay.engine;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the uses in a class file that a pure class must not have: types anywhere in it, and members of allowed types.
 */
final class ForbiddenUses extends ClassVisitor {
    private static final List<String> PREFIXES = List.of("java/io/", "java/nio/file/", "java/nio/channels/", "java/net/",
        "java/time/", "java/security/", "java/util/Random", "java/util/SplittableRandom", "java/util/random/",
        "java/util/concurrent/", "java/util/Timer", "java/util/Date", "java/util/Calendar", "java/lang/Thread",
        "java/lang/Process", "java/lang/Runtime", "java/lang/System$Logger", "java/util/logging/", "org/slf4j/", "net/openhft/",
        "io/aeron/", "org/agrona/concurrent/", "io/patchbay/journal/", "io/patchbay/delivery/", "io/patchbay/host/",
        "sun/", "jdk/");
    private static final Set<String> ALLOWED = Set.of("org/agrona/concurrent/UnsafeBuffer", "java/io/Serializable",
        "java/util/RandomAccess");
    /**
     * The only method of {@code java.lang.System} that is allowed. Of {@code Math} and {@code StrictMath} everything but
     * {@code random} is.
     */
    private static final String SYSTEM_ALLOWED = "arraycopy";
    private static final Pattern TYPE = Pattern.compile("L([^;<]+)[;<]");

    private final Set<String> found = new TreeSet<>();

    private ForbiddenUses() {
        super(Opcodes.ASM9);
    }

    static Set<String> of(final byte[] classFile) {
        final ForbiddenUses uses = new ForbiddenUses();
        new ClassReader(classFile).accept(uses, ClassReader.SKIP_DEBUG);
        return uses.found;
    }

    @Override
    public void visit(final int version, final int access, final String name, final String signature, final String superName,
        final String[] interfaces) {
        type(superName);
        for (final String implemented : interfaces) {
            type(implemented);
        }
        descriptor(signature);
    }

    @Override
    public FieldVisitor visitField(final int access, final String name, final String descriptor, final String signature,
        final Object value) {
        descriptor(descriptor);
        descriptor(signature);
        return null;
    }

    @Override
    public MethodVisitor visitMethod(final int access, final String name, final String descriptor, final String signature,
        final String[] exceptions) {
        descriptor(descriptor);
        descriptor(signature);
        if (exceptions != null) {
            for (final String exception : exceptions) {
                type(exception);
            }
        }
        return new Code();
    }

    private void type(final String internalName) {
        if (internalName == null || ALLOWED.contains(internalName)) {
            return;
        }
        if (internalName.startsWith("[")) {
            descriptor(internalName);
        }
        for (final String prefix : PREFIXES) {
            if (internalName.startsWith(prefix)) {
                found.add(internalName);
            }
        }
    }

    private void descriptor(final String text) {
        if (text != null) {
            final Matcher matcher = TYPE.matcher(text);
            while (matcher.find()) {
                type(matcher.group(1));
            }
        }
    }

    private void member(final String owner, final String name, final String descriptor) {
        type(owner);
        descriptor(descriptor);
        final boolean isForbidden = owner.equals("java/lang/System") && !name.equals(SYSTEM_ALLOWED)
            || owner.endsWith("Math") && name.equals("random")
            || owner.equals("java/util/UUID") && name.equals("randomUUID")
            || owner.equals("java/lang/Object") && name.equals("hashCode")
            || owner.startsWith("org/agrona/SystemUtil") || owner.equals("java/util/Collections") && name.equals("shuffle");
        if (isForbidden) {
            found.add(owner + "." + name);
        }
    }

    private void constant(final Object value) {
        if (value instanceof Handle handle) {
            if (!handle.getOwner().startsWith("java/lang/invoke/") && !handle.getOwner().startsWith("java/lang/runtime/")) {
                member(handle.getOwner(), handle.getName(), handle.getDesc());
            }
        } else if (value instanceof Type type) {
            descriptor(type.getDescriptor());
        } else if (value instanceof ConstantDynamic dynamic) {
            descriptor(dynamic.getDescriptor());
        }
    }

    /** Visits the instructions of one method. */
    private final class Code extends MethodVisitor {
        Code() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visitTypeInsn(final int opcode, final String type) {
            type(type);
        }

        @Override
        public void visitFieldInsn(final int opcode, final String owner, final String name, final String descriptor) {
            member(owner, name, descriptor);
        }

        @Override
        public void visitMethodInsn(final int opcode, final String owner, final String name, final String descriptor,
            final boolean isInterface) {
            member(owner, name, descriptor);
        }

        @Override
        public void visitInvokeDynamicInsn(final String name, final String descriptor, final Handle bootstrap,
            final Object... arguments) {
            descriptor(descriptor);
            for (final Object argument : arguments) {
                constant(argument);
            }
        }

        @Override
        public void visitLdcInsn(final Object value) {
            constant(value);
        }

        @Override
        public void visitMultiANewArrayInsn(final String descriptor, final int dimensions) {
            descriptor(descriptor);
        }

        @Override
        public void visitTryCatchBlock(final Label start, final Label end, final Label handler, final String type) {
            type(type);
        }
    }
}
