package io.patchbay.gateway;

import io.patchbay.protocol.ErrorCode;

/**
 * Why a frame is not acted on: what an error frame says. One is reused for all, since it is told at once.
 */
final class Refusal {
    ErrorCode code;
    /** Top-level name, or null. */
    String field;
    /** For a person. */
    String text;
    boolean hasId;
    long idHi;
    long idLo;

    /** Of a frame that has no id, or whose id is not known. */
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
