package io.patchbay.gateway.session;

import io.patchbay.gateway.auth.Principal;
import io.patchbay.gateway.auth.RateBucket;
import io.patchbay.gateway.auth.RateLimit;
import io.patchbay.gateway.config.GatewayContext;
import io.patchbay.gateway.json.FrameType;
import io.patchbay.journal.disk.DiskLevel;
import io.patchbay.journal.disk.DiskSpace;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Decides which frames are refused as {@code overloaded} before they reach the journal. The causes are a full disk, the rate
 * limit of a principal, too many open requests and an engine that is away. One thread. A frame that is admitted costs three
 * reads.
 */
final class Admission {
    private final EngineWatch engine;
    private final int engineWaitMs;
    private final DiskSpace disk;
    private final RateLimit defaultLimit;
    private final boolean isAuthOn;
    private final LongSupplier openRequests;
    private final long maxOpen;
    private final String tooManyOpen;
    private final Map<String, RateBucket> byPrincipal = new HashMap<>();

    Admission(final GatewayContext context, final EngineWatch engine) {
        this.engine = engine;
        engineWaitMs = context.engineWaitMs();
        disk = context.diskSpace();
        defaultLimit = context.rateLimit();
        isAuthOn = context.isAuthOn();
        openRequests = context.openRequests();
        maxOpen = context.maxOpen();
        tooManyOpen = maxOpen + " requests are open, the limit of --max-open: wait for some to end";
    }

    /**
     * Returns the rate bucket for a session that registers. All sessions of a principal share one; where authorization is off,
     * each session has its own.
     *
     * @return null where there is no limit.
     */
    RateBucket bucketOf(final Principal principal, final long nowMs) {
        final RateLimit own = principal.rateLimit();
        final RateLimit limit = own == null ? defaultLimit : own;
        if (limit == null) {
            return null;
        }
        return isAuthOn ? byPrincipal.computeIfAbsent(principal.name(), name -> new RateBucket(limit, nowMs))
            : new RateBucket(limit, nowMs);
    }

    /**
     * Returns why a frame may not come now.
     *
     * @param type   of the frame.
     * @param bucket the session's rate bucket, or null.
     * @param nowMs  the time of the duty cycle.
     * @return a sentence for a person, or null where the frame may come.
     */
    String refusal(final FrameType type, final RateBucket bucket, final long nowMs) {
        final DiskLevel level = disk.level();
        if (level != DiskLevel.OPEN && level.compareTo(floorOf(type)) >= 0) {
            return disk.reason();
        }
        if (type == FrameType.REGISTER && engine.awayMs(nowMs) >= engineWaitMs) {
            return "the engine has been away for " + engine.awayMs(nowMs) / 1_000 + " s: register again later";
        }
        if (type == FrameType.MESSAGE && openRequests.getAsLong() >= maxOpen) {
            return tooManyOpen;
        }
        return bucket == null || !isLimited(type) || bucket.take(nowMs) ? null : bucket.text();
    }

    /** Returns the disk level from which on a type is refused: first the types that create work, last those that end it. */
    private static DiskLevel floorOf(final FrameType type) {
        return switch (type) {
            case MESSAGE, BROADCAST, EMIT -> DiskLevel.LOW;
            case REPLY -> DiskLevel.LAST;
            case UNREGISTER -> DiskLevel.FULL;
            default -> DiskLevel.RESERVE;
        };
    }

    private static boolean isLimited(final FrameType type) {
        return type != FrameType.REPLY && type != FrameType.UNREGISTER;
    }
}
