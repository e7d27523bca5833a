package io.patchbay.replay.print;

import io.patchbay.engine.Instance;
import io.patchbay.engine.SilentOutputs;
import io.patchbay.engine.Unhandled;
import io.patchbay.engine.input.BroadcastInput;
import io.patchbay.engine.input.EmitInput;
import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.EventName;

/**
 * Prints every event that the engine decides, whether or not anyone listened. The line is the frame that a socket gets, or a row
 * of a table.
 */
public final class EventPrinter extends SilentOutputs {
    private final ReplayReport report;
    private final Position from;

    /**
     * Creates a printer of events.
     *
     * @param report receives the lines.
     * @param from   the first place to print; null means the beginning.
     */
    public EventPrinter(final ReplayReport report, final Position from) {
        this.report = report;
        this.from = from;
    }

    @Override
    public void serviceConnect(final Instance instance) {
        lifecycle(EventName.SERVICE_CONNECT, instance, null);
    }

    @Override
    public void serviceOnline(final Instance instance) {
        lifecycle(EventName.SERVICE_ONLINE, instance, null);
    }

    @Override
    public void serviceDisconnect(final Instance instance, final DisconnectReason reason) {
        lifecycle(EventName.SERVICE_DISCONNECT, instance, reason);
    }

    @Override
    public void serviceOffline(final Instance instance, final DisconnectReason reason) {
        lifecycle(EventName.SERVICE_OFFLINE, instance, reason);
    }

    @Override
    public void broadcastMessage(final Instance from, final BroadcastInput broadcast) {
        if (isWanted()) {
            final JsonLines json = begin(EventName.BROADCAST_MESSAGE.wireName()).text("from", from.name())
                .instance("instance", from.id());
            if (broadcast.hasId) {
                json.uuid("id", broadcast.idHi, broadcast.idLo);
            }
            json.payload(broadcast.encoding, broadcast.payload);
            end(json);
        }
    }

    @Override
    public void unhandledMessage(final Unhandled unhandled) {
        if (isWanted()) {
            final JsonLines json = begin(EventName.UNHANDLED_MESSAGE.wireName()).uuid("id", unhandled.idHi, unhandled.idLo)
                .optional("destination", unhandled.destination).optional("consumer", unhandled.consumer)
                .optional("responder", unhandled.responder).text("reason", unhandled.reason.wireName());
            if (unhandled.request != 0) {
                json.index("request", unhandled.request);
            }
            if (unhandled.instance != 0) {
                json.instance("instance", unhandled.instance);
            }
            end(json);
        }
    }

    @Override
    public void customEvent(final Instance from, final EmitInput emit) {
        if (isWanted()) {
            end(begin(from.name() + ':' + Texts.of(emit.event)).text("service", from.name()).instance("instance", from.id())
                .payload(emit.encoding, emit.payload));
        }
    }

    private void lifecycle(final EventName event, final Instance instance, final DisconnectReason reason) {
        if (isWanted()) {
            final JsonLines json = begin(event.wireName()).text("service", instance.name()).text("version", instance.version())
                .instance("instance", instance.id());
            if (reason == null) {
                json.texts("methods", instance.methods());
            } else {
                json.text("reason", reason.wireName());
            }
            end(json);
        }
    }

    private boolean isWanted() {
        return from == null || !from.isAfter(index(), timeNs());
    }

    private JsonLines begin(final String event) {
        return report.line().text("type", "event").text("event", event);
    }

    private void end(final JsonLines json) {
        json.index("index", index()).time("time", timeNs());
        report.endLine();
    }
}
