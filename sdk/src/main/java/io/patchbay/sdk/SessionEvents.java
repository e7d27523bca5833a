package io.patchbay.sdk;

/**
 * What the frames of the session itself say: called by {@link JsonAdapter}, heard by {@link DirectClient}.
 */
interface SessionEvents {
    void onConnect(JsonFrame frame);

    void onAuthorized();

    void onRegistered(JsonFrame frame);

    void onDisconnect(String reason);

    void onPing();

    void onFailure(DirectFailure failure);
}
