package io.palyra.connectors.fake.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.telegram.Chat.Kind;
import io.palyra.connectors.fake.telegram.Chat.Standing;
import java.time.Clock;
import java.util.Set;

/** What becomes of the bot in chats, and of the chats themselves. */
final class Memberships {

    private final Bot bot;
    private final Directory directory;
    private final Timeline timeline;
    private final UpdateQueue updates;
    private final Clock clock;

    Memberships(Bot bot, Directory directory, Timeline timeline, UpdateQueue updates, Clock clock) {
        this.bot = bot;
        this.directory = directory;
        this.timeline = timeline;
        this.updates = updates;
        this.clock = clock;
    }

    /** The bot hears of it, also when it is out. */
    void change(Chat chat, Person by, Standing standing, Set<String> rights) {
        ObjectNode change = Json.object().put("date", clock.instant().getEpochSecond());
        change.set("chat", chat.json());
        change.set("from", by.json());
        change.set("old_chat_member", AccountCalls.member(bot, chat.standing(), chat));
        chat.standing(standing, rights);
        change.set("new_chat_member", AccountCalls.member(bot, standing, chat));
        updates.push("my_chat_member", change, UpdateQueue.KEPT);
    }

    /** The group ends, and goes on under another id; both say so. */
    Chat upgrade(Chat group, Person by) {
        if (group.kind() != Kind.GROUP) {
            throw new IllegalArgumentException(group.title() + " is a " + group.kind());
        }
        Chat to = directory.add(Kind.SUPERGROUP, group.title(), null);
        to.standing(group.standing(), group.rights());
        group.upgradedTo(to.id());
        timeline.say(group, by, Words.of("").with(json -> json.put("migrate_to_chat_id", to.id())));
        timeline.say(to, null, Words.of("").with(json -> json.put("migrate_from_chat_id", group.id())));
        return to;
    }

    /** The id of the topic is that of the message that says so. */
    long addTopic(Chat forum, Person by, String name, boolean open) {
        forum.forum(true);
        Message created = timeline.post(new Access.Place(forum, 0, null), json -> {
            json.put("message_thread_id", json.path("message_id").asLong()).put("is_topic_message", true);
            json.set("from", by.json());
            json.putObject("forum_topic_created").put("name", name).put("icon_color", 7_322_096);
        });
        forum.topic(created.id(), open);
        return created.id();
    }
}
