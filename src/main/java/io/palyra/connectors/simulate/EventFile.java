package io.palyra.connectors.simulate;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.ulid.UlidCreator;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.WireFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file of inbound events: a JSON array, or one JSON object in each line. */
public record EventFile(List<InboundMessageEvent> events, List<BadLine> badLines) {

    private static final String DEFAULT_CONNECTOR = "echo:default";

    /** What could not be read, and where. */
    public record BadLine(long line, String reason) {}

    public EventFile {
        events = List.copyOf(events);
        badLines = List.copyOf(badLines);
    }

    /**
     * Reads a whole file; what cannot be read is left out and named. An event without {@code envelope_id} gets a fresh
     * one, and one without {@code connector_id} is for {@code echo:default}.
     */
    public static EventFile read(Path file) throws IOException {
        List<InboundMessageEvent> events = new ArrayList<>();
        List<BadLine> badLines = new ArrayList<>();
        if (startsWithBracket(file)) {
            readArray(file, events, badLines);
        } else {
            readLines(file, events, badLines);
        }
        return new EventFile(events, badLines);
    }

    private static boolean startsWithBracket(Path file) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            int character = reader.read();
            while (character >= 0 && Character.isWhitespace(character)) {
                character = reader.read();
            }
            return character == '[';
        }
    }

    private static void readLines(Path file, List<InboundMessageEvent> events, List<BadLine> badLines)
            throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            long number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                if (!line.isBlank()) {
                    try {
                        events.add(event(WireFormat.tree(line)));
                    } catch (InvalidEnvelopeException e) {
                        badLines.add(new BadLine(number, String.valueOf(e.getMessage())));
                    }
                }
            }
        }
    }

    private static void readArray(Path file, List<InboundMessageEvent> events, List<BadLine> badLines)
            throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        try (JsonParser parser = mapper.createParser(file.toFile())) {
            parser.nextToken();
            while (parser.nextToken() != null && parser.currentToken() != JsonToken.END_ARRAY) {
                long line = parser.currentTokenLocation().getLineNr();
                JsonNode element = mapper.readTree(parser);
                try {
                    events.add(event(element));
                } catch (InvalidEnvelopeException e) {
                    badLines.add(new BadLine(line, String.valueOf(e.getMessage())));
                }
            }
        } catch (JsonProcessingException e) {
            badLines.add(new BadLine(
                    e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                    "value is not valid JSON, nothing after it can be read: " + e.getOriginalMessage()));
        }
    }

    private static InboundMessageEvent event(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            if (!object.hasNonNull("envelope_id")) {
                object.put("envelope_id", UlidCreator.getMonotonicUlid().toString());
            }
            if (!object.hasNonNull("connector_id")) {
                object.put("connector_id", DEFAULT_CONNECTOR);
            }
        }
        return WireFormat.convert(tree, InboundMessageEvent.class);
    }
}
