package io.patchbay.gateway;

/**
 * Runs {@link SessionRules} over TCP.
 */
class TcpSessionRulesTest extends SessionRules {
    @Override
    TestClient open(final TestGateway to) throws Exception {
        return new TcpClient(to.agent.tcpAddress());
    }

    @Override
    String transport() {
        return "tcp";
    }
}
