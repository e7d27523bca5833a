package io.patchbay.gateway.cli;

import io.patchbay.cli.ExitCode;
import io.patchbay.protocol.EventName;
import io.patchbay.sdk.Client;
import io.patchbay.sdk.ClientContext;
import io.patchbay.sdk.event.BroadcastEvent;
import io.patchbay.sdk.event.CustomEvent;
import io.patchbay.sdk.event.Event;
import io.patchbay.sdk.event.ServiceEvent;
import io.patchbay.sdk.event.UnhandledEvent;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * {@code ./patchbay listen}: prints events as they come, until interrupted.
 */
@Command(name = "listen", mixinStandardHelpOptions = true,
    description = "Prints events of a running server as they come, until interrupted. It connects again by itself.",
    footer = {"", "Piped, it prints each event as the JSON frame of the protocol.",
        "Example: ./patchbay listen service-online service-offline 'rates:*'"})
final class ListenCommand extends TerminalCommand {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneOffset.UTC);
    private static final String ROW = "%s  %-18s  %s";

    @Parameters(paramLabel = "EVENT", description = "Core event names, service:event, service:* (default: the six core events)")
    List<String> events = new ArrayList<>();

    @Option(names = "--count", paramLabel = "N", description = "End after so many events (default: never)")
    int count;

    private CountDownLatch left;

    @Override
    ClientContext prepare(final ClientContext context) {
        if (events.isEmpty()) {
            Arrays.stream(EventName.values()).map(EventName::wireName).forEach(events::add);
        }
        left = new CountDownLatch(count > 0 ? count : Integer.MAX_VALUE);
        events.stream().distinct().forEach(event -> context.on(event, this::onEvent));
        return context
            .onRegistered(registered -> say("listening as " + registered.instance() + ", Ctrl-C ends it", ExitCode.DONE))
            .onDisconnect(disconnected -> {
                if (left.getCount() > 0) {
                    say("connection lost (" + disconnected.reason() + ")", ExitCode.DONE);
                }
            });
    }

    @Override
    int run(final Client client) throws InterruptedException {
        left.await();
        return ExitCode.DONE;
    }

    private void onEvent(final Event event) {
        if (left.getCount() > 0) {
            print(isText() ? String.format(ROW, CLOCK.format(event.time()), event.event(), describe(event)) : event.toJson());
            left.countDown();
        }
    }

    private static String describe(final Event event) {
        if (event instanceof ServiceEvent service) {
            return service.service() + " " + service.version() + " " + service.instance()
                + (service.reason() == null ? "" : " " + service.reason());
        }
        if (event instanceof BroadcastEvent broadcast) {
            return "from " + broadcast.from() + " " + broadcast.payload();
        }
        if (event instanceof UnhandledEvent unhandled) {
            return unhandled.reason() + " " + unhandled.destination() + " from " + unhandled.consumer() + " " + unhandled.id();
        }
        return ((CustomEvent)event).payload().toString();
    }
}
