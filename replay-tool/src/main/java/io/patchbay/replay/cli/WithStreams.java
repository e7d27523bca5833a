package io.patchbay.replay.cli;

import io.patchbay.replay.print.StandardStreams;

/**
 * A command that is told where to write before it runs.
 */
interface WithStreams {
    void streams(StandardStreams to);
}
