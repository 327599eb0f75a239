package io.palyra.connectors.events;

import io.palyra.connectors.protocol.WireFormat;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An event's details in the order in which they were added; written as JSON once. Immutable. */
final class EventDetails extends AbstractMap<String, Object> {

    private final Map<String, Object> facts;

    /** Whoever finds none writes it again, and the same. */
    private @Nullable String json;

    private EventDetails(Map<String, Object> facts) {
        this.facts = facts;
    }

    static EventDetails of(Map<String, Object> facts) {
        return facts instanceof EventDetails details ? details : new EventDetails(new LinkedHashMap<>(facts));
    }

    EventDetails with(String key, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(facts);
        more.put(key, value);
        return new EventDetails(more);
    }

    String json() {
        String written = json;
        if (written == null) {
            written = WireFormat.write(facts);
            json = written;
        }
        return written;
    }

    @Override
    public @Nullable Object get(Object key) {
        return facts.get(key);
    }

    @Override
    public boolean containsKey(Object key) {
        return facts.containsKey(key);
    }

    @Override
    public Set<Map.Entry<String, Object>> entrySet() {
        return Collections.unmodifiableMap(facts).entrySet();
    }
}
