package io.palyra.connectors.discord;

import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.adapter.InboundSink;
import io.palyra.connectors.protocol.InboundIngestOutcome;
import io.palyra.connectors.protocol.InboundMessageEvent;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the messages of one channel to the inbox, those that it has seen here not once more. Used by one thread at a time;
 * blocks until the message is committed.
 */
final class LaneAdmission {

    private static final Logger LOG = LoggerFactory.getLogger(LaneAdmission.class);

    /** Ids that are known to have been admitted; a repetition beyond is recognised by the inbox. */
    private static final int SEEN_MAX = 500;

    private final String channelId;
    private final InboundFlow flow;
    private final InboundFlow.Parts parts;
    private final Set<String> seenLive = bounded();
    private final Set<String> seenInHistory = bounded();

    LaneAdmission(String channelId, InboundFlow flow, InboundFlow.Parts parts) {
        this.channelId = channelId;
        this.flow = flow;
        this.parts = parts;
    }

    private static Set<String> bounded() {
        return Collections.newSetFromMap(new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > SEEN_MAX;
            }
        });
    }

    /** What the gateway says twice is for the inbox to recognise, which leaves an event. */
    void live(DataObject message) throws InboundRefusedException {
        String id = message.getString("id");
        if (!seenInHistory.contains(id)) {
            admit(message, false);
            seenLive.add(id);
        }
    }

    /** History is read with an overlap. */
    void fromHistory(DataObject message) throws InboundRefusedException {
        String id = message.getString("id");
        if (!seenLive.contains(id) && !seenInHistory.contains(id)) {
            admit(message, true);
            seenInHistory.add(id);
        }
    }

    private void admit(DataObject message, boolean fromHistory) throws InboundRefusedException {
        InboundMapper.Reading reading = read(message);
        Optional<InboundMessageEvent> event = reading.event();
        if (event.isPresent() && emit(event.get(), reading.mentionsUs())) {
            flow.counts().admitted(fromHistory);
        }
        flow.counts().leftOut().add(reading.leftOut());
    }

    /** What cannot be read now cannot be read later. */
    private InboundMapper.Reading read(DataObject message) {
        try {
            return parts.mapper().map(message, parts.channels().known(channelId).orElse(null));
        } catch (RuntimeException e) {
            parts.sink()
                    .reject(
                            parts.mapper().envelope(message),
                            "message " + message.getString("id") + " of channel " + channelId + " cannot be read: "
                                    + e.getMessage());
            return InboundMapper.Reading.nothing(LeftOut.Kind.UNREADABLE);
        }
    }

    /** @return whether it is admitted, and new */
    private boolean emit(InboundMessageEvent event, boolean mentionsUs) throws InboundRefusedException {
        try {
            InboundIngestOutcome outcome = parts.sink().emit(event, mentionsUs);
            if (outcome.decisionReason().equals(InboundSink.OTHER_BOT)) {
                flow.counts().leftOut().add(LeftOut.Kind.OTHER_BOT);
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
