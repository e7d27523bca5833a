package io.patchbay.sdk.direct;

import io.patchbay.protocol.ErrorCode;
import io.patchbay.sdk.exceptions.RefusedException;

/**
 * An error frame as passed to {@link DirectHandler#onFailure}. The object is reused and valid only during the call.
 */
public final class DirectFailure {
    /** The error code; {@code null} if this SDK does not know the server's code. */
    public ErrorCode code;
    /** Whether the refused frame had an id. */
    public boolean hasId;
    /** Upper half of the refused frame's id. */
    public long idHi;
    /** Lower half of the refused frame's id. */
    public long idLo;
    /** Name of the field at fault; empty if no single field is. */
    public String field = "";
    /** Text for a person. */
    public String message = "";

    public RefusedException toException() {
        return new RefusedException(code == null ? ErrorCode.BAD_FIELD : code, field, message);
    }

    DirectFailure() {
    }
}
