package io.patchbay.engine.impure;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Holds classes that each do, or mention, one thing that a pure class must not. None is ever run.
 */
public final class Impure {
    private Impure() {
    }

    /** Uses files. */
    public static final class Io {
        Object use() {
            return new java.io.File("x").exists();
        }
    }

    /** Uses paths of files. */
    public static final class NioFile {
        Object use() {
            return java.nio.file.Path.of("x");
        }
    }

    /** Uses the network. */
    public static final class Net {
        Object use() {
            return new java.net.Socket();
        }
    }

    /** Uses a clock. */
    public static final class WallClock {
        Object use() {
            return java.time.Clock.systemUTC();
        }
    }

    /** Uses the present instant. */
    public static final class Now {
        Object use() {
            return java.time.Instant.now();
        }
    }

    /** Uses randomness. */
    public static final class Randomness {
        Object use() {
            return new java.util.Random();
        }
    }

    /** Uses the randomness of a thread. */
    public static final class ThreadLocalRandomness {
        Object use() {
            return java.util.concurrent.ThreadLocalRandom.current();
        }
    }

    /** Uses splittable randomness. */
    public static final class SplitRandomness {
        Object use() {
            return new java.util.SplittableRandom();
        }
    }

    /** Uses a random number. */
    public static final class MathRandom {
        double use() {
            return Math.random();
        }
    }

    /** Uses secure randomness. */
    public static final class SecureRandomness {
        Object use() {
            return new java.security.SecureRandom();
        }
    }

    /** Uses a random id. */
    public static final class RandomUuid {
        Object use() {
            return java.util.UUID.randomUUID();
        }
    }

    /** Uses a thread. */
    public static final class Threads {
        Object use() {
            return Thread.currentThread();
        }
    }

    /** Sleeps. */
    public static final class VirtualTime {
        void use() throws InterruptedException {
            Thread.sleep(1);
        }
    }

    /** Uses the time in nanoseconds. */
    public static final class NanoTime {
        long use() {
            return System.nanoTime();
        }
    }

    /** Uses the time in milliseconds. */
    public static final class Millis {
        long use() {
            return System.currentTimeMillis();
        }
    }

    /** Uses an identity hash code. */
    public static final class Identity {
        int use() {
            return System.identityHashCode(this);
        }
    }

    /** Uses the identity hash code of {@code Object}. */
    public static final class ObjectIdentity {
        int use() {
            return super.hashCode();
        }
    }

    /** Uses a system property. */
    public static final class Environment {
        Object use() {
            return System.getProperty("x");
        }
    }

    /** Uses a logger of SLF4J. */
    public static final class Slf4j {
        Object use() {
            return org.slf4j.LoggerFactory.getLogger("x");
        }
    }

    /** Uses a logger of the JDK. */
    public static final class JavaLogging {
        Object use() {
            return java.util.logging.Logger.getLogger("x");
        }
    }

    /** Uses the system's logger. */
    public static final class SystemLogger {
        Object use() {
            return System.getLogger("x");
        }
    }

    /** Prints. */
    public static final class Console {
        void use() {
            System.out.println();
        }
    }

    /** Uses the journal's library. */
    public static final class Chronicle {
        Class<?> use() {
            return net.openhft.chronicle.queue.ChronicleQueue.class;
        }
    }

    /** Uses the transport's library. */
    public static final class Aeron {
        Class<?> use() {
            return io.aeron.Aeron.class;
        }
    }

    /** Uses a clock of Agrona. */
    public static final class AgronaClock {
        Object use() {
            return org.agrona.concurrent.SystemEpochClock.INSTANCE;
        }
    }

    /** Uses the time through a method reference. */
    public static final class MethodReference {
        LongSupplier use() {
            return System::nanoTime;
        }
    }

    /** Has a forbidden type only as the type of a field. */
    public static final class OnlyAField {
        java.io.InputStream in;
    }

    /** Has a forbidden type only among type arguments. */
    public static final class OnlyASignature {
        Supplier<List<java.io.File>> use() {
            return null;
        }
    }
}
