package io.palyra.connectors.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import java.io.IOException;

/** What a number is when a document leaves it out (or says {@code null}), as opposed to saying 0. */
final class Absent {
    private Absent() {}

    static final class TimeoutMs extends IntOrDefault {
        TimeoutMs() {
            super(OutboundMessageRequest.DEFAULT_TIMEOUT_MS);
        }
    }

    static final class MaxPayloadBytes extends IntOrDefault {
        MaxPayloadBytes() {
            super(OutboundMessageRequest.DEFAULT_PAYLOAD_BYTES_MAX);
        }
    }

    /** The moment of reading. */
    static final class Now extends JsonDeserializer<Long> {
        @Override
        public Long deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return context.readValue(parser, long.class);
        }

        @Override
        public Long getNullValue(DeserializationContext context) {
            return System.currentTimeMillis();
        }
    }

    private abstract static class IntOrDefault extends JsonDeserializer<Integer> {
        private final int whenAbsent;

        IntOrDefault(int whenAbsent) {
            this.whenAbsent = whenAbsent;
        }

        @Override
        public Integer deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return context.readValue(parser, int.class);
        }

        @Override
        public Integer getNullValue(DeserializationContext context) {
            return whenAbsent;
        }
    }
}
