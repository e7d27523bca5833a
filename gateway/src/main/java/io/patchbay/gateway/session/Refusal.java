package io.patchbay.gateway.session;

import io.patchbay.protocol.ErrorCode;

/**
 * The content of an error frame for a frame that is refused. One object is reused, since it is sent before the next refusal.
 */
public final class Refusal {
    public ErrorCode code;
    /** Top-level name of the bad field, or null. */
    public String field;
    /** What is wrong, for a person. */
    public String text;
    public boolean hasId;
    public long idHi;
    public long idLo;

    /** Sets the refusal of a frame that has no id, or whose id is not known. */
    public Refusal of(final ErrorCode code, final String field, final String text) {
        return of(code, field, text, false, 0, 0);
    }

    public Refusal of(final ErrorCode code, final String field, final String text, final boolean hasId, final long idHi,
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
