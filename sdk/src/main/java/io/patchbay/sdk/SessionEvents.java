package io.patchbay.sdk;

/**
 * Callbacks for the frames of the session itself. {@link JsonAdapter} calls them; {@link DirectClient} implements them.
 */
interface SessionEvents {
    void onConnect(JsonFrame frame);

    void onAuthorized();

    void onRegistered(JsonFrame frame);

    void onDisconnect(String reason);

    void onPing();

    void onFailure(DirectFailure failure);
}
