package io.palyra.connectors.routes;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** What Camel passes over without a word in a YAML file: its routes would be gone, or its texts spoilt. */
final class YamlShape {

    /**
     * Lists and maps in one another; a step in a step has three more. Far below where a stack overflows: that would happen in
     * what the trial asks of the running context too, and may leave a lock of it held.
     */
    private static final int DEPTH_MAX = 500;

    private YamlShape() {}

    /** Empty also where the parser will refuse the file, as it says more. */
    static Optional<String> complaint(byte[] content) {
        return notUtf8(content).or(() -> noList(content)).or(() -> tooDeep(content));
    }

    private static Optional<String> notUtf8(byte[] content) {
        if (content.length > 1 && (content[0] & 0xff) >= 0xfe && (content[1] & 0xff) >= 0xfe) {
            return Optional.of("it is in UTF-16: save it in UTF-8");
        }
        ByteBuffer bytes = ByteBuffer.wrap(content);
        try {
            StandardCharsets.UTF_8.newDecoder().decode(bytes);
            return Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.of(
                    "line " + lineAt(content, bytes.position()) + " is not in UTF-8: save the file in UTF-8");
        }
    }

    private static long lineAt(byte[] content, int offset) {
        return new String(content, 0, offset, StandardCharsets.ISO_8859_1)
                        .chars()
                        .filter(character -> character == '\n')
                        .count()
                + 1;
    }

    private static Optional<String> noList(byte[] content) {
        try {
            Iterator<Event> events = events(content).iterator();
            while (events.hasNext()) {
                Event event = events.next();
                if (event instanceof SequenceStartEvent
                        || event instanceof ScalarEvent text && text.getValue().isBlank()
                        || event instanceof MappingStartEvent && isPipe(keys(events))) {
                    return Optional.empty();
                } else if (event instanceof ScalarEvent || event instanceof MappingStartEvent) {
                    return Optional.of("nothing in it is a route: a file of routes is a list, as in \"- route: …\"");
                }
            }
        } catch (YamlEngineException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static Optional<String> tooDeep(byte[] content) {
        int depth = 0;
        try {
            for (Event event : events(content)) {
                switch (event.getEventId()) {
                    case MappingStart, SequenceStart -> depth++;
                    case MappingEnd, SequenceEnd -> depth--;
                    default -> {}
                }
                if (depth > DEPTH_MAX) {
                    long line = event.getStartMark().map(Mark::getLine).orElse(0) + 1L;
                    return Optional.of("line " + line + " nests too deep: more than " + DEPTH_MAX
                            + " lists and maps in one another; make a route of its own of the inner steps, and call it by"
                            + " direct:");
                }
            }
        } catch (YamlEngineException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static Iterable<Event> events(byte[] content) {
        return new Parse(LoadSettings.builder().build()).parseInputStream(new ByteArrayInputStream(content));
    }

    /** The one resource of Kubernetes that Camel makes a route of. */
    private static boolean isPipe(Map<String, String> keys) {
        return "Pipe".equals(keys.get("kind"))
                && keys.getOrDefault("apiVersion", "").startsWith("camel.apache.org/v1");
    }

    /** The keys of the mapping that has just begun which have a text as their value. */
    private static Map<String, String> keys(Iterator<Event> events) {
        Map<String, String> keys = new HashMap<>();
        int depth = 0;
        String key = null;
        boolean isKey = true;
        while (depth >= 0 && events.hasNext()) {
            Event event = events.next();
            switch (event.getEventId()) {
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                default -> {}
            }
            if (depth == 0 && event.getEventId() != Event.ID.Comment) {
                if (event instanceof ScalarEvent text && isKey) {
                    key = text.getValue();
                } else if (event instanceof ScalarEvent text && key != null) {
                    keys.put(key, text.getValue());
                }
                isKey = !isKey;
                key = isKey ? null : key;
            }
        }
        return keys;
    }
}
