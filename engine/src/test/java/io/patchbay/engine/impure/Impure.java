package io.patchbay.engine.impure;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Each nested class does, or mentions, one thing that a pure class must not; none is ever run.
 */
public final class Impure {
    private Impure() {
    }

    /** Files. */
    public static final class Io {
        Object use() {
            return new java.io.File("x").exists();
        }
    }

    /** Files again. */
    public static final class NioFile {
        Object use() {
            return java.nio.file.Path.of("x");
        }
    }

    /** The network. */
    public static final class Net {
        Object use() {
            return new java.net.Socket();
        }
    }

    /** A clock. */
    public static final class WallClock {
        Object use() {
            return java.time.Clock.systemUTC();
        }
    }

    /** The time by another word. */
    public static final class Now {
        Object use() {
            return java.time.Instant.now();
        }
    }

    /** Chance. */
    public static final class Randomness {
        Object use() {
            return new java.util.Random();
        }
    }

    /** Chance of a thread. */
    public static final class ThreadLocalRandomness {
        Object use() {
            return java.util.concurrent.ThreadLocalRandom.current();
        }
    }

    /** Chance that can be split. */
    public static final class SplitRandomness {
        Object use() {
            return new java.util.SplittableRandom();
        }
    }

    /** Chance in a number. */
    public static final class MathRandom {
        double use() {
            return Math.random();
        }
    }

    /** Chance of the best sort. */
    public static final class SecureRandomness {
        Object use() {
            return new java.security.SecureRandom();
        }
    }

    /** Chance in an id. */
    public static final class RandomUuid {
        Object use() {
            return java.util.UUID.randomUUID();
        }
    }

    /** A thread. */
    public static final class Threads {
        Object use() {
            return Thread.currentThread();
        }
    }

    /** Waiting. */
    public static final class VirtualTime {
        void use() throws InterruptedException {
            Thread.sleep(1);
        }
    }

    /** The time, fine. */
    public static final class NanoTime {
        long use() {
            return System.nanoTime();
        }
    }

    /** The time, coarse. */
    public static final class Millis {
        long use() {
            return System.currentTimeMillis();
        }
    }

    /** An address of memory. */
    public static final class Identity {
        int use() {
            return System.identityHashCode(this);
        }
    }

    /** The same by another word. */
    public static final class ObjectIdentity {
        int use() {
            return super.hashCode();
        }
    }

    /** What the process was started with. */
    public static final class Environment {
        Object use() {
            return System.getProperty("x");
        }
    }

    /** A logger. */
    public static final class Slf4j {
        Object use() {
            return org.slf4j.LoggerFactory.getLogger("x");
        }
    }

    /** Another. */
    public static final class JavaLogging {
        Object use() {
            return java.util.logging.Logger.getLogger("x");
        }
    }

    /** And another. */
    public static final class SystemLogger {
        Object use() {
            return System.getLogger("x");
        }
    }

    /** Printing. */
    public static final class Console {
        void use() {
            System.out.println();
        }
    }

    /** The journal's library. */
    public static final class Chronicle {
        Class<?> use() {
            return net.openhft.chronicle.queue.ChronicleQueue.class;
        }
    }

    /** The transport's library. */
    public static final class Aeron {
        Class<?> use() {
            return io.aeron.Aeron.class;
        }
    }

    /** A clock of Agrona. */
    public static final class AgronaClock {
        Object use() {
            return org.agrona.concurrent.SystemEpochClock.INSTANCE;
        }
    }

    /** The time, as a lambda. */
    public static final class MethodReference {
        LongSupplier use() {
            return System::nanoTime;
        }
    }

    /** Never used, only held. */
    public static final class OnlyAField {
        java.io.InputStream in;
    }

    /** Only among type arguments. */
    public static final class OnlyASignature {
        Supplier<List<java.io.File>> use() {
            return null;
        }
    }
}
