package io.patchbay.delivery;

import io.patchbay.journal.DataDirectory;
import io.patchbay.journal.DriverDirectory;
import io.patchbay.protocol.Limits;

import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Settings of an {@link AeronLink}, filled in by whoever composes a process, then {@link #conclude()}d once.
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
     * @param root  setting {@code --driver-dir}: where the driver's directory is made; null for the default.
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
     * Who has it may run the media driver.
     *
     * @param value the lock.
     * @return this.
     */
    public AeronLinkContext driverLock(final DriverLock value) {
        driverLock = value;
        return this;
    }

    /**
     * Who has it may run the media driver.
     *
     * @return the lock.
     */
    public DriverLock driverLock() {
        return driverLock;
    }

    /**
     * May this process run the media driver? The driver lives with a gateway, so an engine of its own says no.
     *
     * @param value default true.
     * @return this.
     */
    public AeronLinkContext launchDriver(final boolean value) {
        launchDriver = value;
        return this;
    }

    /**
     * May this process run the media driver?
     *
     * @return true if so.
     */
    public boolean launchDriver() {
        return launchDriver;
    }

    /**
     * Does the link's own duty cycle run the driver (thread layout {@code shared}), or has it a thread?
     *
     * @param value default true.
     * @return this.
     */
    public AeronLinkContext invokeDriver(final boolean value) {
        invokeDriver = value;
        return this;
    }

    /**
     * Does the link's own duty cycle run the driver?
     *
     * @return true if so.
     */
    public boolean invokeDriver() {
        return invokeDriver;
    }

    /**
     * Setting {@code --max-frame}.
     *
     * @param value bytes, {@link Limits#MAX_FRAME_FLOOR_BYTES} to {@link Limits#MAX_FRAME_CEILING_BYTES}.
     * @return this.
     */
    public AeronLinkContext maxFrameBytes(final int value) {
        maxFrameBytes = value;
        return this;
    }

    /**
     * Setting {@code --max-frame}.
     *
     * @return bytes.
     */
    public int maxFrameBytes() {
        return maxFrameBytes;
    }

    /**
     * How a driver with a thread of its own idles.
     *
     * @param value default: backs off up to 1 ms.
     * @return this.
     */
    public AeronLinkContext driverIdle(final IdleStrategy value) {
        driverIdle = value;
        return this;
    }

    /**
     * How a driver with a thread of its own idles.
     *
     * @return the strategy.
     */
    public IdleStrategy driverIdle() {
        return driverIdle;
    }

    /**
     * What a driver with a thread of its own does first on that thread, for example pin it.
     *
     * @param value default: nothing.
     * @return this.
     */
    public AeronLinkContext driverThreadStart(final Runnable value) {
        driverThreadStart = value;
        return this;
    }

    /**
     * What a driver with a thread of its own does first on that thread.
     *
     * @return never null.
     */
    public Runnable driverThreadStart() {
        return driverThreadStart;
    }

    /**
     * What the link tells its turns by. A thread that reads the clock once a duty cycle may give what it read.
     *
     * @param value default: the system's.
     * @return this.
     */
    public AeronLinkContext nanoClock(final NanoClock value) {
        nanoClock = value;
        return this;
    }

    /**
     * What the link tells its turns by.
     *
     * @return the clock.
     */
    public NanoClock nanoClock() {
        return nanoClock;
    }

    /**
     * What Aeron's tools and the log call this client.
     *
     * @param value up to 100 characters.
     * @return this.
     */
    public AeronLinkContext name(final String value) {
        name = value;
        return this;
    }

    /**
     * What Aeron's tools and the log call this client.
     *
     * @return the name.
     */
    public String name() {
        return name;
    }

    /**
     * Checks and completes the settings; called once, by the link.
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
