package io.patchbay.gateway.cli;

import io.patchbay.gateway.GatewayAgent;
import io.patchbay.journal.DataDirectory;

/**
 * The one line on stdout that says a process takes work (contract, section 8).
 */
final class ReadyLine {
    private ReadyLine() {
    }

    static String server(final GatewayAgent gateway, final DataDirectory data) {
        return "patchbay ready " + addresses(gateway) + " " + place(data);
    }

    static String gateway(final GatewayAgent gateway, final DataDirectory data) {
        return "patchbay ready role=gateway " + addresses(gateway) + " " + place(data);
    }

    static String engine(final DataDirectory data) {
        return "patchbay ready role=engine " + place(data);
    }

    private static String addresses(final GatewayAgent gateway) {
        return "tcp=" + HostPort.format(gateway.tcpAddress()) + " http=" + HostPort.format(gateway.httpAddress());
    }

    private static String place(final DataDirectory data) {
        return "data=" + data.root() + " pid=" + ProcessHandle.current().pid();
    }
}
