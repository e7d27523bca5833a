package io.patchbay.replay.cli;

import io.patchbay.cli.ExitCode;
import io.patchbay.replay.ReplayException;

import picocli.CommandLine.Command;

/**
 * The command {@code ./patchbay journal}, which works on the journal's files, also on damaged ones.
 */
@Command(name = "./patchbay journal", mixinStandardHelpOptions = true, versionProvider = ReplayVersion.class,
    description = "Checks a journal's files, and repairs damaged ones.", subcommands = {CheckCommand.class, RepairCommand.class},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:sound, or repaired", "1:damaged", "2:wrong usage", "3:could not run"})
public final class JournalMain implements Runnable {
    /** The command's name on the command line. */
    static final String WORD = "journal";
    /** The label of the directory's parameter in the usage of its commands. */
    static final String DIRECTORY = "DIR";

    @Override
    public void run() {
        throw new ReplayException(ExitCode.WRONG_USAGE, "A command is missing: check or repair. --help describes them.");
    }
}
