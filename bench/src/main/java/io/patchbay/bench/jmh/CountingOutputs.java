package io.patchbay.bench.jmh;

import io.patchbay.engine.Instance;
import io.patchbay.engine.SilentOutputs;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.ReplyInput;

import org.agrona.DirectBuffer;

/**
 * Outputs that only count. The counts show that the engine of a benchmark did its work.
 */
final class CountingOutputs extends SilentOutputs {
    private long messages;
    private long replies;

    long messages() {
        return messages;
    }

    long replies() {
        return replies;
    }

    @Override
    public void message(final Instance to, final Instance from, final MessageInput message, final long deadlineNs) {
        messages++;
    }

    @Override
    public void reply(final Instance to, final Instance from, final ReplyInput reply, final DirectBuffer responder,
        final long request) {
        replies++;
    }
}
