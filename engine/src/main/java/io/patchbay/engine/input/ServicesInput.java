package io.patchbay.engine.input;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Record of a query for the registered services.
 */
public final class ServicesInput extends Input {
    /** Id of the asking instance. */
    public long from;
    /** Name of the service that is asked for; empty = all. */
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
