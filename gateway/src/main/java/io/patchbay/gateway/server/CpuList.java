package io.patchbay.gateway.server;

import io.patchbay.gateway.error.ConfigurationException;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.ArrayList;
import java.util.List;

/**
 * The CPUs that the serving threads are pinned to, one each. With an empty list the threads are not pinned.
 */
public final class CpuList {
    private final List<Integer> cpus;

    private CpuList(final List<Integer> cpus) {
        this.cpus = List.copyOf(cpus);
    }

    /** Converts numbers and ranges, for example {@code 1}, {@code 2,3} or {@code 4-6}. Each CPU may occur once. */
    public static final class Converter implements ITypeConverter<CpuList> {
        @Override
        public CpuList convert(final String text) {
            final List<Integer> cpus = new ArrayList<>();
            if (!text.isBlank()) {
                for (final String part : text.trim().split(",", -1)) {
                    add(part.trim(), text, cpus);
                }
            }
            return new CpuList(cpus);
        }

        private static void add(final String part, final String text, final List<Integer> cpus) {
            if (!part.matches("[0-9]{1,4}(-[0-9]{1,4})?")) {
                throw new TypeConversionException("'" + text + "' is not a list of CPUs; write for example 1, or 2,3,4");
            }
            final String[] ends = part.split("-");
            final int last = Integer.parseInt(ends[ends.length - 1]);
            if (last < Integer.parseInt(ends[0])) {
                throw new TypeConversionException("'" + text + "' has a range that ends before it begins");
            }
            for (int cpu = Integer.parseInt(ends[0]); cpu <= last; cpu++) {
                if (cpus.contains(cpu)) {
                    throw new TypeConversionException("'" + text + "' names CPU " + cpu
                        + " twice; two threads that serve must not share one");
                }
                cpus.add(cpu);
            }
        }
    }

    /**
     * Checks that there is a CPU for each thread, and tries whether this process may use it.
     *
     * @param threads number of threads that will serve; further CPUs of the list are not used.
     * @throws ConfigurationException where there are too few CPUs or one may not be used.
     */
    public void check(final int threads) {
        if (cpus.isEmpty()) {
            return;
        }
        if (cpus.size() < threads) {
            throw new ConfigurationException("--cpus names " + cpus.size() + " of the " + threads
                + " CPUs that are needed, one for each thread: name more, or take --threads shared, which needs one");
        }
        for (final int cpu : cpus) {
            if (!CpuPin.isPossible(cpu)) {
                throw new ConfigurationException("--cpus: no thread can be pinned to CPU " + cpu + " here: name CPUs of "
                    + CpuPin.allowed() + ", or leave --cpus out");
            }
        }
    }

    /**
     * Returns a task that pins the thread that runs it.
     *
     * @param place of the thread in the order of the list.
     * @return a task that does nothing where the list is empty.
     */
    public Runnable pin(final int place) {
        if (cpus.isEmpty()) {
            return () -> { };
        }
        final int cpu = cpus.get(place);
        return () -> {
            if (!CpuPin.pin(cpu)) {
                throw new ConfigurationException("--cpus: the thread " + Thread.currentThread().getName()
                    + " could not be pinned to CPU " + cpu);
            }
        };
    }
}
