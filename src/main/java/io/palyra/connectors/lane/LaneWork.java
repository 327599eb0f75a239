package io.palyra.connectors.lane;

import io.palyra.connectors.lane.storage.ClaimedLane;
import io.palyra.connectors.lane.storage.LaneEntry;
import io.palyra.connectors.lane.storage.LaneStep;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.time.Moment;
import io.palyra.connectors.time.SteadyClock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands the messages of one claim over, one after the other, as long as nothing speaks against the next one. Runs on a
 * worker; blocks as long as the handler does.
 */
final class LaneWork {

    private final Direction direction;
    private final LaneGate gate;
    private final SteadyClock clock;
    private final Runnable onSettled;

    /** @param onSettled told after each message that the handler has settled */
    LaneWork(Direction direction, LaneGate gate, SteadyClock clock, Runnable onSettled) {
        this.direction = direction;
        this.gate = gate;
        this.clock = clock;
        this.onSettled = onSettled;
    }

    /**
     * @param goesOn whether messages are still to be handed to this handler
     * @return what the lane does next
     */
    LaneStep through(HeldLane lane, LaneHandler handler, BooleanSupplier goesOn) {
        LaneStep step = LaneStep.NEXT;
        boolean first = true;
        for (LaneEntry entry : lane.claim().entries()) {
            LaneStep obstacle = obstacle(lane, goesOn);
            if (obstacle != null) {
                return obstacle;
            }
            LaneDelivery delivery = new LaneDelivery(lane, entry, first);
            first = false;
            handler.handle(delivery);
            if (lane.isAbandoned()) {
                return LaneStep.GIVE_BACK;
            }
            LaneStep next = delivery.step();
            if (next == null) {
                throw new IllegalStateException("message " + entry.envelopeId() + " was not settled");
            }
            step = next;
            onSettled.run();
            if (!(step instanceof LaneStep.Next)) {
                break;
            }
        }
        return step;
    }

    /** Read again where the clock was moved meanwhile, and nobody could say on which clock it is. */
    private Moment limitedUntil(ClaimedLane lane) {
        while (true) {
            long jumpedMs = clock.jumpedMs();
            long unixMs = gate.limitedUntil(direction, lane.connectorId(), lane.conversationId());
            if (jumpedMs == clock.jumpedMs()) {
                return new Moment(unixMs, jumpedMs);
            }
        }
    }

    /** What keeps the next message from being handed over; null: nothing does. */
    private @Nullable LaneStep obstacle(HeldLane lane, BooleanSupplier goesOn) {
        ConnectorId connectorId = lane.claim().connectorId();
        Moment limitedUntil = limitedUntil(lane.claim());
        if (limitedUntil.unixMs() > clock.millis()) {
            return new LaneStep.GiveBack(limitedUntil);
        }
        boolean open = goesOn.getAsBoolean()
                && !lane.storeFailing()
                && gate.isOurs(lane.claim().owner())
                && gate.isOpen(direction, connectorId)
                && gate.passage(direction, connectorId).admits(lane.claim().laneId());
        return open ? null : LaneStep.GIVE_BACK;
    }
}
