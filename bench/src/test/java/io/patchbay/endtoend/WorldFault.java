package io.patchbay.endtoend;

import java.util.Random;

/**
 * Something that the world around a server does to it.
 */
interface WorldFault {
    /**
     * Injects the fault, asserts what must hold, and leaves everything as it was, with all served.
     *
     * @param random the only source of what varies.
     * @return which variant it was, in a few words.
     */
    String inject(WorldSetup setup, Random random) throws Exception;
}
