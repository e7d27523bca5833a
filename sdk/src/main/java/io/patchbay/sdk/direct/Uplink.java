package io.patchbay.sdk.direct;

import org.agrona.DirectBuffer;

/**
 * The encoder of an instance's frames, which sends them to the server. There is one implementation for each medium. An empty
 * buffer means that a field is absent.
 */
interface Uplink {
    Sent message(long idHi, long idLo, DirectBuffer destination, DirectBuffer responder, DirectBuffer key,
        DirectBuffer traceparent, int timeoutMs, boolean ack, byte encoding, DirectBuffer payload, int offset, int length);

    Sent reply(long idHi, long idLo, boolean more, byte encoding, DirectBuffer payload, int offset, int length);

    Sent replyError(long idHi, long idLo, DirectBuffer code, DirectBuffer message);

    Sent broadcast(long idHi, long idLo, boolean ack, byte encoding, DirectBuffer payload, int offset, int length);

    Sent emit(DirectBuffer event, boolean ack, byte encoding, DirectBuffer payload, int offset, int length);

    Sent services(DirectBuffer service);

    Sent status(long idHi, long idLo);

    Sent unregister();
}
