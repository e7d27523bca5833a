package io.patchbay.replay;

import io.patchbay.engine.Instance;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;

import java.util.Collection;
import java.util.TreeMap;

/**
 * Keeps, from what the engine says, which requests are open.
 */
final class OpenRequests extends SilentOutputs {
    private final TreeMap<Long, OpenRequest> byIndex = new TreeMap<>();

    /** In order of their messages. */
    Collection<OpenRequest> all() {
        return byIndex.values();
    }

    @Override
    public void message(final Instance to, final Instance from, final MessageInput message, final long deadlineNs) {
        if (message.responder.capacity() > 0) {
            byIndex.put(message.index, new OpenRequest(message.index, message.idHi, message.idLo, from.name(),
                Texts.of(message.destination), to.id(), deadlineNs));
        }
    }

    @Override
    public void ended(final long request, final long idHi, final long idLo, final RequestStatus status,
        final UnhandledReason reason) {
        byIndex.remove(request);
    }
}
