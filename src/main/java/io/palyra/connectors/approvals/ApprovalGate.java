package io.palyra.connectors.approvals;

import io.palyra.connectors.adapter.DeliveryException;
import io.palyra.connectors.protocol.MessageFeature;
import io.palyra.connectors.protocol.MessageOperation;
import io.palyra.connectors.protocol.MessageRecord;
import io.palyra.connectors.protocol.MessageTarget;
import io.palyra.connectors.protocol.ReadRequest;
import io.palyra.connectors.protocol.ReadResult;
import io.palyra.connectors.settings.ApprovalPolicy;
import io.palyra.connectors.supervisor.ConnectorCalls;
import io.palyra.connectors.supervisor.ConnectorCatalog;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says which changes of messages wait for a second person. Thread safe; asks the platform, and blocks as long as that does. */
public final class ApprovalGate {

    private static final String DISCORD = "discord";
    private static final String DEFAULT_ACCOUNT = "default";

    private final ApprovalPolicy policy;
    private final ApprovalDesk desk;
    private final ConnectorCatalog catalog;
    private final ConnectorCalls calls;
    private final Clock clock;

    ApprovalGate(
            ApprovalPolicy policy, ApprovalDesk desk, ConnectorCatalog catalog, ConnectorCalls calls, Clock clock) {
        this.policy = policy;
        this.desk = desk;
        this.catalog = catalog;
        this.calls = calls;
        this.clock = clock;
    }

    /**
     * Has a change wait where it needs an approval.
     *
     * @param requestedBy the name of the requester's token
     * @return empty where it may be made at once
     * @throws TargetException where the message cannot be read
     */
    public Optional<Approval> hold(Mutation mutation, String requestedBy) throws DeliveryException {
        if (policy == ApprovalPolicy.OFF) {
            return Optional.empty();
        }
        MessageRecord message = canRead(mutation) ? read(mutation) : null;
        Assessment assessment = assess(mutation, message);
        return policy == ApprovalPolicy.REQUIRED || assessment.needsApproval()
                ? Optional.of(desk.request(mutation, assessment, message, requestedBy))
                : Optional.empty();
    }

    private boolean canRead(Mutation mutation) {
        return catalog.find(mutation.connectorId().kind())
                .capabilities()
                .of(MessageFeature.READ)
                .supported();
    }

    private MessageRecord read(Mutation mutation) throws DeliveryException {
        MessageTarget target = mutation.locator().target();
        ReadResult read = (ReadResult) calls.operate(
                mutation.connectorId(),
                MessageOperation.READ,
                new ReadRequest(target, mutation.locator().messageId(), null, null, null, 1));
        if (!read.preflight().allowed()) {
            throw new TargetException(
                    "the message cannot be read, so it cannot be approved that it is changed: "
                            + read.preflight().reason(),
                    false);
        }
        return read.messages().stream()
                .filter(found ->
                        found.locator().messageId().equals(mutation.locator().messageId()))
                .findFirst()
                .orElseThrow(() -> new TargetException(
                        "conversation " + target.conversationId() + " has no message "
                                + mutation.locator().messageId(),
                        true));
    }

    private Assessment assess(Mutation mutation, @Nullable MessageRecord message) throws DeliveryException {
        if (message == null || !mutation.connectorId().kind().value().equals(DISCORD)) {
            return Assessment.OF_OTHER_KINDS;
        }
        return Assessment.of(
                mutation.operation(),
                new Assessment.Target(
                        message.connectorAuthored(),
                        calls.isDirect(
                                mutation.connectorId(), mutation.locator().target()),
                        mutation.connectorId().name().equals(DEFAULT_ACCOUNT),
                        Duration.ofMillis(clock.millis() - message.createdAtUnixMs())));
    }
}
