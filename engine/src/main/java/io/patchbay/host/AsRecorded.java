package io.patchbay.host;

import io.patchbay.engine.input.BroadcastInput;
import io.patchbay.engine.input.Input;
import io.patchbay.engine.input.ReplyInput;

/**
 * Prepares a carrier that has just been written, so that an engine may apply it without reading the record: fields that the
 * record does not have are cleared. Only for the most frequent kinds.
 */
final class AsRecorded {
    private AsRecorded() {
    }

    /**
     * Clears the fields that the record does not have. Returns whether the carrier may be applied.
     *
     * @param in a carrier that has just been written.
     * @return false for a kind that must be read from the journal.
     */
    static boolean isNow(final Input in) {
        switch (in.kind()) {
            case MESSAGE:
            case EMIT:
                return true;
            case REPLY:
                clearError((ReplyInput)in);
                return true;
            case BROADCAST:
                clearId((BroadcastInput)in);
                return true;
            default:
                return false;
        }
    }

    private static void clearError(final ReplyInput in) {
        if (!in.error) {
            in.errorCode.wrap(0, 0);
            in.errorMessage.wrap(0, 0);
        }
    }

    private static void clearId(final BroadcastInput in) {
        if (!in.hasId) {
            in.idHi = 0;
            in.idLo = 0;
        }
    }
}
