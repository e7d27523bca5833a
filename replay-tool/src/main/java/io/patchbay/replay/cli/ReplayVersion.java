package io.patchbay.replay.cli;

import io.patchbay.protocol.Limits;

import picocli.CommandLine.IVersionProvider;

/**
 * The answer to {@code --version}: the program's version, and the newest journal schema and rules that it reads.
 */
final class ReplayVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        final String version = ReplayVersion.class.getPackage().getImplementationVersion();
        return new String[] {"patchbay " + (version == null ? "(unpackaged)" : version) + ", journal schema up to "
            + Limits.SCHEMA + ", rules up to " + Limits.RULES};
    }
}
