package io.patchbay.bench;

import io.patchbay.sdk.DirectContext;

/**
 * The way that frames take between the bench and the server.
 */
public enum LoadPath {
    /** SBE over Aeron IPC, on the server's media driver. */
    AERON_IPC("aeron-ipc"),
    /** JSON lines over TCP. */
    TCP_JSON("tcp-json");

    private final String word;

    LoadPath(final String word) {
        this.word = word;
    }

    /**
     * The path that a word names.
     *
     * @param word as options spell it.
     * @return the path.
     * @throws IllegalArgumentException where there is none of that name.
     */
    public static LoadPath ofWord(final String word) {
        for (final LoadPath path : values()) {
            if (path.word.equals(word)) {
                return path;
            }
        }
        throw new IllegalArgumentException("--path is aeron-ipc or tcp-json, not " + word);
    }

    /**
     * The word that options use.
     *
     * @return for example {@code tcp-json}.
     */
    public String word() {
        return word;
    }

    DirectContext newContext(final String server, final String name) {
        final DirectContext context = new DirectContext().server(server).name(name).reconnect(false);
        return this == AERON_IPC ? context.aeronIpc() : context.tcp();
    }
}
