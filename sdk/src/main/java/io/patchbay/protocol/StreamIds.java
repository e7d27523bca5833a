package io.patchbay.protocol;

/**
 * The Aeron stream ids in use between the processes of one data directory, all on the data directory's own media driver.
 */
public final class StreamIds {
    /** Engine to all gateways: EngineHello. */
    public static final int ENGINE_HELLO = 10;
    /** Gateways to engine: GatewayHello, Attach, GatewayReady, Resume. */
    public static final int CONTROL = 11;
    /** Delivery stream of the gateway in slot k is this plus k. */
    public static final int GATEWAY_DELIVERY_BASE = 100;
    /** Ingress stream of the gateway in slot k is this plus k. */
    public static final int INGRESS_BASE = 200;
    /** Gateways on one data directory. */
    public static final int MAX_GATEWAYS = 64;
    /** Delivery streams of Aeron instances: this plus slot times {@link #INSTANCES_PER_GATEWAY} plus a count. */
    public static final int INSTANCE_DELIVERY_BASE = 1_000_000;
    /** Delivery stream ids that one gateway has for its instances; they are used in turn. */
    public static final int INSTANCES_PER_GATEWAY = 1_000_000;

    private StreamIds() {
    }
}
