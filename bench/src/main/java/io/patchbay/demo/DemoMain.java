package io.patchbay.demo;

import io.patchbay.bench.process.TempData;
import io.patchbay.cli.ExitCode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.concurrent.Callable;

/**
 * The command {@code ./patchbay demo}, which shows the main job on one screen in less than 40 seconds. It ends with 0 if every
 * check held, with 1 if one did not.
 */
@Command(name = "./patchbay demo", mixinStandardHelpOptions = true,
    description = "Shows the main job on one screen: a server, two instances of a service, a consumer, lifecycle events, a "
        + "kill -9, every request accounted for, the journal replayed and compared. All processes are real, on free ports and "
        + "temporary data.")
public final class DemoMain implements Callable<Integer> {
    @Option(names = "--delete",
        description = "Delete the journal and the logs at the end; without it they stay, and the demo prints their path")
    private boolean isToBeDeleted;

    @Option(names = "--plain", description = "Print no colors and overwrite no line, as when the output is not a terminal")
    private boolean isPlain;

    @Override
    public Integer call() throws IOException {
        final TempData data = TempData.create("patchbay-demo");
        final Screen screen = new Screen(System.out, !isPlain && Screen.isTerminal());
        final Demo demo = new Demo(screen, data);
        try {
            demo.run();
        } catch (final IllegalStateException e) {
            screen.check(false, e.getMessage());
        }
        screen.line("");
        screen.line(screen.failures() == 0 ? "All checks held." : screen.failures() + " checks did not hold.");
        if (isToBeDeleted && screen.failures() == 0) {
            data.delete();
        } else {
            goOn(screen, data, demo.lostId());
        }
        return screen.failures() == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static void goOn(final Screen screen, final TempData data, final String lostId) {
        final String dir = " --data " + data.data();
        screen.line("The journal and the logs are in " + data.root() + ". To go on:");
        screen.line("  ./patchbay replay events" + dir);
        if (lostId != null) {
            screen.line("  ./patchbay replay trace " + lostId + dir + "     (one that was lost)");
        }
        screen.line("  ./patchbay replay state" + dir);
        screen.line("  ./patchbay server" + dir + "     and in other terminals:");
        screen.line("  ./patchbay listen");
        screen.line("  ./patchbay services");
        screen.line("  ./patchbay call pricing:quote '{\"pair\":\"EURUSD\"}'     (unhandled, no-service: nobody is there yet)");
        screen.line("  rm -r " + data.root());
    }
}
