package io.patchbay.gateway.link;

import io.patchbay.aeron.DriverLink;
import io.patchbay.delivery.gateway.GatewayLink;
import io.patchbay.delivery.gateway.GatewayLinkHandler;

import org.agrona.DirectBuffer;

import java.util.concurrent.TimeUnit;

/**
 * The {@link EngineLink} of a running gateway: a {@link GatewayLink} over the media driver of the data directory.
 */
public final class AeronEngineLink implements EngineLink {
    /**
     * Longest wait for the UDP port of the first registration by UDP. It is the only wait of the gateway's thread, once in its
     * life.
     */
    private static final long UDP_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private final DriverLink aeron;
    private final GatewayLink link;

    public AeronEngineLink(final DriverLink aeron, final int slot, final GatewayLinkHandler handler) {
        this.aeron = aeron;
        link = new GatewayLink(aeron, slot, handler);
    }

    @Override
    public void gateway(final long index) {
        link.gateway(index);
    }

    @Override
    public int doWork(final int limit) {
        return link.doWork(limit);
    }

    @Override
    public int pollDelivery(final int limit) {
        return link.pollDelivery(limit);
    }

    @Override
    public long lastIndex() {
        return link.lastIndex();
    }

    @Override
    public boolean isUp() {
        return link.isUp();
    }

    @Override
    public long engineBeat() {
        return link.engineBeat();
    }

    @Override
    public String trouble() {
        return link.trouble();
    }

    @Override
    public String refusalOfInstance() {
        return link.refusalOfInstance();
    }

    @Override
    public String aeronDir() {
        return link.aeronDir();
    }

    @Override
    public int ingressStreamId() {
        return link.ingressStreamId();
    }

    @Override
    public String udpIngressChannel(final String endpoint) {
        link.openUdpIngress(endpoint);
        final long deadlineNs = System.nanoTime() + UDP_WAIT_NS;
        String channel = link.udpIngressChannel();
        while (channel == null && link.udpIngressFailure() == null && System.nanoTime() - deadlineNs < 0) {
            if (aeron.runNow() == 0) {
                Thread.yield();
            }
            channel = link.udpIngressChannel();
        }
        return channel;
    }

    @Override
    public int nextDeliveryStreamId() {
        return link.nextDeliveryStreamId();
    }

    @Override
    public void attach(final long instance, final String channel, final int streamId) {
        link.attach(instance, channel, streamId);
    }

    @Override
    public void proven(final long instance) {
        link.proven(instance);
    }

    @Override
    public void detach(final long instance) {
        link.detach(instance);
    }

    @Override
    public void resume(final long instance, final long epoch, final long lastIndex, final int lastN, final long lastAck) {
        link.resume(instance, epoch, lastIndex, lastN, lastAck);
    }

    @Override
    public boolean offerError(final long instance, final DirectBuffer buffer, final int offset, final int length) {
        return link.offerError(instance, buffer, offset, length);
    }

    @Override
    public void close() {
        link.close();
    }
}
