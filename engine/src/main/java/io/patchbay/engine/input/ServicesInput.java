package io.patchbay.engine.input;

import io.patchbay.engine.Inputs;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * A query for what is there.
 */
public final class ServicesInput extends Input {
    /** The asking instance. */
    public long from;
    /** One service, empty = all. */
    public final UnsafeBuffer service = new UnsafeBuffer(0, 0);

    @Override
    public RecordKind kind() {
        return RecordKind.SERVICES;
    }

    @Override
    public void applyTo(final Inputs inputs) {
        inputs.services(this);
    }
}
