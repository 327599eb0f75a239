package io.palyra.connectors.slack;

import static io.palyra.connectors.platform.message.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.platform.inbound.HistoryPage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads what was said in a channel and its threads behind a position, the oldest first. Slack gives the newest first: the pages are walked
 * down to the position, and then given back from there on; of many pages only the last few are kept meanwhile, the others are asked
 * for once more. Replies are in no page: the threads are read whose first message says that it has newer ones, and those that are
 * known and whose first message is on no page. For one thread.
 */
final class HistoryWalk {

    /** Pages whose messages are kept until it is their turn. */
    private static final int PAGES_KEPT = 10;

    /** A page below the position is asked for so many threads that are known, before any was found: they may be on none. */
    private static final int WORTH_A_PAGE = 4;

    /** Replies at once; what is beyond is read by another walk. */
    private static final int REPLIES_MAX = 10_000;

    /**
     * A stretch of the channel.
     *
     * @param newest its end, inclusive; it begins where the one before ends
     * @param messages empty where they are to be read again
     */
    private record Stretch(String newest, List<JsonNode> messages) {}

    private final String channelId;
    private final Identity self;
    private final HistoryReader reader;
    private final Threads threads;
    private final String latest;
    private final Deque<Stretch> stretches = new ArrayDeque<>();
    private final NavigableMap<String, JsonNode> replies = new TreeMap<>(Ts::compare);
    private String position;
    private boolean isCut;

    /**
     * @param position exclusive
     * @param latest now, or later
     */
    HistoryWalk(
            String channelId, Identity self, HistoryReader reader, Threads threads, String position, String latest) {
        this.channelId = channelId;
        this.self = self;
        this.reader = reader;
        this.threads = threads;
        this.position = position;
        this.latest = latest;
    }

    /** Whether what follows the position is what this one gives next. */
    boolean isAt(String nowPosition) {
        return position.equals(nowPosition);
    }

    /**
     * Walks down.
     *
     * @param memory from where on first messages of threads are looked at, also before the position
     */
    void walk(String memory) throws RequestException {
        String oldest = Ts.compare(memory, position) < 0 ? memory : position;
        TreeSet<String> behind = new TreeSet<>(Ts::compare);
        History.Range range = History.Range.of(channelId, oldest, latest);
        TreeSet<String> unseen = new TreeSet<>(Ts::compare);
        unseen.addAll(threads.lately(channelId, Ts.unixMs(latest)));
        String joined = Ts.ZERO;
        String cursor = "";
        boolean reachedPosition = false;
        int pagesBelow = 0;
        int foundBelow = 0;
        boolean goesOn;
        do {
            Page page = reader.page(range.from(cursor));
            List<JsonNode> newer = new ArrayList<>();
            String last = oldest;
            for (JsonNode message : page.messages()) {
                last = text(message, "ts");
                if (beginsThreadWithNewer(message)) {
                    behind.add(last);
                }
                if (message.path("reply_count").asInt() > 0 && unseen.remove(last) && reachedPosition) {
                    foundBelow++;
                }
                if (SlackMessage.ofHistory(channelId, message).isJoinOf(self.userId())) {
                    joined = Ts.ORDER.later(joined, last);
                }
                if (Ts.compare(last, position) > 0) {
                    newer.add(message);
                } else {
                    reachedPosition = true;
                }
            }
            add(newer);
            cursor = page.cursor();
            // One page says of many threads whether they have newer replies; each of the others is asked on its own
            int left = unseen.subSet(oldest, true, Ts.ORDER.later(oldest, last), false)
                    .size();
            goesOn = !reachedPosition || pagesBelow++ < foundBelow + left / WORTH_A_PAGE;
        } while (!cursor.isEmpty() && goesOn);
        // Those whose first message was on no page
        behind.addAll(unseen);
        for (String thread : behind) {
            readReplies(thread);
        }
        // What was said before the bot came is none of ours
        position = Ts.ORDER.later(position, joined);
    }

    /** One that has replies, and does not say that all of them are older. */
    private boolean beginsThreadWithNewer(JsonNode message) {
        String newest = text(message, "latest_reply");
        return message.path("reply_count").asInt() > 0 && (!Ts.isOne(newest) || Ts.compare(newest, position) > 0);
    }

    private void add(List<JsonNode> newestFirst) {
        if (newestFirst.isEmpty()) {
            return;
        }
        stretches.addFirst(new Stretch(text(newestFirst.get(0), "ts"), newestFirst));
        if (stretches.size() > PAGES_KEPT) {
            Deque<Stretch> later = new ArrayDeque<>();
            for (int i = 0; i < PAGES_KEPT; i++) {
                later.addLast(stretches.removeFirst());
            }
            Stretch full = stretches.removeFirst();
            stretches.addFirst(new Stretch(full.newest(), List.of()));
            later.descendingIterator().forEachRemaining(stretches::addFirst);
        }
    }

    private void readReplies(String thread) throws RequestException {
        History.Range range = History.Range.of(channelId, position, latest).in(thread);
        String cursor = "";
        try {
            do {
                Page page = reader.page(range.from(cursor));
                String last = position;
                for (JsonNode message : page.messages()) {
                    String ts = text(message, "ts");
                    last = Ts.ORDER.later(last, ts);
                    if (Ts.compare(ts, position) > 0 && !ts.equals(thread)) {
                        replies.put(ts, message);
                    }
                }
                cursor = keepsBehind(last) ? page.cursor() : "";
            } while (!cursor.isEmpty());
        } catch (RequestException e) {
            if (!(e.failure() instanceof RequestFailure.Refused refused)
                    || !refused.code().equals(SlackCode.THREAD_NOT_FOUND.code())) {
                throw e;
            }
            threads.forget(channelId, thread);
        }
    }

    /** Those that are too many are forgotten, the newest first: whether what lies behind that one would be kept. */
    private boolean keepsBehind(String ts) {
        while (replies.size() > REPLIES_MAX) {
            replies.pollLastEntry();
            isCut = true;
        }
        return !isCut || Ts.compare(ts, replies.lastKey()) < 0;
    }

    /** The next messages; more only where there are some. */
    HistoryPage<SlackMessage> next() throws RequestException {
        Map<String, JsonNode> found = new HashMap<>();
        while (found.isEmpty() && !isOver()) {
            Stretch stretch = stretches.pollFirst();
            String end = stretch == null ? latest : stretch.newest();
            if (isCut && (stretch == null || Ts.compare(end, replies.lastKey()) >= 0)) {
                // Replies are missing from there on: another walk goes on behind the last one that is known
                end = replies.lastKey();
                stretches.clear();
            }
            if (stretch != null) {
                List<JsonNode> messages = stretch.messages().isEmpty() ? again(end) : stretch.messages();
                for (JsonNode message : messages) {
                    put(found, message, end);
                }
            }
            boolean isLast = stretches.isEmpty() && !isCut;
            for (JsonNode reply : replies.headMap(isLast ? latest : end, true).values()) {
                put(found, reply, isLast ? latest : end);
            }
            position = isLast ? latest : end;
            replies.headMap(position, true).clear();
        }
        List<SlackMessage> messages = new ArrayList<>();
        found.values().forEach(message -> messages.add(SlackMessage.ofHistory(channelId, message)));
        messages.sort((left, right) -> Ts.compare(left.ts(), right.ts()));
        if (!messages.isEmpty()) {
            position = messages.get(messages.size() - 1).ts();
        }
        messages.forEach(threads::seen);
        return new HistoryPage<>(Collections.unmodifiableList(messages), !messages.isEmpty() && (isCut || !isOver()));
    }

    boolean isOver() {
        return stretches.isEmpty() && replies.isEmpty();
    }

    private void put(Map<String, JsonNode> found, JsonNode message, String end) {
        String ts = text(message, "ts");
        if (Ts.compare(ts, position) > 0 && Ts.compare(ts, end) <= 0) {
            found.put(ts, message);
        }
    }

    private List<JsonNode> again(String end) throws RequestException {
        List<JsonNode> messages = new ArrayList<>();
        History.Range range = History.Range.of(channelId, position, end).including();
        String cursor = "";
        do {
            Page page = reader.page(range.from(cursor));
            messages.addAll(page.messages());
            cursor = page.cursor();
        } while (!cursor.isEmpty());
        return messages;
    }
}
