package io.patchbay.bench.process;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;

/**
 * The work of a JVM's compilers.
 */
public final class Compilation {
    private Compilation() {
    }

    /**
     * Returns how long the compilers of this JVM have worked since its start.
     *
     * @return milliseconds, or 0 if the JVM does not measure it.
     */
    public static long ofThisJvmMs() {
        final CompilationMXBean compilers = ManagementFactory.getCompilationMXBean();
        return compilers == null || !compilers.isCompilationTimeMonitoringSupported() ? 0 : compilers.getTotalCompilationTime();
    }
}
