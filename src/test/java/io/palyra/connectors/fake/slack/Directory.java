package io.palyra.connectors.fake.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who and what there is, in all workspaces. Thread safe. */
final class Directory {

    private final Map<String, Team> teams = new ConcurrentHashMap<>();
    private final Map<String, User> users = new ConcurrentSkipListMap<>();
    private final Map<String, User> bots = new ConcurrentHashMap<>();
    private final Map<String, Channel> channels = new ConcurrentSkipListMap<>();
    private final Map<String, Set<String>> members = new ConcurrentHashMap<>();
    private final Set<String> archived = ConcurrentHashMap.newKeySet();
    private final AtomicLong ids = new AtomicLong();

    /** As Slack's: a letter that tells what it is, then letters and digits. */
    String id(String prefix) {
        return prefix
                + String.format(Locale.ROOT, "0%8s", Long.toString(ids.incrementAndGet(), Character.MAX_RADIX))
                        .replace(' ', '0')
                        .toUpperCase(Locale.ROOT);
    }

    /** @return the workspace, with a bot of the app in it */
    Team addTeam(String name, String appId) {
        Team team = new Team(id("T"), name, name.toLowerCase(Locale.ROOT));
        teams.put(team.id(), team);
        bots.put(team.id(), add(User.bot(id("U"), team.id(), "palyra", id("B"), appId)));
        return team;
    }

    Optional<Team> team(String id) {
        return Optional.ofNullable(teams.get(id));
    }

    Collection<Team> teams() {
        return teams.values();
    }

    /** The app's own. */
    User bot(String teamId) {
        return Objects.requireNonNull(bots.get(teamId), teamId);
    }

    User add(User user) {
        users.put(user.id(), user);
        return user;
    }

    Optional<User> user(Team team, String id) {
        return Optional.ofNullable(users.get(id)).filter(user -> user.teamId().equals(team.id()));
    }

    Optional<User> botUser(Team team, String botId) {
        return users.values().stream()
                .filter(user -> user.teamId().equals(team.id()) && botId.equals(user.botId()))
                .findFirst();
    }

    Channel addChannel(Team team, String name, Channel.Kind kind, Collection<User> in) {
        String prefix = kind == Channel.Kind.DIRECT ? "D" : kind == Channel.Kind.GROUP_DIRECT ? "G" : "C";
        String partner = kind == Channel.Kind.DIRECT ? in.iterator().next().id() : null;
        Channel channel = new Channel(id(prefix), team.id(), name, kind, partner);
        members.put(channel.id(), ConcurrentHashMap.newKeySet());
        in.forEach(user -> join(channel, user));
        if (kind != Channel.Kind.PUBLIC) {
            // Of the others the app hears only where its bot is
            join(channel, bot(team.id()));
        }
        channels.put(channel.id(), channel);
        return channel;
    }

    /** The direct conversation of the bot with a user; there is one. */
    synchronized Channel direct(User with) {
        return channels.values().stream()
                .filter(channel -> with.id().equals(channel.partner()))
                .findFirst()
                .orElseGet(() -> addChannel(
                        Objects.requireNonNull(teams.get(with.teamId())), "", Channel.Kind.DIRECT, Set.of(with)));
    }

    /** The direct conversation of the bot with several; there is one. */
    synchronized Channel group(Team team, Collection<User> with) {
        Set<String> all = Stream.concat(with.stream(), Stream.of(bot(team.id())))
                .map(User::id)
                .collect(Collectors.toSet());
        return channels.values().stream()
                .filter(channel -> channel.kind() == Channel.Kind.GROUP_DIRECT
                        && members(channel).equals(all))
                .findFirst()
                .orElseGet(() -> addChannel(team, "mpdm", Channel.Kind.GROUP_DIRECT, with));
    }

    Optional<Channel> channel(Team team, String id) {
        return Optional.ofNullable(channels.get(id))
                .filter(channel -> channel.teamId().equals(team.id()));
    }

    Collection<Channel> channels() {
        return channels.values();
    }

    void removeChannel(String id) {
        channels.remove(id);
    }

    /** @return whether the user was not in it before */
    boolean join(Channel channel, User user) {
        return members(channel).add(user.id());
    }

    boolean leave(Channel channel, User user) {
        return members(channel).remove(user.id());
    }

    boolean isIn(Channel channel, User user) {
        return members(channel).contains(user.id());
    }

    /** Whether the app hears what is said there. */
    boolean hears(Channel channel) {
        return isIn(channel, bot(channel.teamId()));
    }

    private Set<String> members(Channel channel) {
        return members.computeIfAbsent(channel.id(), id -> ConcurrentHashMap.newKeySet());
    }

    void archive(Channel channel, boolean nowArchived) {
        if (nowArchived) {
            archived.add(channel.id());
        } else {
            archived.remove(channel.id());
        }
    }

    boolean isArchived(Channel channel) {
        return archived.contains(channel.id());
    }

    ObjectNode json(Channel channel) {
        return channel.json(hears(channel), isArchived(channel));
    }
}
