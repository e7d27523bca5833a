package io.patchbay.host;

import io.patchbay.engine.input.BroadcastInput;
import io.patchbay.engine.input.Input;
import io.patchbay.engine.input.ReplyInput;

/**
 * Makes a carrier that has been written say exactly what its record says, so that an engine may apply it without reading the
 * record: what a record leaves out is cleared. Only of the kinds that come in numbers.
 */
final class AsRecorded {
    private AsRecorded() {
    }

    /**
     * Clears what the record does not have.
     *
     * @param in has just been written.
     * @return false for a kind that has to be read.
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
