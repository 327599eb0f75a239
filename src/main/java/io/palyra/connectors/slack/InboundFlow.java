package io.palyra.connectors.slack;

import static io.palyra.connectors.platform.message.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.adapter.CursorStore;
import io.palyra.connectors.adapter.InboundSink;
import io.palyra.connectors.platform.http.PlatformTime;
import io.palyra.connectors.platform.http.RateLimitWindows;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.inbound.FeedCursors;
import io.palyra.connectors.platform.inbound.FeedTiming;
import io.palyra.connectors.platform.inbound.Feeds;
import io.palyra.connectors.platform.inbound.HistoryRequests;
import io.palyra.connectors.platform.inbound.LeftOut;
import io.palyra.connectors.platform.session.Backoff;
import io.palyra.connectors.protocol.ConversationId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Slack says, for the feeds: which conversations the bot is in, and what is said in them. Called by the one thread that has what
 * comes over the sockets, and never blocks it.
 */
final class InboundFlow implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(InboundFlow.class);

    /** What is not acknowledged comes again after some five minutes at the latest; what is shown late is shown within seconds. */
    private static final FeedTiming TIMING = new FeedTiming(Duration.ofSeconds(10), Duration.ofMinutes(10));

    /**
     * What messages are taken to the inbox with.
     *
     * @param events the thread that calls
     * @param requests where Slack may be asked
     * @param timer for short tasks
     */
    record Parts(
            WebApi api,
            Identity self,
            Conversations conversations,
            InboundMapper mapper,
            InboundSink sink,
            CursorStore cursors,
            RateLimitWindows windows,
            PlatformTime time,
            Duration threadMemory,
            ScheduledExecutorService events,
            ScheduledExecutorService requests,
            ScheduledExecutorService timer) {}

    private final Parts parts;
    private final Threads threads;
    private final ChannelHistory history;
    private final HistoryRequests historyRequests;
    private final Feeds<SlackMessage> feeds;
    private final AtomicInteger session = new AtomicInteger();

    /** @param connected whether what is said now is heard */
    InboundFlow(String name, Parts parts, BooleanSupplier connected) {
        this.parts = parts;
        FeedCursors positions = new FeedCursors(
                parts.cursors(),
                parts.time(),
                Ts.ORDER,
                TIMING,
                "channel:",
                channelId -> new ConversationId(Target.channel(channelId)));
        threads = new Threads(parts.cursors(), parts.threadMemory());
        historyRequests = new HistoryRequests(HistoryReader.INTERVAL, System::nanoTime);
        history = new ChannelHistory(
                parts.self(),
                parts.conversations(),
                new HistoryReader(new History(parts.api()), historyRequests, parts.windows()),
                threads,
                positions,
                parts.time(),
                parts.threadMemory());
        feeds = new Feeds<>(
                name,
                new Feeds.Parts<>(
                        parts.sink(), positions, Ts.ORDER, parts.mapper(), history, historyRequests, parts.time()),
                connected,
                () -> {},
                parts.timer());
    }

    /**
     * Called before the first socket opens.
     *
     * @param stored the cursors of the store
     */
    void open(Map<String, String> stored) {
        feeds.open(stored);
        threads.open(stored);
    }

    /** Events come from now on; some may have been missed before. */
    void sessionBegan() {
        feeds.sessionBegan();
        list(session.incrementAndGet(), Backoff.fromOneSecond());
    }

    /** Asks what the bot is in, until Slack answers or another session has begun. */
    private void list(int ofSession, Backoff backoff) {
        onRequests(() -> {
            try {
                List<Conversation> all = parts.conversations().ofBot();
                onEvents(() -> listed(ofSession, all));
            } catch (RequestException e) {
                LOG.warn("the conversations of the bot are not known yet: {}", e.getMessage());
                feeds.later(
                        () -> listAgain(ofSession, backoff),
                        backoff.next(e.failure().retryAfter()));
            }
        });
    }

    private void listAgain(int ofSession, Backoff backoff) {
        if (ofSession == session.get()) {
            list(ofSession, backoff);
        }
    }

    private void listed(int ofSession, List<Conversation> all) {
        if (ofSession != session.get()) {
            return;
        }
        history.listed(all.stream().map(Conversation::id).collect(Collectors.toSet()));
        // Slack does not say which have said something: each is asked
        all.forEach(conversation -> {
            feeds.visible(conversation.id(), null, true, 0, false);
            feeds.mayReadNow(conversation.id());
        });
        feeds.named();
    }

    /** The bot has just come to a channel: what was said before is none of ours. */
    void joined(String channelId, String at) {
        if (!Target.isChannelId(channelId)) {
            return;
        }
        history.isIn(channelId);
        parts.conversations().forget(channelId);
        feeds.visible(channelId, null, true, Ts.isOne(at) ? Ts.unixMs(at) : 0, false);
        feeds.mayReadNow(channelId);
    }

    /** A message, or Slack's notice of one. */
    void live(JsonNode event, Runnable ack) {
        String channelId = text(event, "channel");
        SlackMessage message = new SlackMessage(channelId, event, ack);
        if (message.isNotice()) {
            feeds.leftOut().add(LeftOut.Kind.NOTICE);
            ack.run();
        } else if (!Target.isChannelId(channelId) || !Ts.isOne(message.ts())) {
            parts.sink().reject(null, "Slack has given a message without an id of itself or of its channel");
            feeds.leftOut().add(LeftOut.Kind.UNREADABLE);
            ack.run();
        } else {
            learn(channelId, event);
            threads.seen(message);
            if (parts.self().wrote(event)) {
                // It only moves the position: Slack need not repeat it while a history is read
                ack.run();
            }
            feeds.live(channelId, message);
        }
    }

    private void learn(String channelId, JsonNode event) {
        Conversation.Kind kind = Conversation.kind(text(event, "channel_type"));
        if (kind != null && parts.conversations().known(channelId).isEmpty()) {
            boolean isWithAuthor =
                    kind == Conversation.Kind.DIRECT && !parts.self().wrote(event);
            parts.conversations()
                    .learned(new Conversation(channelId, kind, true, false, isWithAuthor ? text(event, "user") : null));
        }
        history.isIn(channelId);
    }

    private void onRequests(Runnable work) {
        try {
            parts.requests().execute(work);
        } catch (RejectedExecutionException e) {
            LOG.debug("the session has ended");
        }
    }

    private void onEvents(Runnable work) {
        try {
            parts.events().schedule(work, 0, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the session has ended");
        }
    }

    /** For operators. */
    Map<String, Object> view() {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("channels", feeds.size());
        view.put("channels_waiting", feeds.waiting());
        view.put("channels_refused", history.refused());
        view.put("channels_failing", historyRequests.failing());
        view.put("history_requests", historyRequests.made());
        view.put("threads", threads.size());
        view.putAll(feeds.view());
        return view;
    }

    /** Waits a moment for what is on its way to the inbox; the rest is read from history by the next session. */
    @Override
    public void close() {
        feeds.close();
    }
}
