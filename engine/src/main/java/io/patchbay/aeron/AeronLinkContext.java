package io.patchbay.aeron;

import io.patchbay.data.DataDirectory;
import io.patchbay.protocol.Limits;

import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Settings of an {@link AeronLink}. The composer of a process fills them in; the link then {@link #conclude()}s them once.
 */
public final class AeronLinkContext {
    private DriverDirectory driverDirectory;
    private DriverLock driverLock;
    private boolean launchDriver = true;
    private boolean invokeDriver = true;
    private int maxFrameBytes = Limits.MAX_FRAME_DEFAULT_BYTES;
    private IdleStrategy driverIdle;
    private Runnable driverThreadStart = () -> { };
    private NanoClock nanoClock = SystemNanoClock.INSTANCE;
    private String name = "patchbay";
    private boolean isConcluded;

    /**
     * Sets the media driver's directory and lock to those of a data directory.
     *
     * @param value an open data directory.
     * @return this.
     */
    public AeronLinkContext dataDirectory(final DataDirectory value) {
        return dataDirectory(value, null);
    }

    /**
     * Sets the media driver's directory and lock to those of a data directory.
     *
     * @param value an open data directory.
     * @param root  option {@code --driver-dir}: the parent of the driver's directory; null for the default.
     * @return this.
     */
    public AeronLinkContext dataDirectory(final DataDirectory value, final Path root) {
        driverDirectory = new DriverDirectory(value, root);
        return driverLock(value::tryLockDriver);
    }

    DriverDirectory driverDirectory() {
        return driverDirectory;
    }

    /**
     * Sets the lock whose holder may run the media driver.
     *
     * @param value the lock.
     * @return this.
     */
    public AeronLinkContext driverLock(final DriverLock value) {
        driverLock = value;
        return this;
    }

    /**
     * Returns the lock whose holder may run the media driver.
     *
     * @return the lock.
     */
    public DriverLock driverLock() {
        return driverLock;
    }

    /**
     * Sets whether this process may run the media driver. The driver lives with a gateway, so an engine in its own process sets
     * false.
     *
     * @param value default true.
     * @return this.
     */
    public AeronLinkContext launchDriver(final boolean value) {
        launchDriver = value;
        return this;
    }

    /**
     * Returns whether this process may run the media driver.
     *
     * @return true if it may.
     */
    public boolean launchDriver() {
        return launchDriver;
    }

    /**
     * Sets whether the link's own duty cycle runs the driver, as in the thread layout {@code shared}; otherwise the driver has a
     * thread.
     *
     * @param value default true.
     * @return this.
     */
    public AeronLinkContext invokeDriver(final boolean value) {
        invokeDriver = value;
        return this;
    }

    /**
     * Returns whether the link's own duty cycle runs the driver.
     *
     * @return true if it does, false if the driver has a thread.
     */
    public boolean invokeDriver() {
        return invokeDriver;
    }

    /**
     * Sets the longest frame, option {@code --max-frame}.
     *
     * @param value bytes, {@link Limits#MAX_FRAME_FLOOR_BYTES} to {@link Limits#MAX_FRAME_CEILING_BYTES}.
     * @return this.
     */
    public AeronLinkContext maxFrameBytes(final int value) {
        maxFrameBytes = value;
        return this;
    }

    /**
     * Returns the longest frame, option {@code --max-frame}.
     *
     * @return bytes.
     */
    public int maxFrameBytes() {
        return maxFrameBytes;
    }

    /**
     * Sets the idle strategy of a driver that has its own thread.
     *
     * @param value default: backs off up to 1 ms.
     * @return this.
     */
    public AeronLinkContext driverIdle(final IdleStrategy value) {
        driverIdle = value;
        return this;
    }

    /**
     * Returns the idle strategy of a driver that has its own thread.
     *
     * @return the strategy.
     */
    public IdleStrategy driverIdle() {
        return driverIdle;
    }

    /**
     * Sets what a driver with its own thread runs first on that thread, for example to pin it.
     *
     * @param value default: nothing.
     * @return this.
     */
    public AeronLinkContext driverThreadStart(final Runnable value) {
        driverThreadStart = value;
        return this;
    }

    /**
     * Returns what a driver with its own thread runs first on that thread.
     *
     * @return never null.
     */
    public Runnable driverThreadStart() {
        return driverThreadStart;
    }

    /**
     * Sets the clock by which the link schedules its turns. A thread that reads the clock once per duty cycle may pass its cached
     * clock.
     *
     * @param value default: the system's.
     * @return this.
     */
    public AeronLinkContext nanoClock(final NanoClock value) {
        nanoClock = value;
        return this;
    }

    /**
     * Returns the clock by which the link schedules its turns.
     *
     * @return the clock.
     */
    public NanoClock nanoClock() {
        return nanoClock;
    }

    /**
     * Sets the name of this client in Aeron's tools and in the log.
     *
     * @param value up to 100 characters.
     * @return this.
     */
    public AeronLinkContext name(final String value) {
        name = value;
        return this;
    }

    /**
     * Returns the name of this client in Aeron's tools and in the log.
     *
     * @return the name.
     */
    public String name() {
        return name;
    }

    /**
     * Checks the settings and fills in defaults; called once, by the link.
     *
     * @return this.
     */
    AeronLinkContext conclude() {
        if (isConcluded) {
            throw new IllegalStateException("concluded before");
        }
        isConcluded = true;
        Objects.requireNonNull(driverDirectory, "dataDirectory");
        Objects.requireNonNull(driverLock, "driverLock");
        if (maxFrameBytes < Limits.MAX_FRAME_FLOOR_BYTES || maxFrameBytes > Limits.MAX_FRAME_CEILING_BYTES) {
            throw new IllegalArgumentException("maxFrameBytes " + maxFrameBytes);
        }
        if (driverIdle == null) {
            driverIdle = new BackoffIdleStrategy();
        }
        return this;
    }
}
