package io.patchbay.journal;

import com.sun.jna.Function;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.OS;

/**
 * A helper's place behind all other threads of the machine. Java's own thread priorities do nothing on Linux by default.
 */
public final class Niceness {
    private static final int PRIO_PROCESS = 0;
    /** On Linux the calling thread, not the process. */
    private static final int CALLER = 0;
    private static final int LAST = 19;

    private Niceness() {
    }

    /** The calling thread gets little of a core that others want. Where the machine knows no niceness, nothing changes. */
    static void yieldToAllOthers() {
        yieldToOthers(LAST);
    }

    /**
     * The calling thread gets less of a core that others want. Where the machine knows no niceness, nothing changes.
     *
     * @param niceness 1 to 19; with 10 it is about a tenth of the core, with 19 a sixtieth.
     */
    public static void yieldToOthers(final int niceness) {
        Thread.currentThread().setPriority(Thread.MIN_PRIORITY);
        if (OS.isLinux()) {
            try {
                Function.getFunction("c", "setpriority").invokeInt(new Object[] {PRIO_PROCESS, CALLER, niceness});
            } catch (final RuntimeException | LinkageError e) {
                Jvm.debug().on(Niceness.class, "the thread's priority cannot be lowered", e);
            }
        }
    }
}
