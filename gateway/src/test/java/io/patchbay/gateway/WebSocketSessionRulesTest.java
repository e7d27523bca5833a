package io.patchbay.gateway;

/**
 * Runs {@link SessionRules} over WebSocket.
 */
class WebSocketSessionRulesTest extends SessionRules {
    @Override
    TestClient open(final TestGateway to) throws Exception {
        return WebSocketClient.connect(to.agent.httpAddress());
    }

    @Override
    String transport() {
        return "websocket";
    }
}
