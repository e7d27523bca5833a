package io.patchbay.replay.cli;

import io.patchbay.replay.print.Streams;

/**
 * A command that is told where to write before it runs.
 */
interface WithStreams {
    void streams(Streams to);
}
