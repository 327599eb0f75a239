package io.palyra.connectors.platform.inbound;

import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.adapter.InboundSink;
import io.palyra.connectors.protocol.InboundIngestOutcome;
import io.palyra.connectors.protocol.InboundMessageEvent;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads messages and hands them to the inbox. One that cannot be read, or that breaks a rule, is left out for good, and counted.
 * Thread safe if the reader is; blocks until a message is committed.
 *
 * @param reader makes events
 * @param leftOut counts what is not passed on
 * @param description what people call a feed, from its id
 */
public record MessageAdmission<M>(
        MessageReader<M> reader, InboundSink sink, LeftOut leftOut, UnaryOperator<String> description) {

    private static final Logger LOG = LoggerFactory.getLogger(MessageAdmission.class);

    /**
     * Admits one message.
     *
     * @return whether it is admitted, and new
     * @throws InboundRefusedException where it is to be given again, in its place
     */
    public boolean admit(String feed, M message) throws InboundRefusedException {
        Reading reading = read(feed, message);
        Optional<InboundMessageEvent> event = reading.event();
        boolean isNew = event.isPresent() && emit(event.get(), reading.facts());
        leftOut.add(reading.leftOut());
        return isNew;
    }

    /** What cannot be read now cannot be read later. */
    private Reading read(String feed, M message) {
        try {
            return reader.read(feed, message);
        } catch (RuntimeException e) {
            sink.reject(
                    reader.envelope(message),
                    "message " + reader.id(message) + " of " + description.apply(feed) + " cannot be read: "
                            + e.getMessage());
            return Reading.nothing(LeftOut.Kind.UNREADABLE);
        }
    }

    private boolean emit(InboundMessageEvent event, InboundFacts facts) throws InboundRefusedException {
        try {
            InboundIngestOutcome outcome = sink.emit(event, facts);
            if (outcome.decisionReason().equals(InboundSink.OTHER_BOT)) {
                leftOut.add(LeftOut.Kind.OTHER_BOT);
                return false;
            }
            return outcome.accepted() && !outcome.duplicate();
        } catch (InboundRefusedException e) {
            if (e.isForGood()) {
                LOG.error("message {} breaks a rule and is left out: {}", event.envelopeId(), e.getMessage());
                return false;
            }
            throw e;
        }
    }
}
