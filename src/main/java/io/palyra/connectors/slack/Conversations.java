package io.palyra.connectors.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.slack.api.methods.RequestFormBuilder;
import com.slack.api.methods.request.conversations.ConversationsInfoRequest;
import com.slack.api.methods.request.conversations.ConversationsOpenRequest;
import com.slack.api.methods.request.users.UsersConversationsRequest;
import com.slack.api.model.ConversationType;
import io.palyra.connectors.platform.http.Deadline;
import io.palyra.connectors.platform.http.PlatformExchange;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What is known of conversations: those that the bot is in, and others that were asked for. Thread safe; blocks only where Slack is asked. */
final class Conversations {

    /** Slack takes no more. */
    private static final int PAGE_MAX = 999;

    /** More than this are not asked for: a page that repeats itself has no end. */
    private static final int PAGES_MAX = 1_000;

    private final WebApi api;
    private final Identity self;
    private final Map<String, Conversation> known = new ConcurrentHashMap<>();
    private final Map<String, String> directByUser = new ConcurrentHashMap<>();

    Conversations(WebApi api, Identity self) {
        this.api = api;
        this.self = self;
    }

    /** The conversation of a target; opens the direct one with a person. */
    String idOf(Target target) throws RequestException {
        return idOf(target, Deadline.in(PlatformExchange.DEFAULT_DEADLINE));
    }

    /** The same, with a deadline that others share. */
    String idOf(Target target, Deadline deadline) throws RequestException {
        if (target.kind() == Target.Kind.CHANNEL) {
            return target.id();
        }
        String open = directByUser.get(target.id());
        if (open != null) {
            return open;
        }
        String id = conversation(api.call(
                        "conversations.open",
                        RequestFormBuilder.toForm(ConversationsOpenRequest.builder()
                                .users(List.of(target.id()))
                                .returnIm(true)
                                .build()),
                        deadline.left()))
                .path("id")
                .asText();
        learned(new Conversation(id, Conversation.Kind.DIRECT, true, false, target.id()));
        return id;
    }

    /** The direct conversation with a person, if it is known. */
    Optional<String> directWith(String userId) {
        return Optional.ofNullable(directByUser.get(userId));
    }

    /** All that the bot is in, by pages. Of kinds whose scope is missing none. */
    List<Conversation> ofBot() throws RequestException {
        List<Conversation> all = new ArrayList<>();
        String cursor = "";
        for (int i = 0; i < PAGES_MAX; i++) {
            JsonNode page = api.call(
                            "users.conversations",
                            RequestFormBuilder.toForm(UsersConversationsRequest.builder()
                                    .types(types())
                                    .limit(PAGE_MAX)
                                    .cursor(cursor.isEmpty() ? null : cursor)
                                    .build()))
                    .json();
            JsonNode channels = page.path("channels");
            if (!channels.isArray() || !isListOfConversations(channels)) {
                // What is not named is not read after a gap
                throw new RequestException(new RequestFailure.Foreign(
                        "the answer to users.conversations has something in it that is no conversation"));
            }
            channels.forEach(json -> {
                // What the list is of: it does not say so of each
                Conversation listed = Conversation.of(json);
                all.add(learned(
                        new Conversation(listed.id(), listed.kind(), true, listed.isArchived(), listed.userId())));
            });
            cursor = page.path("response_metadata").path("next_cursor").asText();
            if (cursor.isEmpty()) {
                break;
            }
        }
        return all;
    }

    private static boolean isListOfConversations(JsonNode channels) {
        for (JsonNode channel : channels) {
            if (!Target.isChannelId(channel.path("id").asText())) {
                return false;
            }
        }
        return true;
    }

    private List<ConversationType> types() {
        List<ConversationType> types = new ArrayList<>();
        add(types, ConversationType.PUBLIC_CHANNEL, Scope.CHANNELS_READ);
        add(types, ConversationType.PRIVATE_CHANNEL, Scope.GROUPS_READ);
        add(types, ConversationType.IM, Scope.IM_READ);
        add(types, ConversationType.MPIM, Scope.MPIM_READ);
        return types;
    }

    private void add(List<ConversationType> types, ConversationType type, Scope scope) {
        if (!self.lacks(scope)) {
            types.add(type);
        }
    }

    /** The one with that id; asked for where it is not known. */
    Conversation find(String id) throws RequestException {
        Conversation there = known.get(id);
        return there != null ? there : ask(id);
    }

    /** As it is now. */
    Conversation ask(String id) throws RequestException {
        return learned(Conversation.of(conversation(api.call(
                "conversations.info",
                RequestFormBuilder.toForm(
                        ConversationsInfoRequest.builder().channel(id).build())))));
    }

    /** The one of an answer: kept without its id, it would be that of nobody. */
    private static JsonNode conversation(WebApi.Reply answer) throws RequestException {
        JsonNode conversation = answer.json().path("channel");
        if (!Target.isChannelId(conversation.path("id").asText())) {
            throw new RequestException(new RequestFailure.Unavailable("the answer has no conversation"));
        }
        return conversation;
    }

    Optional<Conversation> known(String id) {
        return Optional.ofNullable(known.get(id));
    }

    Conversation learned(Conversation conversation) {
        known.put(conversation.id(), conversation);
        if (conversation.userId() != null) {
            directByUser.put(conversation.userId(), conversation.id());
        }
        return conversation;
    }

    /** The bot is not in it any more, or it is another one by now. */
    void forget(String id) {
        known.remove(id);
    }
}
