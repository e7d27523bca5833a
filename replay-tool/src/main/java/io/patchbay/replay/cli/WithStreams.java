package io.patchbay.replay.cli;

import io.patchbay.replay.print.StandardStreams;

/**
 * A command that gets its output streams before it runs.
 */
interface WithStreams {
    /** Sets the streams that the command writes to. */
    void streams(StandardStreams to);
}
