package io.patchbay.sdk;

import io.patchbay.sdk.direct.DirectClient;
import io.patchbay.sdk.direct.Sent;
import io.patchbay.sdk.exceptions.PatchbayException;
import io.patchbay.sdk.exceptions.RefusedException;
import io.patchbay.sdk.message.Payload;
import io.patchbay.text.Utf8;

import org.agrona.DirectBuffer;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The replies of a handler to one request, sent by a client. Any thread may use it. It is bound to the connection that brought
 * the request.
 */
final class ReplyOut implements Replies {
    private static final int OVERHEAD_BYTES = 128;

    private final AtomicBoolean open;
    private final ClientAgent agent;
    private final long instance;
    private final long idHi;
    private final long idLo;

    ReplyOut(final ClientAgent agent, final long instance, final long idHi, final long idLo, final boolean oneWay) {
        this.agent = agent;
        this.instance = instance;
        this.idHi = idHi;
        this.idLo = idLo;
        open = new AtomicBoolean(!oneWay);
    }

    @Override
    public void more(final Payload payload) {
        if (isOpen()) {
            agent.submit(new Frame(payload, true, payload.length() + OVERHEAD_BYTES));
        } else if (open.get()) {
            onUnsent();
        }
    }

    @Override
    public void last(final Payload payload) {
        agent.requireSendable(payload);
        if (open.compareAndSet(true, false)) {
            agent.submit(new Frame(payload, false, 0));
        }
    }

    @Override
    public void error(final String code, final String message) {
        if (code.isEmpty()) {
            throw new IllegalArgumentException("the code of an error reply must not be empty");
        }
        if (open.compareAndSet(true, false)) {
            agent.submit(new Failure(Utf8.buffer(code), Utf8.buffer(message)));
        }
    }

    @Override
    public boolean isOpen() {
        return open.get() && agent.instance() == instance;
    }

    /** Logs that the reply was dropped, at a limited rate. */
    private void onUnsent() {
        agent.lateReplies().unsent(new UUID(idHi, idLo));
    }

    /**
     * A reply with a payload. The last reply does not count against the bound on queued bytes, because the server bounds the open
     * requests of an instance.
     */
    private final class Frame extends Outgoing {
        private final Payload payload;
        private final boolean more;
        private final int queuedBytes;

        private Frame(final Payload payload, final boolean more, final int queuedBytes) {
            agent.requireSendable(payload);
            this.payload = payload;
            this.more = more;
            this.queuedBytes = queuedBytes;
        }

        @Override
        int queuedBytes() {
            return queuedBytes;
        }

        @Override
        boolean isWanted() {
            return agent.instance() == instance;
        }

        @Override
        void onUnwanted() {
            onUnsent();
        }

        @Override
        void onSent() {
            if (!more) {
                agent.onReplySent();
            }
        }

        @Override
        Sent send(final DirectClient direct) {
            return direct.reply(idHi, idLo, more, payload.encoding(), payload.buffer(), 0, payload.length());
        }

        @Override
        boolean outlivesConnection() {
            return false;
        }

        /** Sends an error instead of a reply that is too large, so that its asker does not wait in vain. */
        @Override
        void onFailure(final PatchbayException failure) {
            if (failure instanceof RefusedException) {
                open.set(false);
                agent.submit(new Failure(Utf8.buffer("too-large"), Utf8.buffer(failure.getMessage())));
            } else {
                onUnsent();
            }
        }
    }

    private final class Failure extends Outgoing {
        private final DirectBuffer code;
        private final DirectBuffer message;

        private Failure(final DirectBuffer code, final DirectBuffer message) {
            this.code = code;
            this.message = message;
        }

        @Override
        int queuedBytes() {
            return 0;
        }

        @Override
        boolean isWanted() {
            return agent.instance() == instance;
        }

        @Override
        void onUnwanted() {
            onUnsent();
        }

        @Override
        void onSent() {
            agent.onReplySent();
        }

        @Override
        Sent send(final DirectClient direct) {
            return direct.replyError(idHi, idLo, code, message);
        }

        @Override
        boolean outlivesConnection() {
            return false;
        }

        @Override
        void onFailure(final PatchbayException failure) {
            if (failure instanceof RefusedException) {
                agent.report(failure);
            } else {
                onUnsent();
            }
        }
    }
}
