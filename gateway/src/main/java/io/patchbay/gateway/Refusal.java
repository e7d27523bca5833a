package io.patchbay.gateway;

import io.patchbay.protocol.ErrorCode;

/**
 * The content of an error frame for a frame that is refused. One object is reused, since it is sent before the next refusal.
 */
final class Refusal {
    ErrorCode code;
    /** Top-level name of the bad field, or null. */
    String field;
    /** What is wrong, for a person. */
    String text;
    boolean hasId;
    long idHi;
    long idLo;

    /** Sets the refusal of a frame that has no id, or whose id is not known. */
    Refusal of(final ErrorCode code, final String field, final String text) {
        return of(code, field, text, false, 0, 0);
    }

    Refusal of(final ErrorCode code, final String field, final String text, final boolean hasId, final long idHi,
        final long idLo) {
        this.code = code;
        this.field = field;
        this.text = text;
        this.hasId = hasId;
        this.idHi = idHi;
        this.idLo = idLo;
        return this;
    }
}
