package io.palyra.connectors.fake.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.http.Upload;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What somebody says, and what comes with it. */
public record Words(
        String text, @Nullable String threadTs, boolean broadcast, List<Upload> files, Consumer<ObjectNode> more) {

    public Words {
        files = List.copyOf(files);
    }

    public static Words of(String text) {
        return new Words(text, null, false, List.of(), json -> {});
    }

    /** In the thread of a message, or in the one that a reply stands in. */
    public Words below(Message message) {
        return new Words(text, message.threadTs().orElse(message.ts()), broadcast, files, more);
    }

    /** To the channel as well. */
    public Words alsoToTheChannel() {
        return new Words(text, threadTs, true, files, more);
    }

    public Words file(String name, String contentType, byte[] content) {
        List<Upload> all = Stream.concat(files.stream(), Stream.of(new Upload(name, contentType, content)))
                .toList();
        return new Words(text, threadTs, broadcast, all, more);
    }

    /** As files of another organisation come: only their ids, and the hint to ask {@code files.info}. */
    public Words filesToAskFor() {
        return with(json -> json.path("files").forEach(file -> ((ObjectNode) file)
                .retain("id")
                .put("mode", "file_access")
                .put("file_access", "check_file_info")
                .put("created", 0)
                .put("timestamp", 0)));
    }

    /** Whatever else the message has. */
    public Words with(Consumer<ObjectNode> edit) {
        return new Words(text, threadTs, broadcast, files, more.andThen(edit));
    }

    ObjectNode json(User author, Files store, Team team) {
        ObjectNode json = Json.object().put("text", text);
        if (author.botId() == null) {
            json.put("user", author.id()).put("client_msg_id", UUID.randomUUID().toString());
        } else {
            // As a webhook writes, or a bot of another app
            json.put("subtype", "bot_message").put("bot_id", author.botId()).put("username", author.name());
            json.set("bot_profile", author.botJson().put("team_id", team.id()));
        }
        json.put("team", team.id());
        if (threadTs != null) {
            json.put("thread_ts", threadTs);
        }
        if (!files.isEmpty()) {
            json.put("subtype", "file_share").put("upload", false);
            json.set(
                    "files",
                    Json.array(files.stream()
                            .map(file -> store.json(store.add(team, file), author.id()))
                            .toList()));
        }
        if (broadcast) {
            json.put("subtype", "thread_broadcast");
        }
        more.accept(json);
        return json;
    }
}
