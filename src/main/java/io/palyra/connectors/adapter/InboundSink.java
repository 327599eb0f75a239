package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundIngestOutcome;
import io.palyra.connectors.protocol.InboundMessageEvent;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** Takes the inbound messages of one connector instance. */
@API(status = API.Status.STABLE)
public interface InboundSink {

    /** Decision reason of a message that the option {@code other-bots} keeps out. */
    String OTHER_BOT = "a bot wrote it that did not speak to this one (other-bots)";

    /**
     * Runs the message through the instance's inbound route. Blocks until the inbox has committed it; only then may a
     * platform cursor move past it. A message that a rule or a step of the route keeps from the inbox is answered as not
     * accepted, and the cursor moves too.
     *
     * @param facts what the platform says of it beside the event
     * @throws InboundRefusedException when the message was not admitted: nothing was stored. Unless it is for good, give the
     *     same message again, in its place and not before the wait that it states; one for which a step of the route fails
     *     again and again is answered as not accepted in the end, and is a dead letter
     */
    InboundIngestOutcome emit(InboundMessageEvent event, InboundFacts facts) throws InboundRefusedException;

    /**
     * The same for a platform that knows no mentions. Where rules let in what speaks to the bot, a message in a group is refused
     * unless a person wrote it and a pattern of the operator's finds the bot in its text.
     */
    default InboundIngestOutcome emit(InboundMessageEvent event) throws InboundRefusedException {
        return emit(event, InboundFacts.NONE);
    }

    /**
     * The platform gave a message of which no event can be made, now or later. It is left out, an event
     * {@code inbound.rejected} says so, and the cursor moves. Returns at once.
     *
     * @param envelopeId where at least that is known
     * @param reason what is wrong with it; nothing of its text
     */
    void reject(@Nullable EnvelopeId envelopeId, String reason);
}
