package io.patchbay.sdk;

import io.patchbay.sdk.exceptions.ErrorReplyException;
import io.patchbay.sdk.message.Payload;
import io.patchbay.sdk.message.Reply;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The replies of a service that is called in-process.
 */
final class LocalReplies implements Replies {
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final ReplyListener listener;

    LocalReplies(final ReplyListener listener) {
        this.listener = listener;
    }

    @Override
    public void more(final Payload payload) {
        if (isOpen()) {
            listener.onReply(new Reply(payload, true, "", ""));
        }
    }

    @Override
    public void last(final Payload payload) {
        if (open.compareAndSet(true, false)) {
            listener.onReply(new Reply(payload, false, "", ""));
        }
    }

    @Override
    public void error(final String code, final String message) {
        if (open.compareAndSet(true, false)) {
            listener.onFailure(new ErrorReplyException(code, message));
        }
    }

    @Override
    public boolean isOpen() {
        return open.get();
    }
}
