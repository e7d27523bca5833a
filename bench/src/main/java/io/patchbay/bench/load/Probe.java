package io.patchbay.bench.load;

import io.patchbay.bench.process.Compilation;

/**
 * Takes readings right before and right after the part of a run that counts, while nothing is under way.
 */
public interface Probe {
    /** Reads nothing. */
    Probe NONE = new Probe() {
        @Override
        public void begin() {
            // nothing to read
        }

        @Override
        public void end() {
            // nothing to read
        }
    };

    /** The warm-up is over and all its requests have ended. */
    void begin();

    /** All requests that count have ended. */
    void end();

    /**
     * How long the compilers of all JVMs that take part have worked.
     *
     * @return milliseconds since each began.
     */
    default long compiledMs() {
        return Compilation.ofThisJvmMs();
    }
}
