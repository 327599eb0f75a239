package io.palyra.connectors.slack;

import static io.palyra.connectors.platform.message.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.platform.http.Deadline;
import io.palyra.connectors.platform.http.PlatformExchange;
import io.palyra.connectors.platform.http.RefusalMeaning;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.platform.inbound.HistoryPage;
import io.palyra.connectors.platform.message.MessageHistory;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What was said in a channel or a thread, for whoever looks for a message of ours: the key in its metadata says that it is it. One of
 * the bot without such metadata that reads the same may be it, and may not. Thread safe; blocks. Needs no socket, only that the Web
 * API answers.
 */
record DeliveryHistory(History history, Place.Finder places, Identity self) implements MessageHistory<JsonNode> {

    /** So long after a request has been given up Slack may still carry it out. */
    static final Duration UNDER_WAY = Duration.ofSeconds(30);

    private static final int PAGES_MAX = 50;

    /** Slack marks links and names emoji in its own way: only letters and digits come back as they were. */
    private static final Pattern WRITTEN_OTHERWISE = Pattern.compile(":[\\w+'-]+:|[^\\p{L}\\p{N}]");

    /** The channel, and where it is one the thread behind a colon. */
    @Override
    public String place(OutboundMessageRequest request) throws RequestException {
        Place place = places.of(request, Deadline.in(PlatformExchange.DEFAULT_DEADLINE));
        if (!place.isCertain()) {
            throw new InvalidEnvelopeException(
                    "in_reply_to_message_id",
                    "Slack does not show that message (any more), in whose thread this one may be",
                    String.valueOf(request.inReplyToMessageId()));
        }
        return place.threadTs() == null ? place.channelId() : place.channelId() + ":" + place.threadTs();
    }

    @Override
    public Optional<String> obstacle(String place) {
        return Optional.empty();
    }

    /** All of them: Slack gives the newest first, and only with the oldest nothing is missing. */
    @Override
    public HistoryPage<JsonNode> after(String place, String position) throws RequestException {
        String[] parts = place.split(":", 2);
        History.Range range = History.Range.of(parts[0], position, MessagePages.END)
                .in(parts.length < 2 ? null : parts[1])
                .metadata();
        List<JsonNode> messages = new ArrayList<>();
        String cursor = "";
        try {
            for (int i = 0; i < PAGES_MAX; i++) {
                Page page = history.whole(range.from(cursor));
                messages.addAll(page.messages());
                cursor = page.cursor();
                if (cursor.isEmpty()) {
                    messages.sort((left, right) -> Ts.compare(text(left, "ts"), text(right, "ts")));
                    return new HistoryPage<>(messages, false);
                }
            }
        } catch (RequestException e) {
            throw Scope.forOne(e, "no history is shown", RefusalMeaning.MESSAGE);
        }
        throw new RequestException(new RequestFailure.Refused(
                0, "", RefusalMeaning.MESSAGE, "more than " + PAGES_MAX + " pages of messages have come since"));
    }

    @Override
    public MessageId id(JsonNode message) {
        return new MessageId(text(message, "ts"));
    }

    @Override
    public Likeness likeness(JsonNode message, OutboundMessageRequest request) {
        if (!self.wrote(message)) {
            return Likeness.OTHER;
        }
        String key = Post.key(message);
        if (key.isEmpty()) {
            return words(text(message, "text")).startsWith(words(request.text())) ? Likeness.PERHAPS : Likeness.OTHER;
        }
        return key.equals(Post.key(request)) ? Likeness.CERTAIN : Likeness.OTHER;
    }

    private static String words(String text) {
        return WRITTEN_OTHERWISE.matcher(text).replaceAll("");
    }

    @Override
    public boolean isUnreadable(RuntimeException failure) {
        return false;
    }
}
