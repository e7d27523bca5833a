package io.patchbay.bench.process;

import com.sun.management.ThreadMXBean;

import java.lang.management.ManagementFactory;

/**
 * The allocation of a JVM's threads.
 */
public final class Allocation {
    private Allocation() {
    }

    /**
     * Returns the bytes that the live threads of this JVM have allocated, each since its start.
     *
     * @return their sum.
     */
    public static long ofAllThreads() {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (final long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
            sum += Math.max(0, bytes);
        }
        return sum;
    }
}
