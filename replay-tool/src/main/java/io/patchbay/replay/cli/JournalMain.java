package io.patchbay.replay.cli;

import io.patchbay.cli.ExitCode;
import io.patchbay.replay.ReplayException;

import picocli.CommandLine.Command;

/**
 * The command {@code ./patchbay journal}: about the journal's files, whatever state they are in.
 */
@Command(name = "./patchbay journal", mixinStandardHelpOptions = true, versionProvider = ReplayVersion.class,
    description = "Checks a journal's files, and repairs damaged ones.", subcommands = {CheckCommand.class, RepairCommand.class},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:sound, or repaired", "1:damaged", "2:wrong usage", "3:could not run"})
public final class JournalMain implements Runnable {
    /** Its name on the command line. */
    static final String WORD = "journal";
    /** How its commands call the directory that they are about. */
    static final String DIRECTORY = "DIR";

    @Override
    public void run() {
        throw new ReplayException(ExitCode.WRONG_USAGE, "Which command? One of check, repair; --help says more.");
    }
}
