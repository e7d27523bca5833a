package io.patchbay.replay;

/**
 * A command that is told where to write before it runs.
 */
interface WithStreams {
    void streams(Streams to);
}
