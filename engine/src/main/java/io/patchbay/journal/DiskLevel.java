package io.patchbay.journal;

/**
 * How much room there is for records, from the best to the worst: what a {@link DiskSpace} tells, and what gateway and engine go
 * by. Each level keeps room for those below it (protocol page, "A full disk").
 */
public enum DiskLevel {
    /** All is well. */
    OPEN,
    /** Less than {@code --min-free} is free: nothing new is taken; what is accepted goes on. */
    LOW,
    /** The reserve can no longer be filled up: only replies, leaves and what ends are taken. */
    RESERVE,
    /** Half of the reserve is used: no replies either; what is left is for ends, ticks and sessions that close. */
    LAST,
    /** Nothing is written: what has to be, waits. */
    FULL
}
