package io.patchbay.simulation;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Loads Patchbay's own classes anew. The types of the outside world are renamed to the fakes of this package, and at most one
 * deliberate fault is put into one method. The classes on disk stay as they are.
 */
final class SimLoader extends ClassLoader {
    private static final String OWN = "io.patchbay.";
    private static final String SESSION = "io.patchbay.gateway.session.Session";
    private static final String FAKES = "io/patchbay/simulation/Sim";
    private static final Map<String, String> NAMES = names();

    private final MethodEdit fault;

    SimLoader(final MethodEdit fault) {
        super(SimLoader.class.getClassLoader());
        this.fault = fault;
    }

    /** Returns a simulation over classes of its own. The fault and the trace may be null. */
    static LongFunction<long[]> simulation(final Class<? extends Gateways> gateways, final MethodEdit fault,
        final Consumer<String> trace) {
        try {
            final SimLoader loader = new SimLoader(fault);
            final Object made = loader.loadClass(gateways.getName()).getConstructor().newInstance();
            @SuppressWarnings("unchecked")
            final LongFunction<long[]> simulation = (LongFunction<long[]>)loader.loadClass(Simulation.class.getName())
                .getConstructor(Consumer.class, Object.class).newInstance(trace, made);
            return simulation;
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> names() {
        final Map<String, String> names = new HashMap<>();
        names.put("io/patchbay/journal/Journal", "Journal");
        names.put("io/patchbay/journal/JournalReader", "JournalReader");
        names.put("io/patchbay/journal/JournalWriter", "JournalWriter");
        names.put("io/patchbay/data/DataDirectory", "Directory");
        names.put("io/patchbay/host/SyncThread", "Sync");
        names.put("io/patchbay/snapshot/Snapshot", "Snapshot");
        names.put("io/patchbay/snapshot/Snapshots", "Snapshots");
        names.put("io/patchbay/aeron/AeronLink", "Link");
        names.put("io/patchbay/gateway/socket/SocketServer", "SocketServer");
        names.put("io/aeron/Aeron", "Aeron");
        names.put("io/aeron/ExclusivePublication", "Publication");
        names.put("io/aeron/Subscription", "Subscription");
        names.put("io/aeron/Image", "Image");
        names.put("io/aeron/AvailableImageHandler", "Available");
        names.put("io/aeron/UnavailableImageHandler", "Unavailable");
        names.put("io/aeron/FragmentAssembler", "Assembler");
        names.put("io/aeron/logbuffer/FragmentHandler", "FragmentHandler");
        names.put("io/aeron/logbuffer/Header", "Header");
        names.put("org/slf4j/LoggerFactory", "Loggers");
        return names;
    }

    @Override
    protected Class<?> loadClass(final String name, final boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OWN)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            final Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(final String name) throws ClassNotFoundException {
        final byte[] bytes;
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            bytes = changed(name, in.readAllBytes());
        } catch (final IOException e) {
            throw new ClassNotFoundException(name, e);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    private byte[] changed(final String name, final byte[] original) {
        final boolean isFaulty = fault != null && fault.isIn(name);
        final ClassReader reader = new ClassReader(original);
        final ClassWriter writer = isFaulty ? new FrameWriter() : new ClassWriter(0);
        final ClassVisitor renamer = new ClassRemapper(name.equals(SESSION) ? new OrderedSessions(writer) : writer,
            new Renamer());
        reader.accept(isFaulty ? fault.visitor(renamer) : renamer, isFaulty ? ClassReader.SKIP_FRAMES : 0);
        return writer.toByteArray();
    }

    /**
     * Adds a hash code by name to sessions. Sets of sessions are then iterated in the same order in each run, independent of
     * addresses in memory.
     */
    private static final class OrderedSessions extends ClassVisitor {
        OrderedSessions(final ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitEnd() {
            final MethodVisitor hash = visitMethod(Opcodes.ACC_PUBLIC, "hashCode", "()I", null, null);
            hash.visitCode();
            hash.visitVarInsn(Opcodes.ALOAD, 0);
            hash.visitFieldInsn(Opcodes.GETFIELD, SESSION.replace('.', '/'), "name", "Ljava/lang/String;");
            hash.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/String", "hashCode", "()I", false);
            hash.visitInsn(Opcodes.IRETURN);
            hash.visitMaxs(1, 1);
            hash.visitEnd();
            super.visitEnd();
        }
    }

    private static final class Renamer extends Remapper {
        @Override
        public String map(final String internalName) {
            final String fake = NAMES.get(internalName);
            return fake == null ? internalName : FAKES + fake;
        }
    }

    /** A class writer that computes stack frames without loading the classes that it is about to write. */
    private static final class FrameWriter extends ClassWriter {
        FrameWriter() {
            super(COMPUTE_FRAMES);
        }

        @Override
        protected String getCommonSuperClass(final String one, final String other) {
            return one.equals(other) ? one : "java/lang/Object";
        }
    }
}
