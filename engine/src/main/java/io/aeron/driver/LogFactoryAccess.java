package io.aeron.driver;

import io.aeron.driver.buffer.LogFactory;

/**
 * Sets a media driver's log factory, a setting that Aeron keeps to its own package: with another Aeron that has it no more,
 * this class does not compile.
 */
public final class LogFactoryAccess {
    private LogFactoryAccess() {
    }

    /**
     * Has a driver make its log buffers by the given factory.
     *
     * @param context not yet concluded.
     * @param factory closed by the driver.
     */
    public static void set(final MediaDriver.Context context, final LogFactory factory) {
        context.logFactory(factory);
    }
}
