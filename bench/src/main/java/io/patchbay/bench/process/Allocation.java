package io.patchbay.bench.process;

import com.sun.management.ThreadMXBean;

import java.lang.management.ManagementFactory;

/**
 * What a JVM's threads have allocated.
 */
public final class Allocation {
    private Allocation() {
    }

    /**
     * Bytes that the living threads of this JVM have allocated since each began.
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
