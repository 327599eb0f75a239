package io.palyra.connectors.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the fake platform took, in the order in which it took it. */
record Ledger(List<Line> lines) {

    /** One message; the text ends with its number in the conversation. */
    record Line(String conversation, String envelopeId, String text) {}

    static Ledger read(Path file) throws IOException {
        List<Line> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String[] parts = line.split("\t", 3);
            lines.add(new Line(parts[0], parts[1], parts[2]));
        }
        return new Ledger(lines);
    }

    /** The envelopes of each conversation in the order in which each was first taken. */
    Map<String, List<String>> firstTaken() {
        Map<String, List<String>> order = new LinkedHashMap<>();
        for (Line line : lines) {
            List<String> conversation = order.computeIfAbsent(line.conversation(), name -> new ArrayList<>());
            if (!conversation.contains(line.envelopeId())) {
                conversation.add(line.envelopeId());
            }
        }
        return order;
    }

    long takenAgain() {
        return lines.size() - lines.stream().map(Line::envelopeId).distinct().count();
    }
}
