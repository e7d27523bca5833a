package io.patchbay.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The threads of a process, as the kernel lists them in {@code /proc}.
 */
final class ServerThreads {
    private static final String ALLOWED = "Cpus_allowed_list:";
    /** Position of the niceness among the fields after the name. */
    private static final int NICE = 16;

    private final Path tasks;

    ServerThreads(final long pid) {
        tasks = Path.of("/proc", Long.toString(pid), "task");
    }

    /** Returns the folder of the one thread with a name. */
    Path named(final String name) throws IOException {
        try (Stream<Path> all = Files.list(tasks)) {
            final List<Path> found = all.filter(task -> name(task).equals(name)).toList();
            if (found.size() != 1) {
                throw new AssertionError(found.size() + " threads are called " + name);
            }
            return found.get(0);
        }
    }

    /** Returns the list of CPUs on which a thread may run. */
    static String allowedCpus(final Path task) throws IOException {
        return Files.readAllLines(task.resolve("status")).stream().filter(line -> line.startsWith(ALLOWED)).findFirst()
            .orElseThrow().substring(ALLOWED.length()).trim();
    }

    /** Returns a thread's niceness: -20 has the highest priority, 19 the lowest. */
    static int niceness(final Path task) throws IOException {
        final String stat = Files.readString(task.resolve("stat"));
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[NICE]);
    }

    private static String name(final Path task) {
        try {
            return Files.readString(task.resolve("comm")).trim();
        } catch (final IOException e) {
            // The thread has just ended.
            return "";
        }
    }
}
