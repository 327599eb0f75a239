package io.palyra.connectors.inbox;

import io.palyra.connectors.adapter.PoisonedMessages;
import io.palyra.connectors.lane.camel.RetryPolicies;
import io.palyra.connectors.protocol.InboundMessageEvent;
import java.time.Duration;
import java.util.Optional;

/** Messages for which a step of the inbound route fails are tried by the policy for failing steps, and then given up. */
public final class InboundStepFailures implements PoisonedMessages {

    private final Inbox inbox;
    private final RetryPolicies policies;

    public InboundStepFailures(Inbox inbox, RetryPolicies policies) {
        this.inbox = inbox;
        this.policies = policies;
    }

    @Override
    public boolean isKnown(InboundMessageEvent event) {
        return inbox.isKnown(event);
    }

    @Override
    public Optional<Duration> waitAfter(int attempts) {
        return policies.forSteps().nextAfter(attempts, null);
    }

    @Override
    public void giveUp(InboundMessageEvent event, int attempts, String reason) {
        inbox.giveUp(event, attempts, reason);
    }
}
