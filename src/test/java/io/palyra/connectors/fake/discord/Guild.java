package io.palyra.connectors.fake.discord;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server with its roles and members. Thread safe. */
public final class Guild {

    private final String id;
    private final String name;
    private final User owner;
    private final List<Role> roles = new CopyOnWriteArrayList<>();
    private final Map<String, Member> members = new ConcurrentHashMap<>();

    Guild(String id, String name, User owner, long everyonePermissions) {
        this.id = id;
        this.name = name;
        this.owner = owner;
        roles.add(new Role(id, "@everyone", 0, everyonePermissions));
    }

    public String id() {
        return id;
    }

    public String name() {
        return name;
    }

    public List<Role> roles() {
        return roles;
    }

    public boolean isOwner(String userId) {
        return owner.id().equals(userId);
    }

    public Optional<Member> member(String userId) {
        return Optional.ofNullable(members.get(userId));
    }

    /** Adds a member, or changes one. */
    public Guild join(Member member) {
        members.put(member.user().id(), member);
        return this;
    }

    /** Adds a role, or changes the one with its id. */
    public Guild role(Role role) {
        roles.removeIf(it -> it.id().equals(role.id()));
        roles.add(role);
        return this;
    }

    ObjectNode json() {
        ObjectNode json = Json.object()
                .put("id", id)
                .put("name", name)
                .put("owner_id", owner.id())
                .put("preferred_locale", "en-US")
                .put("afk_timeout", 300)
                .put("mfa_level", 0)
                .put("verification_level", 0)
                .put("default_message_notifications", 0)
                .put("explicit_content_filter", 0)
                .put("nsfw_level", 0)
                .put("premium_tier", 0)
                .put("premium_subscription_count", 0)
                .put("premium_progress_bar_enabled", false)
                .put("max_members", 500_000)
                .put("max_presences", 40_000)
                .put("system_channel_flags", 0);
        List.of("icon", "splash", "banner", "description", "vanity_url_code", "afk_channel_id", "system_channel_id")
                .forEach(json::putNull);
        List.of("rules_channel_id", "public_updates_channel_id").forEach(json::putNull);
        List.of("features", "emojis", "stickers").forEach(json::putArray);
        json.set("roles", Json.array(roles.stream().map(Role::json).toList()));
        return json;
    }

    /** As GUILD_CREATE shows it: with its channels, and with the bot as the only member. */
    ObjectNode createJson(Collection<Channel> channels, User bot) {
        ObjectNode json = json().put("joined_at", "2024-01-01T00:00:00.000000+00:00")
                .put("large", false)
                .put("unavailable", false)
                .put("member_count", members.size());
        List.of("presences", "voice_states", "stage_instances", "guild_scheduled_events", "soundboard_sounds")
                .forEach(json::putArray);
        json.set(
                "members",
                Json.array(member(bot.id()).map(Member::json).stream().toList()));
        json.set("channels", channelsJson(channels, false));
        json.set("threads", channelsJson(channels, true));
        return json;
    }

    private ArrayNode channelsJson(Collection<Channel> channels, boolean threads) {
        return Json.array(channels.stream()
                .filter(channel -> channel.guild().filter(id::equals).isPresent() && channel.isThread() == threads)
                .map(Channel::json)
                .toList());
    }
}
