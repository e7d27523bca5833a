package io.patchbay.gateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.nio.file.Path;
class SmokeTest {
    @Test void shouldWork(@TempDir Path dir) throws Exception {
        try (TestServer s = new TestServer(dir, new GatewayContext(), c -> { }); TcpClient a = new TcpClient(s.gateway.tcpAddress()); TcpClient b = new TcpClient(s.gateway.tcpAddress())) {
            System.out.println(a.register("pricing", "'methods':['quote']"));
            System.out.println(b.register("shop", ""));
            b.send("{'type':'message','id':'7f1c5d4e-0000-4000-8000-0123456789ab','destination':'pricing:quote','responder':'r','payload':[ 1 ],'ack':true}");
            System.out.println(b.readText());
            System.out.println(a.readText());
            a.send("{'type':'reply','id':'7f1c5d4e-0000-4000-8000-0123456789ab','payload':{ 'a':2 }}");
            System.out.println(b.readText());
            b.send("{'type':'services'}");
            System.out.println(b.readText());
            a.send("{'type':'unregister'}");
            System.out.println(a.readText());
            System.out.println(a.readText());
            System.out.println(b.readText());
            System.out.println(b.readText());
        }
    }
}
