package io.patchbay.simulation;

import io.patchbay.aeron.DriverLink;
import io.patchbay.delivery.Delivery;
import io.patchbay.delivery.DeliveryContext;
import io.patchbay.delivery.FaultyDeliveries;
import io.patchbay.delivery.gateway.GatewayLink;
import io.patchbay.delivery.gateway.GatewayLinkHandler;
import io.patchbay.engine.Engine;
import io.patchbay.engine.FaultyEngines;
import io.patchbay.engine.Instance;
import io.patchbay.engine.Outputs;
import io.patchbay.engine.Unhandled;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.ReplyInput;
import io.patchbay.journal.clock.JournalClock;
import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.UnhandledReason;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;

import java.util.function.Function;

/**
 * Deliberate faults in production classes, one at a time. Each is a test double of one part of the machine. A simulation that
 * does not find them would prove nothing.
 */
enum Fault {
    /** A distant timer is lost when it moves to a lower level of the wheel. */
    LOST_TIMER(engine(FaultyEngines::losesTimers)),
    /** One-way messages from before a restart are forgotten. */
    DUPLICATE_AFTER_RESTART(new MachineParts() {
        @Override
        boolean isForgetfulOfOneWay() {
            return true;
        }
    }),
    /** A draining instance is still a candidate. */
    DELIVERY_TO_DRAINING(engine(FaultyEngines::choosesDraining)),
    /** The end of a request whose instance is lost is sent twice. */
    END_TWICE(outputs(EndsTwice::new)),
    /** A draining instance stays registered after its gateway is lost. */
    GHOST_INSTANCE(engine(FaultyEngines::keepsDraining)),
    /** There is no service-offline where the last instance left with its gateway. */
    OFFLINE_MISSING(outputs(OfflineMissing::new)),
    /** A frame overtakes frames that wait. */
    WRONG_ORDER(delivery(FaultyDeliveries::overtakes)),
    /** Replies that are not the last go to the instance that sent them. */
    WRONG_REQUESTER(outputs(WrongRequester::new)),
    /** One ended id too few is remembered. */
    LOST_ENDED_ID(engine(FaultyEngines::forgetsOneMore)),
    /** The turn of the round robin depends on an object's address in memory. */
    NOT_DETERMINISTIC(engine(FaultyEngines::choosesByAddress)),
    /** After a restart, the first frame that a receiver is missing of a record is left out. */
    GAP_AFTER_RESTART(delivery(FaultyDeliveries::leavesGap)),
    /** Requests are sent after their deadline. */
    LATE_REQUEST(delivery(FaultyDeliveries::sendsLate)),
    /** A gateway assigns the streams that the gateway before it in its slot assigned. This was once so. */
    STREAM_REUSED(new MachineParts() {
        @Override
        GatewayLink newGatewayLink(final DriverLink link, final int slot, final GatewayLinkHandler handler) {
            return new GatewayLink(link, slot, handler) {
                @Override
                protected int firstStream(final long index) {
                    return 0;
                }
            };
        }
    }),
    /** A stream for which there was no room is never requested again with success. This was once so. */
    STREAM_GIVEN_UP(new MachineParts() {
        @Override
        boolean isRefusedForGood() {
            return true;
        }
    }),
    /** Record times follow all leaps of the wall clock. This was once so, for leaps forward. */
    CLOCK_FOLLOWS_LEAPS(new MachineParts() {
        @Override
        JournalClock newClock(final NanoClock elapsed, final EpochNanoClock wall, final AtomicBuffer anchor) {
            return new JournalClock(elapsed, wall, anchor) {
                @Override
                public long nanoTime() {
                    return wall.nanoTime();
                }
            };
        }
    }),
    /** The difference to the wall clock that remains after a leap is closed at once. */
    SLEW_WITHOUT_BOUND(new MachineParts() {
        @Override
        JournalClock newClock(final NanoClock elapsed, final EpochNanoClock wall, final AtomicBuffer anchor) {
            return new JournalClock(elapsed, wall, anchor) {
                @Override
                protected long slewPpm(final long differenceNs) {
                    return differenceNs / 1_000;
                }
            };
        }
    }),
    /** A start from a snapshot does not check that all receivers have received the frames from before it. */
    SNAPSHOT_TOO_NEW(delivery(FaultyDeliveries::trustsSnapshots)),
    /** The limits of remembered ids are not restored from a snapshot. */
    SNAPSHOT_WITHOUT_LIMITS(engine(FaultyEngines::restoresNoLimits)),
    /** Messages that waited for a service are routed in reverse order. */
    REJOIN_OUT_OF_ORDER(engine(FaultyEngines::routesFromTheEnd)),
    /** The grace of a service that went while another gateway ran does not begin anew with the next start of a gateway. */
    GRACE_FROM_THE_LOSS(engine(FaultyEngines::neverRenewsGrace)),
    /** A withheld request is named by the index of the record that routed it, and not by its own. */
    WITHHELD_BY_FRAME(new MachineParts() {
        @Override
        Outputs sender(final Outputs delivery) {
            return new NamedByFrame(delivery);
        }
    });

    final MachineParts parts;

    Fault(final MachineParts parts) {
        this.parts = parts;
    }

    private static MachineParts engine(final Function<Outputs, Engine> engines) {
        return new MachineParts() {
            @Override
            Engine newEngine(final Outputs outputs) {
                return engines.apply(outputs);
            }
        };
    }

    private static MachineParts outputs(final Function<Outputs, Outputs> faulty) {
        return engine(outputs -> new Engine(faulty.apply(outputs)));
    }

    private static MachineParts delivery(final Function<DeliveryContext, Delivery> deliveries) {
        return new MachineParts() {
            @Override
            Delivery newDelivery(final DeliveryContext context) {
                return deliveries.apply(context);
            }
        };
    }

    private static final class EndsTwice extends ForwardingOutputs {
        EndsTwice(final Outputs next) {
            super(next);
        }

        @Override
        public void unhandledMessage(final Unhandled unhandled) {
            if (unhandled.reason == UnhandledReason.INSTANCE_LOST) {
                next.unhandledMessage(unhandled);
            }
            next.unhandledMessage(unhandled);
        }
    }

    private static final class OfflineMissing extends ForwardingOutputs {
        OfflineMissing(final Outputs next) {
            super(next);
        }

        @Override
        public void serviceOffline(final Instance instance, final DisconnectReason reason) {
            if (reason != DisconnectReason.GATEWAY_LOST) {
                next.serviceOffline(instance, reason);
            }
        }
    }

    private static final class WrongRequester extends ForwardingOutputs {
        WrongRequester(final Outputs next) {
            super(next);
        }

        @Override
        public void reply(final Instance to, final Instance from, final ReplyInput reply, final DirectBuffer responder,
            final long request) {
            next.reply(to != null && reply.more ? from : to, from, reply, responder, request);
        }
    }

    private static final class NamedByFrame extends ForwardingOutputs {
        private long index;

        NamedByFrame(final Outputs next) {
            super(next);
        }

        @Override
        public void begin(final long recordIndex, final long timeNs) {
            index = recordIndex;
            next.begin(recordIndex, timeNs);
        }

        @Override
        public void message(final Instance to, final Instance from, final MessageInput message, final long deadlineNs) {
            final long own = message.index;
            message.index = index;
            next.message(to, from, message, deadlineNs);
            message.index = own;
        }
    }
}
