package io.palyra.connectors.slack;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.adapter.DeliveryLookup;
import io.palyra.connectors.platform.http.PlatformExchange;
import io.palyra.connectors.platform.http.PlatformTime;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Looks for a message of ours where it was sent: by the key in its metadata. One of the bot without metadata that says the same may be
 * it, and may not. Thread safe; blocks. Needs no socket, only that the Web API answers.
 */
final class DeliveryHistory implements DeliveryLookup {

    /** So long after a request has been given up Slack may still carry it out. */
    static final Duration UNDER_WAY = Duration.ofSeconds(30);

    private static final int PAGES_MAX = 50;

    /** Our clock and Slack's differ by less. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(2);

    private final History history;
    private final Place.Finder places;
    private final Identity self;
    private final PlatformTime time;
    private final Clock clock;
    private final Duration underWay;

    /** @param underWay see {@link #UNDER_WAY} */
    DeliveryHistory(
            History history, Place.Finder places, Identity self, PlatformTime time, Clock clock, Duration underWay) {
        this.history = history;
        this.places = places;
        this.self = self;
        this.time = time;
        this.clock = clock;
        this.underWay = underWay;
    }

    @Override
    public Finding find(OutboundMessageRequest request, Instant sentAfter, Predicate<MessageId> isAnothers) {
        try {
            Place place = places.of(request, Deadline.in(PlatformExchange.DEFAULT_DEADLINE));
            // The time is the machine's, whose clock may be wrong
            Instant from = sentAfter.plus(time.ahead(clock.instant()));
            if (time.now().filter(from::isAfter).isPresent()) {
                return new Finding.Undecided(
                        "the clock has been set back since the message was sent: where to look is not known");
            }
            Finding finding = search(request, place, from.minus(CLOCK_SKEW), isAnothers);
            return finding instanceof Finding.Absent ? absent(request, place, sentAfter) : finding;
        } catch (InvalidEnvelopeException e) {
            return new Finding.Undecided("the history cannot be read: " + e.getMessage());
        } catch (RequestException e) {
            String reason = "the history cannot be read: " + e.getMessage();
            // Slack's own refusal is an answer; anything else is none
            return e.failure() instanceof RequestFailure.Refused || Scope.isMissing(e)
                    ? new Finding.Undecided(reason)
                    : new Finding.NotAsked(reason);
        }
    }

    private Finding absent(OutboundMessageRequest request, Place place, Instant sentAfter) {
        if (!place.isCertain()) {
            return new Finding.Undecided("it is not in the channel, but Slack does not show the message that it answers:"
                    + " it may be in the thread of that");
        }
        Instant certain = sentAfter.plusMillis(request.timeoutMs()).plus(underWay);
        return clock.instant().isBefore(certain)
                ? new Finding.NotAsked("it is not there yet; Slack may still carry the request out")
                : new Finding.Absent();
    }

    private Finding search(
            OutboundMessageRequest request, Place place, Instant from, Predicate<MessageId> isAnothers)
            throws RequestException {
        History.Range range = History.Range.of(
                        place.channelId(),
                        Ts.at(from.toEpochMilli()),
                        Ts.at(time.now().orElseGet(clock::instant).plus(CLOCK_SKEW).toEpochMilli()))
                .in(place.threadTs())
                .metadata();
        String key = Post.key(request);
        String words = words(request.text());
        Finding finding = new Finding.Absent();
        String cursor = "";
        for (int i = 0; i < PAGES_MAX; i++) {
            Page page = history.whole(range.from(cursor));
            for (JsonNode message : page.messages()) {
                MessageId id = new MessageId(message.path("ts").asText());
                String stated = Post.key(message);
                if (stated.equals(key) && self.wrote(message)) {
                    return new Finding.Found(id);
                } else if (stated.isEmpty()
                        && self.wrote(message)
                        && words(message.path("text").asText()).startsWith(words)
                        && !isAnothers.test(id)) {
                    finding = new Finding.Undecided("the bot's message " + id + " reads the same, and has lost its metadata");
                }
            }
            cursor = page.cursor();
            if (cursor.isEmpty()) {
                return finding;
            }
        }
        return new Finding.Undecided("more than " + PAGES_MAX + " pages of messages have come since");
    }

    private static final Pattern WRITTEN_OTHERWISE = Pattern.compile(":[\\w+'-]+:|[^\\p{L}\\p{N}]");

    /** Slack marks links and names emoji in its own way: only letters and digits come back as they were. */
    private static String words(String text) {
        return WRITTEN_OTHERWISE.matcher(text).replaceAll("");
    }
}
