package io.palyra.connectors.fake.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.discord.RestEndpoint.Call;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.http.RestAnswer;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The threads that are archived: the gateway does not list them, REST does. Thread safe. */
final class ThreadArchive {

    private static final int LIMIT_MAX = 100;

    private final Clock clock;
    private final Directory directory;
    private final Map<String, Instant> archivedAt = new ConcurrentHashMap<>();

    ThreadArchive(Clock clock, Directory directory) {
        this.clock = clock;
        this.directory = directory;
    }

    void add(Channel thread) {
        archivedAt.put(thread.id(), clock.instant());
    }

    List<Channel> unarchived(Collection<Channel> channels) {
        return channels.stream()
                .filter(channel -> !archivedAt.containsKey(channel.id()))
                .toList();
    }

    List<RestEndpoint> routes(ChannelAccess access, History history) {
        return List.of(
                RestEndpoint.of(
                        "GET", "/channels/{channel}/threads/archived/public", call -> list(call, access, history)),
                RestEndpoint.of("GET", "/channels/{channel}/users/@me/threads/archived/private", call -> {
                    access.toView(call.segment("channel"));
                    return answer(List.of(), false);
                }));
    }

    private RestAnswer list(Call call, ChannelAccess access, History history) throws DiscordError {
        Channel parent = access.toView(call.segment("channel"));
        access.require(parent, Permissions.READ_MESSAGE_HISTORY);
        Map<String, String> query = call.request().parameters();
        Instant before = query.containsKey("before") ? Instant.parse(query.get("before")) : Instant.MAX;
        int limit = Integer.parseInt(query.getOrDefault("limit", String.valueOf(LIMIT_MAX)));
        List<ObjectNode> all = directory.channels().stream()
                .filter(channel -> parent.id().equals(channel.parentId()) && archivedAt.containsKey(channel.id()))
                .filter(channel -> archivedAt.get(channel.id()).isBefore(before))
                .sorted(Comparator.comparing((Channel thread) -> archivedAt.get(thread.id()))
                        .reversed())
                .map(thread -> json(thread, history))
                .toList();
        return answer(all.stream().limit(limit).toList(), all.size() > limit);
    }

    private ObjectNode json(Channel thread, History history) {
        ObjectNode json = thread.json();
        history.newest(thread.id(), 1).forEach(newest -> json.put("last_message_id", newest.id()));
        ((ObjectNode) json.get("thread_metadata"))
                .put("archived", true)
                .put("archive_timestamp", archivedAt.get(thread.id()).toString());
        return json;
    }

    private static RestAnswer answer(List<ObjectNode> threads, boolean more) {
        ObjectNode json = Json.object().put("has_more", more);
        json.set("threads", Json.array(threads));
        json.putArray("members");
        return RestAnswer.ok(json);
    }
}
