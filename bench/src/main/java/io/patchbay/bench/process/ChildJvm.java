package io.patchbay.bench.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/**
 * The command lines of other JVMs on the class path of this one: the servers of a bench, the processes of the demo, the forks of
 * JMH.
 */
public final class ChildJvm {
    /** Environment variables from which a JVM reads flags. The flags of this JVM include them already. */
    public static final Set<String> JVM_VARIABLES = Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private ChildJvm() {
    }

    /**
     * Returns the java command that runs this JVM.
     *
     * @return an absolute path.
     */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /**
     * Returns the flags that Chronicle, Agrona and Aeron need if no jar's manifest gives them.
     *
     * @return {@code --add-opens} and the like.
     */
    public static List<String> opens() {
        final Properties properties = new Properties();
        try (InputStream in = ChildJvm.class.getResourceAsStream("jvm.properties")) {
            properties.load(in);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.of(properties.getProperty("opens").split(" "));
    }

    /**
     * Returns the class path of this JVM.
     *
     * @return the value of {@code java.class.path}.
     */
    public static String classPath() {
        return System.getProperty("java.class.path");
    }

    /**
     * Returns the command that starts another JVM with the flags and the class path of this one. The launcher gives a bench and
     * the demo the flags of a server, PATCHBAY_JAVA_OPTS included, so that a server which they start runs as the launcher's does.
     *
     * @param mainClass name of the main class.
     * @param arguments its arguments.
     * @return the command, for an environment without {@link #JVM_VARIABLES}.
     */
    public static List<String> command(final String mainClass, final String... arguments) {
        final List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(opens());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", classPath(), mainClass));
        command.addAll(List.of(arguments));
        return command;
    }
}
