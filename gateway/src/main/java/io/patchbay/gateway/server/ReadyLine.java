package io.patchbay.gateway.server;

import io.patchbay.data.DataDirectory;
import io.patchbay.gateway.GatewayAgent;

import java.net.InetSocketAddress;

/**
 * Formats the one line on stdout that tells that a process serves.
 */
public final class ReadyLine {
    private ReadyLine() {
    }

    public static String server(final GatewayAgent gateway, final DataDirectory data) {
        return "patchbay ready " + addresses(gateway) + " " + place(data);
    }

    public static String gateway(final GatewayAgent gateway, final DataDirectory data) {
        return "patchbay ready role=gateway " + addresses(gateway) + " " + place(data);
    }

    /** Returns the line of an engine, with the address of its health, or null where that is not served. */
    public static String engine(final InetSocketAddress health, final DataDirectory data) {
        return "patchbay ready role=engine " + (health == null ? "" : "http=" + HostPort.format(health) + " ") + place(data);
    }

    private static String addresses(final GatewayAgent gateway) {
        return "tcp=" + HostPort.format(gateway.tcpAddress()) + " http=" + HostPort.format(gateway.httpAddress());
    }

    private static String place(final DataDirectory data) {
        return "data=" + data.root() + " pid=" + ProcessHandle.current().pid();
    }
}
