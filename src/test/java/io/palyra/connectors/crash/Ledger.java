package io.palyra.connectors.crash;

import io.palyra.connectors.fake.SyncedLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the fake platform took, in the order in which it took it. */
public record Ledger(List<Line> lines) {

    /** One message; {@code token} is the idempotency token that came with it. */
    public record Line(String conversation, String envelopeId, String token, String text) {}

    public static Ledger read(Path file) throws IOException {
        return new Ledger(SyncedLines.read(file).stream()
                .map(cells -> new Line(cells.get(0), cells.get(1), cells.get(2), cells.get(3)))
                .toList());
    }

    List<Line> of(String envelopeId) {
        return lines.stream()
                .filter(line -> line.envelopeId().equals(envelopeId))
                .toList();
    }

    /** The lines of each message that was taken more than once. */
    public Map<String, List<Line>> takenAgain() {
        Map<String, List<Line>> again = lines.stream()
                .collect(Collectors.groupingBy(Line::envelopeId, LinkedHashMap::new, Collectors.toList()));
        again.values().removeIf(taken -> taken.size() == 1);
        return again;
    }

    /** The envelopes of each conversation in the order in which each was first taken. */
    public Map<String, List<String>> firstTaken() {
        Map<String, List<String>> order = new LinkedHashMap<>();
        for (Line line : lines) {
            List<String> conversation = order.computeIfAbsent(line.conversation(), name -> new ArrayList<>());
            if (!conversation.contains(line.envelopeId())) {
                conversation.add(line.envelopeId());
            }
        }
        return order;
    }
}
