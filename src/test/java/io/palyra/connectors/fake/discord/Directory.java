package io.palyra.connectors.fake.discord;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** Who and what there is: users, guilds, channels. Thread safe. */
final class Directory {

    private final Snowflakes ids;
    private final User bot;
    private final Map<String, User> users = new ConcurrentHashMap<>();
    private final Map<String, Guild> guilds = new ConcurrentSkipListMap<>();
    private final Map<String, Channel> channels = new ConcurrentSkipListMap<>();
    private final Set<String> refusingDirectMessages = ConcurrentHashMap.newKeySet();

    Directory(Snowflakes ids) {
        this.ids = ids;
        bot = add(new User(ids.next(), "palyra", null, true));
    }

    User bot() {
        return bot;
    }

    User addUser(String name, @Nullable String globalName, boolean isBot) {
        return add(new User(ids.next(), name, globalName, isBot));
    }

    private User add(User user) {
        users.put(user.id(), user);
        return user;
    }

    /** A guild that the bot is in. */
    Guild addGuild(String name, User owner, long everyonePermissions) {
        Guild guild = new Guild(ids.next(), name, owner, everyonePermissions);
        guild.join(new Member(owner, null, List.of())).join(new Member(bot, null, List.of()));
        guilds.put(guild.id(), guild);
        return guild;
    }

    Channel addText(String guildId, String name) {
        return put(Channel.text(ids.next(), guildId, name));
    }

    Channel addThread(Channel parent, String name) {
        return put(Channel.thread(ids.next(), parent, name));
    }

    /** The direct conversation with a user: one for ever. */
    synchronized Channel direct(User user) {
        return channels.values().stream()
                .filter(channel -> user.equals(channel.recipient()))
                .findFirst()
                .orElseGet(() -> put(Channel.direct(ids.next(), user)));
    }

    Channel put(Channel channel) {
        channels.put(channel.id(), channel);
        return channel;
    }

    void removeChannel(String id) {
        channels.remove(id);
    }

    Optional<User> user(String id) {
        return Optional.ofNullable(users.get(id));
    }

    Optional<Guild> guild(String id) {
        return Optional.ofNullable(guilds.get(id));
    }

    Optional<Channel> channel(String id) {
        return Optional.ofNullable(channels.get(id));
    }

    Collection<Guild> guilds() {
        return guilds.values();
    }

    Collection<Channel> channels() {
        return channels.values();
    }

    /** The author as a member of the channel's guild; a user who never joined is one without roles. */
    Optional<Member> member(Channel channel, User user) {
        return channel.guild().flatMap(this::guild).map(guild -> guild.member(user.id())
                .orElseGet(() -> new Member(user, null, List.of())));
    }

    void refuseDirectMessages(String userId) {
        refusingDirectMessages.add(userId);
    }

    boolean refusesDirectMessages(User user) {
        return user.bot() || refusingDirectMessages.contains(user.id());
    }
}
