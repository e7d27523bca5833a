package io.patchbay.engine;

import io.patchbay.protocol.EventName;

import org.agrona.DirectBuffer;

/**
 * Who is told of an event: the one place of these rules, used by delivery for Aeron instances and by recorders for all
 * (contract, section 5). An event is not sent to the instance that caused it, except its own unhandled-message.
 */
public final class Audience {
    private Audience() {
    }

    /**
     * Of service-connect, service-online, service-disconnect and service-offline.
     *
     * @param instance that may be told.
     * @param event    which.
     * @param cause    id of the instance that came or went.
     * @return true if it is told.
     */
    public static boolean ofLifecycle(final Instance instance, final EventName event, final long cause) {
        return instance.id() != cause && instance.hears(event);
    }

    /**
     * Of broadcast-message.
     *
     * @param instance that may be told.
     * @param cause    id of the sender.
     * @return true if it is told.
     */
    public static boolean ofBroadcast(final Instance instance, final long cause) {
        return instance.id() != cause && (instance.isService() || instance.hears(EventName.BROADCAST_MESSAGE));
    }

    /**
     * Of unhandled-message.
     *
     * @param instance that may be told.
     * @param sender   id of the message's sender, 0 = gone.
     * @return true if it is told.
     */
    public static boolean ofUnhandled(final Instance instance, final long sender) {
        return instance.id() == sender || instance.hears(EventName.UNHANDLED_MESSAGE);
    }

    /**
     * Of a custom event.
     *
     * @param instance that may be told.
     * @param cause    id of the sender.
     * @param service  name of the sender.
     * @param event    name of the event.
     * @return true if it is told.
     */
    public static boolean ofCustom(final Instance instance, final long cause, final String service, final DirectBuffer event) {
        return instance.id() != cause && instance.hearsCustom(service, event);
    }
}
