package io.palyra.connectors.test;

import io.palyra.connectors.lane.storage.DeadLetter;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AssertionFailureBuilder;

/** What has to become of messages: waits for it, and fails with what did become of them. */
final class Outcomes {

    private static final int SHOWN_MAX = 300;

    private final RunningProgram program;
    private final Patience patience;

    Outcomes(RunningProgram program, Duration atMost) {
        this.program = program;
        this.patience = program.patience(atMost);
    }

    void assertDelivered(String conversation, List<String> expected) {
        patience.await(() -> isDelivered(conversation, expected) || isOtherwise(conversation, expected));
        if (!isDelivered(conversation, expected)) {
            throw failure(
                    conversation, "the platform was to be given other messages", expected, delivered(conversation));
        }
    }

    private boolean isDelivered(String conversation, List<String> expected) {
        return delivered(conversation).equals(expected) && program.hasReceipts(conversation);
    }

    /** It never gives a message back. */
    private boolean isOtherwise(String conversation, List<String> expected) {
        List<String> taken = delivered(conversation);
        return taken.size() > expected.size() || !taken.equals(expected.subList(0, taken.size()));
    }

    /** The texts that the platform has been given by now. */
    List<String> delivered(String conversation) {
        return program.taken(conversation).stream()
                .map(OutboundMessageRequest::text)
                .toList();
    }

    void assertNothingDelivered(String conversation) {
        boolean atRest = isAtRest(conversation);
        List<String> taken = delivered(conversation);
        if (!taken.isEmpty()) {
            throw failure(conversation, "the platform was to be given nothing", List.of(), taken);
        } else if (!atRest) {
            throw isStillOnItsWay(conversation);
        }
    }

    /** All that was given once nothing is on its way. */
    List<OutboundMessageRequest> allDelivered(String conversation) {
        if (!isAtRest(conversation)) {
            throw isStillOnItsWay(conversation);
        }
        return program.taken(conversation);
    }

    private boolean isAtRest(String conversation) {
        return patience.await(() -> program.store().isAtRest(conversation));
    }

    private AssertionError isStillOnItsWay(String conversation) {
        return failure(conversation, "messages are still on their way", "nothing in hand", "messages in hand");
    }

    Duration assertWaits(String conversation) {
        return patience.eventually(() -> program.store().nextAttempt(conversation))
                .map(next -> Duration.ofMillis(next - program.clock().millis()))
                .orElseThrow(() -> failure(
                        conversation, "no message waits for its next attempt", "one that waits", "none that waits"));
    }

    void assertDeadLetter(String conversation, String reason) {
        Optional<DeadLetter> found = patience.eventually(() -> deadLetters(conversation).stream()
                .filter(letter -> letter.reason().contains(reason))
                .findFirst());
        if (found.isEmpty()) {
            throw failure(
                    conversation,
                    "no dead letter has such a reason",
                    reason,
                    deadLetters(conversation).stream().map(DeadLetter::reason).toList());
        }
    }

    private List<DeadLetter> deadLetters(String conversation) {
        return program.store().deadLetters(conversation);
    }

    private AssertionError failure(String conversation, String what, Object expected, Object actual) {
        return AssertionFailureBuilder.assertionFailure()
                .message("conversation \"" + conversation + "\": " + what + "\nexpected: " + shown(expected)
                        + "\nbut was:  " + shown(actual) + program.describe(conversation))
                .includeValuesInMessage(false)
                .expected(expected)
                .actual(actual)
                .build();
    }

    private static String shown(Object values) {
        return values instanceof List<?> list
                ? list.stream().map(Outcomes::shown).collect(Collectors.joining(", ", "[", "]"))
                : String.valueOf(values).replaceFirst("(?s)^(.{" + SHOWN_MAX + "}).+", "$1…");
    }
}
