package io.patchbay.bench.soak;

import java.util.ArrayList;
import java.util.List;

/**
 * A test that Maven runs with settings of its own. It has no time limit, and its output is shown as it comes.
 *
 * @param goal      the phase of Maven that runs the test.
 * @param module    the test's module.
 * @param arguments Maven's arguments that choose the test and its settings.
 */
record MavenTest(String goal, String module, List<String> arguments) {
    private static final List<String> UNBOUND = List.of("-Dpatchbay.testOutputToFile=false", "-Dpatchbay.testTimeoutSeconds=0",
        "-Djunit.jupiter.execution.timeout.mode=disabled");

    /** Returns an end-to-end test of the bench module, which runs against the packaged jars. */
    static MavenTest endToEnd(final String name) {
        return new MavenTest("verify", "bench", List.of("-Dtest=none", "-Dsurefire.failIfNoSpecifiedTests=false",
            "-Dit.test=" + name, "-Dfailsafe.failIfNoSpecifiedTests=false"));
    }

    /** Returns a test of a module that needs no packaged jars. */
    static MavenTest unit(final String module, final String name) {
        return new MavenTest("test", module, List.of("-Dtest=" + name, "-Dsurefire.failIfNoSpecifiedTests=false"));
    }

    /** Returns this test with a further system property. */
    MavenTest with(final String property, final String value) {
        final List<String> more = new ArrayList<>(arguments);
        more.add("-D" + property + '=' + value);
        return new MavenTest(goal, module, List.copyOf(more));
    }

    /** Returns the arguments of Maven. */
    List<String> mavenArguments() {
        final List<String> all = new ArrayList<>(List.of("-B", "-q", goal, "-pl", module, "-am"));
        all.addAll(arguments);
        all.addAll(UNBOUND);
        return all;
    }
}
