package io.patchbay.sdk;

import io.patchbay.protocol.ErrorCode;

/**
 * An error frame as {@link DirectHandler#onFailure} sees it: reused, valid during the call.
 */
public final class DirectFailure {
    /** Why; null where the server has a code that this SDK does not know. */
    public ErrorCode code;
    /** Whether the frame at fault had an id. */
    public boolean hasId;
    /** Upper half of its id. */
    public long idHi;
    /** Lower half of its id. */
    public long idLo;
    /** The field at fault, empty = no single one. */
    public String field = "";
    /** For a person. */
    public String message = "";

    RefusedException toException() {
        return new RefusedException(code == null ? ErrorCode.BAD_FIELD : code, field, message);
    }

    DirectFailure() {
    }
}
