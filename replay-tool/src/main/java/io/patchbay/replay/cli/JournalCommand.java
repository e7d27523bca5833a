package io.patchbay.replay.cli;

import io.patchbay.data.JournalException;
import io.patchbay.journal.Journal;
import io.patchbay.replay.print.Format;
import io.patchbay.replay.print.Position;
import io.patchbay.replay.print.Progress;
import io.patchbay.replay.print.ReplayReport;
import io.patchbay.replay.print.StandardStreams;
import io.patchbay.snapshot.Snapshots;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/**
 * Base of the {@code replay} commands, with their options for the journal and the output's format.
 */
abstract class JournalCommand implements Callable<Integer>, WithStreams {
    @Option(names = "--data", paramLabel = "DIR", defaultValue = "data",
        description = "Data directory, or a copy of it or of its journal (default: ${DEFAULT-VALUE}).")
    private Path data;
    @Option(names = "--config", paramLabel = "FILE",
        description = "Properties file with options, names without the dashes; PATCHBAY_… variables go before it.")
    private Path config;
    @Option(names = "--format", paramLabel = "json|text",
        description = "JSON lines or a table (default: a table on a terminal, else JSON lines).")
    private Format format;
    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Shows this.")
    private boolean isHelp;
    private StandardStreams streams;

    @Override
    public final void streams(final StandardStreams to) {
        streams = to;
    }

    @Override
    public final Integer call() {
        final Format chosen = format != null ? format : streams.isOutTerminal() ? Format.text : Format.json;
        try (Journal journal = Journal.openReadOnly(data); ReplayReport report = new ReplayReport(streams.out(), chosen)) {
            try {
                journal.requireWhole();
                new Snapshots(journal).requireNoneBeyondEnd();
            } catch (final JournalException e) {
                notWhole(e, report);
                throw e;
            }
            return run(journal, report, new Progress(streams.err(), streams.isErrTerminal()));
        }
    }

    /** Prints a result for a journal that cannot be used. The caller prints the problem's message. */
    void notWhole(final JournalException problem, final ReplayReport report) {
        // Most commands print nothing then.
    }

    /** Runs the command on a journal that is whole, and returns the exit code. */
    abstract int run(Journal journal, ReplayReport report, Progress progress);

    /** Prints a line on standard error. */
    final void say(final String line) {
        streams.err().println(line);
    }

    /** A converter of command-line values to places in the journal. */
    static final class PositionConverter implements ITypeConverter<Position> {
        @Override
        public Position convert(final String text) {
            try {
                return Position.parse(text);
            } catch (final IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
