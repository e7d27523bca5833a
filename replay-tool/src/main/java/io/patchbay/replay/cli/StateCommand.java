package io.patchbay.replay.cli;

import io.patchbay.cli.ExitCode;
import io.patchbay.engine.Engine;
import io.patchbay.engine.Instance;
import io.patchbay.engine.OpenRequest;
import io.patchbay.engine.ServiceState;
import io.patchbay.engine.SilentOutputs;
import io.patchbay.journal.Journal;
import io.patchbay.protocol.Indexes;
import io.patchbay.replay.Replay;
import io.patchbay.replay.print.JsonLines;
import io.patchbay.replay.print.Position;
import io.patchbay.replay.print.Progress;
import io.patchbay.replay.print.ReplayReport;
import io.patchbay.replay.print.Times;
import io.patchbay.text.Uuids;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The command {@code replay state}, which prints what was registered and open right after a record.
 */
@Command(name = "state", description = "Prints what was registered and open right after a record.")
final class StateCommand extends JournalCommand {
    @Option(names = "--at", paramLabel = "X", converter = PositionConverter.class,
        description = "The record: its index (0x…) or an RFC 3339 time (default: now).")
    private Position at;

    @Override
    int run(final Journal journal, final ReplayReport report, final Progress progress) {
        final Replay replay = new Replay(journal, new SilentOutputs(), progress).to(at);
        replay.run();
        if (report.isText()) {
            describe(replay.engine(), report);
        } else {
            print(replay.engine(), report);
        }
        return ExitCode.DONE;
    }

    private static void print(final Engine engine, final ReplayReport report) {
        final JsonLines json = report.line().indexOrNull("index", engine.index());
        if (engine.index() == 0) {
            json.none("time");
        } else {
            json.time("time", engine.timeNs());
        }
        json.index("hash", engine.stateHash()).array("services");
        for (final ServiceState service : engine.registry().services()) {
            json.begin().text("name", service.name()).array("instances");
            for (final Instance instance : service.instances()) {
                json.begin().instance("instance", instance.id()).text("version", instance.version())
                    .texts("methods", instance.methods()).number("pending", instance.pending()).end();
            }
            json.endArray().end();
        }
        json.endArray().array("consumers");
        for (final Instance instance : engine.registry().instances()) {
            if (!instance.isService()) {
                json.begin().text("name", instance.name()).instance("instance", instance.id()).end();
            }
        }
        json.endArray().array("open");
        for (final OpenRequest request : engine.openRequests()) {
            json.begin().uuid("id", request.idHi(), request.idLo()).index("index", request.index())
                .text("consumer", request.consumer()).text("destination", request.destination());
            if (request.instance() == 0) {
                json.none("instance");
            } else {
                json.instance("instance", request.instance());
            }
            json.time("deadline", request.deadlineNs()).end();
        }
        json.endArray();
        report.endLine();
    }

    private static void describe(final Engine engine, final ReplayReport report) {
        if (engine.index() == 0) {
            report.words("Nothing has been recorded.");
            return;
        }
        report.words("State right after " + Indexes.format(engine.index()) + " at " + Times.format(engine.timeNs()) + ", hash "
            + Indexes.format(engine.stateHash()));
        report.words("\nServices");
        for (final ServiceState service : engine.registry().services()) {
            report.words("  " + service.name());
            for (final Instance instance : service.instances()) {
                report.words("    " + Indexes.instance(instance.id()) + "  " + instance.version() + "  " + instance.pending()
                    + " pending" + (instance.isDraining() ? ", draining" : "") + "  " + String.join(", ", instance.methods()));
            }
        }
        report.words("\nConsumers");
        for (final Instance instance : engine.registry().instances()) {
            if (!instance.isService()) {
                report.words("  " + Indexes.instance(instance.id()) + "  " + instance.name());
            }
        }
        report.words("\nOpen requests: " + engine.openCount());
        for (final OpenRequest request : engine.openRequests()) {
            report.words("  " + Uuids.toString(request.idHi(), request.idLo()) + "  " + Indexes.format(request.index()) + "  "
                + request.consumer() + " -> " + request.destination()
                + (request.instance() == 0 ? ", waiting for the service to rejoin, until "
                : " at " + Indexes.instance(request.instance()) + " until ") + Times.format(request.deadlineNs()));
        }
    }
}
