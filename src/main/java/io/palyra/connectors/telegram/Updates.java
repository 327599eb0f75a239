package io.palyra.connectors.telegram;

import static io.palyra.connectors.platform.message.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.adapter.PassingClock;
import io.palyra.connectors.platform.inbound.LeftOut;
import io.palyra.connectors.platform.inbound.MessageAdmission;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Takes a batch of updates to the inbox: those of one chat in their order, those of several at once. One that is refused holds back
 * what follows in its chat, and nothing else. Called by one thread.
 *
 * @see <a href="https://core.telegram.org/bots/api#update">Telegram: Update</a>
 */
final class Updates {

    private static final Logger LOG = LoggerFactory.getLogger(Updates.class);

    /** What is asked for; what is not named here would come by the list of whoever asked last. */
    static final List<String> ALLOWED = List.of("message", "channel_post", "callback_query", "my_chat_member");

    /**
     * What updates are taken to the inbox with.
     *
     * @param chats several at once, as each waits for a commit of its own
     * @param presses answers the press of a button, by the id of its query; returns at once
     */
    record Parts(
            MessageAdmission<TelegramMessage> admission,
            Chats migrations,
            Membership membership,
            Executor chats,
            Consumer<String> presses) {}

    /**
     * What became of a batch.
     *
     * @param next the update to ask for next; null where no update of the batch has an id
     * @param pause before it is asked for; zero where everything is done with
     */
    record Admitted(@Nullable Long next, Duration pause) {}

    /**
     * An update of the batch that is to be given again, and what follows in its chat.
     *
     * @param held the indexes of both
     * @param dueAt by our clock: until then none of them is handed on
     */
    private record Refused(List<Integer> held, long dueAt) {

        int index() {
            return held.get(0);
        }
    }

    /** The same offset again within half a second gives a single update. No longer than that: other chats go on meanwhile. */
    private static final Duration REFUSED_WAIT = Duration.ofSeconds(1);

    /** A fault of ours is one that comes again. */
    private static final Duration FAULT_WAIT = Duration.ofSeconds(10);

    private final Parts parts;
    private final Clock clock = new PassingClock();
    private final Set<Long> admittedAhead = new HashSet<>();
    private final Map<Long, Long> dueAt = new HashMap<>();
    private final AtomicLong admitted = new AtomicLong();
    private final AtomicLong refusals = new AtomicLong();
    private final AtomicLong presses = new AtomicLong();

    Updates(Parts parts) {
        this.parts = parts;
    }

    /** Blocks until each is committed, left out or refused. */
    Admitted admit(JsonNode batch) {
        List<JsonNode> updates = new ArrayList<>();
        batch.forEach(update -> {
            if (TelegramMessage.isNumber(update.path("update_id"))) {
                updates.add(update);
            } else {
                unreadable("an update without an id");
            }
        });
        // Before anything is named after a chat that has another number by now
        updates.forEach(this::learnMigration);
        List<Refused> refused = byChat(updates).stream()
                .map(lane -> CompletableFuture.supplyAsync(() -> admit(updates, lane), parts.chats()))
                .toList()
                .stream()
                .map(Updates::join)
                .flatMap(Optional::stream)
                .toList();
        return outcome(batch, updates, refused);
    }

    private Admitted outcome(JsonNode batch, List<JsonNode> updates, List<Refused> refused) {
        if (updates.isEmpty()) {
            return new Admitted(null, batch.isEmpty() ? Duration.ZERO : REFUSED_WAIT);
        }
        admittedAhead.clear();
        dueAt.clear();
        if (refused.isEmpty()) {
            return new Admitted(id(updates.get(updates.size() - 1)) + 1, Duration.ZERO);
        }
        refused.forEach(one -> dueAt.put(id(updates.get(one.index())), one.dueAt()));
        int first = refused.stream().mapToInt(Refused::index).min().orElseThrow();
        Set<Integer> held = new HashSet<>();
        refused.forEach(one -> held.addAll(one.held()));
        for (int i = first + 1; i < updates.size(); i++) {
            if (!held.contains(i)) {
                admittedAhead.add(id(updates.get(i)));
            }
        }
        return new Admitted(id(updates.get(first)), REFUSED_WAIT);
    }

    private static Optional<Refused> join(CompletableFuture<Optional<Refused>> lane) {
        try {
            return lane.join();
        } catch (CancellationException | CompletionException e) {
            throw new IllegalStateException("updates were not taken to the inbox", e);
        }
    }

    /** The indexes of the updates of each chat. */
    private List<List<Integer>> byChat(List<JsonNode> updates) {
        Map<String, List<Integer>> lanes = new LinkedHashMap<>();
        for (int i = 0; i < updates.size(); i++) {
            lanes.computeIfAbsent(chat(updates.get(i)), chat -> new ArrayList<>())
                    .add(i);
        }
        return List.copyOf(lanes.values());
    }

    /** The name of the conversation: that of a group which has become a supergroup is one. */
    private String chat(JsonNode update) {
        JsonNode id = content(update).path("chat").path("id");
        return TelegramMessage.isNumber(id) ? String.valueOf(parts.migrations().conversation(id.longValue())) : "";
    }

    private static JsonNode content(JsonNode update) {
        for (String kind : ALLOWED) {
            if (update.has(kind)) {
                return update.path(kind);
            }
        }
        return update.path("none");
    }

    private static long id(JsonNode update) {
        return update.path("update_id").longValue();
    }

    private void learnMigration(JsonNode update) {
        JsonNode message = content(update);
        JsonNode chat = message.path("chat").path("id");
        JsonNode to = message.path("migrate_to_chat_id");
        JsonNode from = message.path("migrate_from_chat_id");
        if (TelegramMessage.isNumber(chat) && TelegramMessage.isNumber(to)) {
            parts.migrations().migrated(chat.longValue(), to.longValue());
        } else if (TelegramMessage.isNumber(chat) && TelegramMessage.isNumber(from)) {
            parts.migrations().migrated(from.longValue(), chat.longValue());
        }
    }

    /** Up to the first one that is refused. */
    private Optional<Refused> admit(List<JsonNode> updates, List<Integer> lane) {
        for (int i = 0; i < lane.size(); i++) {
            OptionalLong due = take(updates.get(lane.get(i)));
            if (due.isPresent()) {
                return Optional.of(new Refused(lane.subList(i, lane.size()), due.getAsLong()));
            }
        }
        return Optional.empty();
    }

    /** @return when to hand it on again; empty where it is admitted, or left out for good */
    private OptionalLong take(JsonNode update) {
        Long due = dueAt.get(id(update));
        if (admittedAhead.contains(id(update))) {
            return OptionalLong.empty();
        } else if (due != null && clock.millis() < due) {
            return OptionalLong.of(due);
        }
        try {
            handle(update);
            return OptionalLong.empty();
        } catch (InboundRefusedException e) {
            LOG.atLevel(e.isByStore() ? Level.DEBUG : Level.INFO)
                    .log("update {} is asked for again: {}", id(update), e.getMessage());
            refusals.incrementAndGet();
            return OptionalLong.of(clock.millis() + e.retryAfter().toMillis());
        } catch (RuntimeException | Error e) {
            LOG.error("update {} was not taken, and is asked for again", id(update), e);
            refusals.incrementAndGet();
            return OptionalLong.of(clock.millis() + FAULT_WAIT.toMillis());
        }
    }

    private void handle(JsonNode update) throws InboundRefusedException {
        if (update.has("message") || update.has("channel_post")) {
            TelegramMessage message = new TelegramMessage(content(update));
            if (!message.isComplete()) {
                unreadable("a message without an id of itself or of its chat");
            } else if (parts.admission().admit(chat(update), message)) {
                admitted.incrementAndGet();
            }
        } else if (update.has("callback_query")) {
            presses.incrementAndGet();
            parts.presses().accept(text(update.path("callback_query"), "id"));
        } else if (update.has("my_chat_member")) {
            parts.membership().changed(update.path("my_chat_member"));
        } else {
            parts.admission().leftOut().add(LeftOut.Kind.NOTICE);
        }
    }

    private void unreadable(String what) {
        parts.admission().sink().reject(null, "Telegram has given " + what);
        parts.admission().leftOut().add(LeftOut.Kind.UNREADABLE);
    }

    /** For operators. */
    Map<String, Object> view() {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("messages", admitted.get());
        view.put("messages_refused", refusals.get());
        view.put("buttons_pressed", presses.get());
        view.put("groups_migrated", parts.migrations().migrations());
        view.putAll(parts.membership().view());
        view.put("left_out", parts.admission().leftOut().view());
        return view;
    }
}
