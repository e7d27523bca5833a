package io.patchbay.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A test client with JSON lines over TCP.
 */
public final class TcpClient extends TestClient {
    public TcpClient(final InetSocketAddress address) throws IOException {
        super(address);
    }

    void raw(final String bytes) throws IOException {
        out.write(bytes.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    void write(final byte[] json) throws IOException {
        final byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        out.write(line);
        out.flush();
    }

    @Override
    public String readText() throws IOException {
        final ByteArrayOutputStream line = new ByteArrayOutputStream();
        int c = in.read();
        while (c >= 0 && c != '\n') {
            line.write(c);
            c = in.read();
        }
        if (c < 0) {
            if (line.size() > 0) {
                throw new AssertionError("an unterminated line: " + line);
            }
            return null;
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
