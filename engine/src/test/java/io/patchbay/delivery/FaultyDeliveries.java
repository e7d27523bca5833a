package io.patchbay.delivery;

import org.agrona.DirectBuffer;

import java.util.function.Predicate;

/** Creates deliveries with one deliberate mistake each, which a simulation must find. */
public final class FaultyDeliveries {
    private FaultyDeliveries() {
    }

    /**
     * Returns a delivery whose frames overtake frames that wait.
     *
     * @param context of the delivery.
     * @return a new delivery.
     */
    public static Delivery overtakes(final DeliveryContext context) {
        return new Delivery(context.receivers((settings, counters, faults) -> new Receivers(settings, counters, faults) {
            @Override
            boolean mustWait(final Receiver receiver) {
                return false;
            }
        }));
    }

    /**
     * Returns a delivery that sends requests after their deadline.
     *
     * @param context of the delivery.
     * @return a new delivery.
     */
    public static Delivery sendsLate(final DeliveryContext context) {
        return new Delivery(context.receivers((settings, counters, faults) -> new Receivers(settings, counters, faults) {
            @Override
            boolean isWithheld(final DirectBuffer buffer, final int offset, final long deadlineNs, final long request) {
                return false;
            }
        }));
    }

    /**
     * Returns a delivery that leaves out the first frame that a receiver is missing of a record.
     *
     * @param context of the delivery.
     * @return a new delivery.
     */
    public static Delivery leavesGap(final DeliveryContext context) {
        return new Delivery(context.receivers((settings, counters, faults) -> new Receivers(settings, counters, faults) {
            @Override
            Receiver newReceiver(final long id, final long gateway) {
                return new Receiver(id, gateway) {
                    @Override
                    boolean lacks(final long index, final int n) {
                        return index > hadIndex || index == hadIndex && n > hadN + 1;
                    }
                };
            }
        }));
    }

    /**
     * Returns a delivery that takes each snapshot for one that all receivers are past.
     *
     * @param context of the delivery.
     * @return a new delivery.
     */
    public static Delivery trustsSnapshots(final DeliveryContext context) {
        return new Delivery(context) {
            @Override
            public boolean isFullyReceived(final FrameMarks marks, final Predicate<FrameMarks.GatewayMark> mayLive) {
                return true;
            }
        };
    }
}
