package io.patchbay.journal.disk;

/**
 * The levels of space for records, from the best to the worst, that a {@link DiskSpace} reports. Gateway and engine act on them.
 * Each level keeps space for those below it (PROTOCOL.md, "A full disk").
 */
public enum DiskLevel {
    /** There is enough space. */
    OPEN,
    /** Less than {@code --min-free} is free: nothing new is accepted; what was accepted goes on. */
    LOW,
    /** The reserve can no longer be refilled: only replies, unregistrations and ends are recorded. */
    RESERVE,
    /** Half of the reserve is used: no replies either. The rest is for ends, ticks and sessions that close. */
    LAST,
    /** Nothing is written; records that must be written wait. */
    FULL
}
