package io.patchbay.sdk.direct;

/**
 * Callbacks for the frames of the session itself. {@link JsonAdapter} calls them; {@link DirectClient} implements them.
 */
public interface SessionEvents {
    void onConnect(JsonFrame frame);

    void onAuthorized();

    void onRegistered(JsonFrame frame);

    void onDisconnect(String reason);

    void onPing();

    void onFailure(DirectFailure failure);
}
