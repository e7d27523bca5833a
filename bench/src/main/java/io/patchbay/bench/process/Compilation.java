package io.patchbay.bench.process;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;

/**
 * What a JVM's compilers have done.
 */
public final class Compilation {
    private Compilation() {
    }

    /**
     * How long the compilers of this JVM have worked since it began.
     *
     * @return milliseconds; 0 where it does not tell.
     */
    public static long ofThisJvmMs() {
        final CompilationMXBean compilers = ManagementFactory.getCompilationMXBean();
        return compilers == null || !compilers.isCompilationTimeMonitoringSupported() ? 0 : compilers.getTotalCompilationTime();
    }
}
