package io.palyra.connectors.program.command;

import io.palyra.connectors.cli.Screen;
import io.palyra.connectors.inbox.InboxEntry;
import io.palyra.connectors.inbox.InboxState;
import io.palyra.connectors.outbox.OutboxEntry;
import io.palyra.connectors.simulate.SimulationSummary;
import io.palyra.connectors.simulate.SimulationSummary.Fate;
import io.palyra.connectors.simulate.SimulationSummary.Sent;
import java.io.PrintWriter;
import java.util.Locale;

/** What became of each message of a simulation, for people: each event, what the daemon said to it, and each answer below. */
final class SimulationReport {

    private static final int TEXT_CHARS_MAX = 80;

    private final PrintWriter out;

    SimulationReport(PrintWriter out) {
        this.out = out;
    }

    void print(SimulationSummary summary) {
        summary.fates().forEach(this::print);
        int left = summary.ingests().size() - summary.fates().size();
        if (left > 0) {
            line("… and " + left + " more; --json has the numbers of all");
        }
        line("delivered %d, pending %d, dead letters %d, restarts %d"
                .formatted(
                        summary.deliveredCount(),
                        summary.queuePending(),
                        summary.queueDeadLetters(),
                        summary.restartCount()));
        out.flush();
    }

    private void print(Fate fate) {
        line("%s %s: %s"
                .formatted(
                        fate.event().envelopeId(),
                        fate.event().conversationId(),
                        text(fate.event().body())));
        line("  " + whatBecameOf(fate));
        fate.answers().forEach(this::print);
    }

    private static String whatBecameOf(Fate fate) {
        if (fate.refusal() != null) {
            return "not accepted: " + fate.refusal();
        }
        InboxEntry entry = fate.inbox();
        if (entry == null) {
            return "accepted, the same as an earlier one";
        }
        String reason = entry.reason() == null ? "" : ": " + entry.reason();
        if (entry.state() == InboxState.ROUTED) {
            return "accepted, %d enqueued".formatted(entry.enqueuedOutbound());
        }
        return switch (entry.state()) {
                    case NOT_ROUTED -> "accepted, refused by the daemon";
                    case DEAD -> "accepted, dead letter after " + attempts(entry.attempts());
                    default -> "accepted, not answered yet, " + attempts(entry.attempts());
                }
                + reason;
    }

    private void print(Sent sent) {
        OutboxEntry entry = sent.entry();
        line("  %s %s, %s%s: %s"
                .formatted(
                        entry.envelopeId(),
                        entry.state().name().toLowerCase(Locale.ROOT),
                        attempts(entry.attempts()),
                        entry.reason() == null ? "" : " (" + entry.reason() + ")",
                        text(sent.text())));
    }

    private static String attempts(int count) {
        return count + (count == 1 ? " attempt" : " attempts");
    }

    private static String text(String whole) {
        String text = whole.strip();
        return text.codePointCount(0, text.length()) <= TEXT_CHARS_MAX
                ? text
                : text.substring(0, text.offsetByCodePoints(0, TEXT_CHARS_MAX)) + "…";
    }

    /** What users wrote must not steer the terminal. */
    private void line(String text) {
        out.println(Screen.printable(text));
    }
}
