package io.patchbay.replay.cli;

import io.patchbay.replay.print.StandardStreams;

import picocli.CommandLine;

/**
 * A picocli factory that gives each command the streams to write to.
 */
final class CommandFactory implements CommandLine.IFactory {
    private final StandardStreams streams;

    CommandFactory(final StandardStreams streams) {
        this.streams = streams;
    }

    @Override
    public <K> K create(final Class<K> type) throws Exception {
        final K made = CommandLine.defaultFactory().create(type);
        if (made instanceof WithStreams) {
            ((WithStreams)made).streams(streams);
        }
        return made;
    }
}
