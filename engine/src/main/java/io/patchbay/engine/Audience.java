package io.patchbay.engine;

import io.patchbay.protocol.EventName;

import org.agrona.DirectBuffer;

/**
 * Decides which instances receive an event. Delivery asks it for Aeron instances, recorders for all instances, so that the rules
 * stand in one place. An event is not sent to the instance that caused it, except its own unhandled-message (PROTOCOL.md, "Events
 * of one's own").
 */
public final class Audience {
    private Audience() {
    }

    /**
     * Returns whether an instance receives a service-connect, service-online, service-disconnect or service-offline.
     *
     * @param instance the possible receiver.
     * @param event    one of these four.
     * @param cause    id of the instance that registered or left.
     * @return true if the instance receives the event.
     */
    public static boolean ofLifecycle(final Instance instance, final EventName event, final long cause) {
        return instance.id() != cause && instance.hears(event);
    }

    /**
     * Returns whether an instance receives a broadcast-message.
     *
     * @param instance the possible receiver.
     * @param cause    id of the sender.
     * @return true if the instance receives the event.
     */
    public static boolean ofBroadcast(final Instance instance, final long cause) {
        return instance.id() != cause && (instance.isService() || instance.hears(EventName.BROADCAST_MESSAGE));
    }

    /**
     * Returns whether an instance receives an unhandled-message.
     *
     * @param instance the possible receiver.
     * @param sender   id of the message's sender; 0 if the sender has left.
     * @return true if the instance receives the event.
     */
    public static boolean ofUnhandled(final Instance instance, final long sender) {
        return instance.id() == sender || instance.hears(EventName.UNHANDLED_MESSAGE);
    }

    /**
     * Returns whether an instance receives a custom event.
     *
     * @param instance the possible receiver.
     * @param cause    id of the sender.
     * @param service  name of the sender.
     * @param event    name of the event.
     * @return true if the instance receives the event.
     */
    public static boolean ofCustom(final Instance instance, final long cause, final String service, final DirectBuffer event) {
        return instance.id() != cause && instance.hearsCustom(service, event);
    }
}
