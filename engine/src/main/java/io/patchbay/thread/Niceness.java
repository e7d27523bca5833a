package io.patchbay.thread;

import com.sun.jna.Function;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.OS;

/**
 * Lowers the priority of a helper thread behind other threads of the machine. Java's own thread priorities have no effect on
 * Linux by default.
 */
public final class Niceness {
    private static final int PRIO_PROCESS = 0;
    /** On Linux this means the calling thread, not the process. */
    private static final int CALLER = 0;
    private static final int LAST = 19;

    private Niceness() {
    }

    /** Gives the calling thread the lowest priority. Without support by the machine nothing changes. */
    public static void yieldToAllOthers() {
        yieldToOthers(LAST);
    }

    /**
     * Gives the calling thread less of a core that other threads want. Without support by the machine nothing changes.
     *
     * @param niceness 1 to 19; 10 leaves it about a tenth of the core, 19 a sixtieth.
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
