package io.patchbay.protocol;

/**
 * The Aeron stream ids between the processes of one data directory, all on that directory's own media driver.
 */
public final class StreamIds {
    /** Stream from the engine to all gateways: {@code EngineHello}. */
    public static final int ENGINE_HELLO = 10;
    /** Stream from the gateways to the engine: {@code GatewayHello}, {@code Attach}, {@code GatewayReady}, {@code Resume}. */
    public static final int CONTROL = 11;
    /** Base of the delivery streams of gateways: the gateway in slot {@code k} has this id plus {@code k}. */
    public static final int GATEWAY_DELIVERY_BASE = 100;
    /** Base of the ingress streams of gateways: the gateway in slot {@code k} has this id plus {@code k}. */
    public static final int INGRESS_BASE = 200;
    /** Maximum number of gateways of one data directory. */
    public static final int MAX_GATEWAYS = 64;
    /**
     * Base of the delivery streams of Aeron instances. A stream's id is this base, plus the gateway's slot times
     * {@link #INSTANCES_PER_GATEWAY}, plus a count.
     */
    public static final int INSTANCE_DELIVERY_BASE = 1_000_000;
    /** Number of delivery stream ids that one gateway has for its instances. The gateway uses the ids in turn. */
    public static final int INSTANCES_PER_GATEWAY = 1_000_000;

    private StreamIds() {
    }
}
