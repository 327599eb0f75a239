package io.palyra.connectors.slack;

import static io.palyra.connectors.platform.message.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Messages of a channel or a thread around a place, the newest first. Slack reads a channel from its end and a thread from its beginning:
 * what is far from there costs a request for each page in between. Thread safe; blocks.
 */
record MessagePages(History history) {

    /** Behind all messages. */
    static final String END = "9999999999.999999";

    /** Between the place and where Slack begins to read. */
    private static final int PAGES_MAX = 25;

    /** Null where there is no such message. */
    @Nullable
    JsonNode find(String channelId, @Nullable String threadTs, String ts) throws RequestException {
        History.Range exactly =
                History.Range.of(channelId, ts, ts).including().limit(2).metadata();
        if (threadTs != null) {
            return find(exactly.in(threadTs), ts);
        }
        JsonNode inChannel = find(exactly, ts);
        // It may be a reply: those are in their threads alone
        return inChannel != null ? inChannel : find(exactly.in(ts), ts);
    }

    private @Nullable JsonNode find(History.Range range, String ts) throws RequestException {
        try {
            return history.page(range).messages().stream()
                    .filter(message -> text(message, "ts").equals(ts))
                    .findFirst()
                    .orElse(null);
        } catch (RequestException e) {
            if (OperationMessages.isNotThere(e)) {
                return null;
            }
            throw e;
        }
    }

    /** Right before a message. */
    List<JsonNode> before(String channelId, @Nullable String threadTs, String ts, int limit) throws RequestException {
        List<JsonNode> all = read(History.Range.of(channelId, Ts.ZERO, ts).in(threadTs), limit, "before_message_id");
        return all.subList(0, Math.min(limit, all.size()));
    }

    /** Right behind a message. */
    List<JsonNode> after(String channelId, @Nullable String threadTs, String ts, int limit) throws RequestException {
        if (limit == 0) {
            return List.of();
        }
        List<JsonNode> all =
                read(History.Range.of(channelId, ts, END).in(threadTs), Integer.MAX_VALUE, "after_message_id");
        return all.subList(Math.max(0, all.size() - limit), all.size());
    }

    /** A message, and those before and behind it. */
    List<JsonNode> around(String channelId, @Nullable String threadTs, String ts, int limit) throws RequestException {
        List<JsonNode> around = new ArrayList<>(after(channelId, threadTs, ts, (limit - 1) / 2));
        History.Range before = History.Range.of(channelId, Ts.ZERO, ts).including();
        List<JsonNode> all = read(before.in(threadTs), limit - around.size(), "around_message_id");
        around.addAll(all.subList(0, Math.min(limit - around.size(), all.size())));
        return around;
    }

    /**
     * @param enough so many of the newest are wanted; of a thread, which is read from its beginning, all have to be read for that
     * @param field whose place it is
     */
    private List<JsonNode> read(History.Range range, int enough, String field) throws RequestException {
        TreeMap<String, JsonNode> found = new TreeMap<>(((Comparator<String>) Ts::compare).reversed());
        boolean isNewestFirst = range.thread() == null;
        String cursor = "";
        for (int i = 0; i < PAGES_MAX; i++) {
            Page page = history.page(range.from(cursor));
            for (JsonNode message : page.messages()) {
                // A thread's first message is on each of its pages
                if (isIn(range, text(message, "ts"))) {
                    found.put(text(message, "ts"), message);
                }
            }
            cursor = page.cursor();
            if (cursor.isEmpty() || (isNewestFirst && found.size() >= enough)) {
                return List.copyOf(found.values());
            }
        }
        throw new InvalidEnvelopeException(
                field,
                "is too far away: more than " + PAGES_MAX
                        + " pages of messages are in between; name a message that is nearer to the "
                        + (isNewestFirst ? "end" : "beginning"));
    }

    private static boolean isIn(History.Range range, String ts) {
        int fromOldest = Ts.compare(ts, range.oldest());
        int fromLatest = Ts.compare(ts, range.latest());
        return range.inclusive() ? fromOldest >= 0 && fromLatest <= 0 : fromOldest > 0 && fromLatest < 0;
    }
}
