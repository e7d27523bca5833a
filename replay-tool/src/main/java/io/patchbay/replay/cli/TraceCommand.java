package io.patchbay.replay.cli;

import io.patchbay.cli.ExitCode;
import io.patchbay.journal.Journal;
import io.patchbay.replay.Replay;
import io.patchbay.replay.TracedMessage;
import io.patchbay.replay.Tracer;
import io.patchbay.replay.print.Progress;
import io.patchbay.replay.print.ReplayReport;

import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/**
 * The command {@code replay trace ID}, which prints each step in the life of one message.
 */
@Command(name = "trace", description = "Prints each step in the life of one message.")
final class TraceCommand extends JournalCommand {
    @Parameters(paramLabel = "ID", converter = MessageConverter.class, description = "The message's id, or its index (0x…).")
    private TracedMessage message;

    @Override
    int run(final Journal journal, final ReplayReport report, final Progress progress) {
        report.column("step", 14).column("index", 14).column("time", 30).column("after", 9).column("total", 9);
        final Tracer tracer = new Tracer(report, message);
        final Replay replay = new Replay(journal, tracer, progress).before(tracer::before);
        tracer.engine(replay.engine());
        replay.run();
        if (tracer.steps() == 0) {
            say("There is no message " + message + " in the journal in " + journal.dir() + ".");
            return ExitCode.FAILED;
        }
        return ExitCode.DONE;
    }

    /** A converter of command-line values to the message to trace. */
    static final class MessageConverter implements ITypeConverter<TracedMessage> {
        @Override
        public TracedMessage convert(final String text) {
            try {
                return new TracedMessage(text);
            } catch (final IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
