package io.patchbay.bench.load;

import io.patchbay.bench.process.Compilation;

/**
 * A probe that takes readings right before and right after the part of a run that counts, while no request is under way.
 */
public interface Probe {
    /** Reads nothing. */
    Probe NONE = new Probe() {
        @Override
        public void begin() {
            // There is nothing to read.
        }

        @Override
        public void end() {
            // There is nothing to read.
        }
    };

    /** Takes the first readings. Called when the warm-up is over and all of its requests have ended. */
    void begin();

    /** Takes the last readings. Called when all requests that count have ended. */
    void end();

    /**
     * Returns how long the compilers of all JVMs that take part have worked.
     *
     * @return milliseconds since each JVM's start, added up.
     */
    default long compiledMs() {
        return Compilation.ofThisJvmMs();
    }
}
