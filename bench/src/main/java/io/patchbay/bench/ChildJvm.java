package io.patchbay.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * How this JVM starts another one on its own class path; used for the server of a bench or a demo, and for JMH's forks.
 */
public final class ChildJvm {
    private ChildJvm() {
    }

    /**
     * The java command that runs this JVM.
     *
     * @return its absolute path.
     */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /**
     * Flags that Chronicle, Agrona and Aeron need on JDK 17, where no jar's manifest gives them.
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
     * The class path of this JVM.
     *
     * @return as the property has it.
     */
    public static String classPath() {
        return System.getProperty("java.class.path");
    }

    /**
     * How to start a server of a bench: a JVM like the launcher's, PATCHBAY_JAVA_OPTS included, on this class path.
     *
     * @param mainClass to run.
     * @param arguments of it.
     * @return a command.
     */
    public static List<String> command(final String mainClass, final String... arguments) {
        final List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(opens());
        command.addAll(List.of("-XX:+UseParallelGC", "-XX:-UsePerfData", "-Dagrona.disable.bounds.checks=true",
            "-XX:MaxInlineLevel=30", "-XX:InlineSmallCode=4000", "-XX:FreqInlineSize=600", "-XX:+UseTransparentHugePages"));
        final String more = System.getenv("PATCHBAY_JAVA_OPTS");
        if (more != null && !more.isBlank()) {
            command.addAll(List.of(more.strip().split("\\s+")));
        }
        command.addAll(List.of("-cp", classPath(), mainClass));
        command.addAll(List.of(arguments));
        return command;
    }
}
