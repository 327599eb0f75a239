package io.palyra.connectors.access;

import io.palyra.connectors.access.AccessDesk.Preview;
import io.palyra.connectors.access.AccessDesk.Step;
import io.palyra.connectors.transaction.Transactions;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Tells what would become of a message, step by step. Changes nothing. */
final class AccessPreview {

    private static final String PAIRING = "pairing";

    private final AccessBook book;
    private final AccessInstances instances;
    private final Pairing pairing;
    private final Transactions transactions;
    private final Clock clock;

    AccessPreview(AccessBook book, AccessInstances instances, Pairing pairing, Transactions transactions, Clock clock) {
        this.book = book;
        this.instances = instances;
        this.pairing = pairing;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * May block where the text is a pairing code: the store counts the wrong ones.
     *
     * @param changes of the rules, as if they held
     */
    Preview of(AccessQuestion question, AccessRuleSet changes) {
        AccessRules rules = book.rules(question.connectorId()).changed(question.connectorId(), changes);
        List<Step> steps = new ArrayList<>(
                AccessPolicy.explain(rules, instances.otherBots(question.connectorId()), book::isGranted, question));
        AccessReason reason = decided(steps);
        Optional<String> code = Pairing.code(rules, question.direct(), question.text(), reason);
        if (code.isPresent()) {
            steps.add(code(question, reason));
        } else if (reason == AccessReason.PAIRING_REQUIRED) {
            steps.add(request(question));
        }
        reason = decided(steps);
        return new Preview(reason.isAllowed(), reason, steps);
    }

    private static AccessReason decided(List<Step> steps) {
        return Objects.requireNonNull(steps.get(steps.size() - 1).decided());
    }

    /** Not whether it is valid: nobody is to try codes out here, past the limit on wrong ones. */
    private Step code(AccessQuestion question, AccessReason decided) {
        if (decided.isAllowed()) {
            return Step.decided(PAIRING, AccessReason.PAIRED_BEFORE);
        }
        boolean limited = transactions.run(transaction ->
                pairing.isOverLimit(transaction, question.connectorId(), question.senderId(), clock.millis()));
        return limited
                ? Step.decided(PAIRING, AccessReason.PAIRING_CODE_LIMIT)
                : new Step(
                        PAIRING,
                        AccessReason.PAIRING_REQUIRED,
                        "the text is a pairing code: it lets the sender in if it is valid, and does not go to the daemon");
    }

    private Step request(AccessQuestion question) {
        Optional<PairingRequest> known = book.request(question.connectorId(), question.senderId());
        if (known.isEmpty()) {
            return book.isFull(question.connectorId())
                    ? new Step(
                            PAIRING,
                            AccessReason.PAIRING_FULL,
                            Pairing.REQUESTS_MAX
                                    + " requests are open, and no further one is taken; approve or deny some")
                    : new Step(
                            PAIRING,
                            AccessReason.PAIRING_REQUESTED,
                            "the sender would be told that an operator has to let him in, with the code of a request");
        }
        PairingRequest request = known.get();
        Instant end = Instant.ofEpochMilli(request.expiresAtUnixMs()).truncatedTo(ChronoUnit.SECONDS);
        return request.state() == PairingRequest.State.DENIED
                ? new Step(
                        PAIRING,
                        AccessReason.PAIRING_DENIED,
                        "an operator has denied the sender's request; he may ask again from " + end + " on")
                : new Step(
                        PAIRING,
                        AccessReason.PAIRING_PENDING,
                        "the sender's request " + request.code() + " is open until " + end
                                + (request.told() ? "" : "; he would be told its code now"));
    }
}
