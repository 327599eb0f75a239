package io.palyra.connectors.fake.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Faults;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.http.PostLedger;
import io.palyra.connectors.fake.http.RestRequest;
import io.palyra.connectors.fake.http.RestServer;
import io.palyra.connectors.fake.http.ScriptedApi;
import io.palyra.connectors.fake.slack.Channel.Kind;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A Slack on loopback. Starts with one workspace, one channel in it with the bot and one user, {@link #team()},
 * {@link #channel()} and {@link #user()}; what else there is, a test adds. It says what it {@linkplain #ledger()
 * accepted}, and goes wrong as {@linkplain #faults() scripted}.
 */
public final class FakeSlack implements AutoCloseable {

    /** The path that messages are posted to, below that of the API. */
    public static final String POST = "/chat.postMessage";

    private static final String BASE = "/api";

    private final FakeSlackOptions options;
    private final App app;
    private final Directory directory = new Directory();
    private final Files files;
    private final Timeline timeline;
    private final Events events;
    private final SocketMode socket;
    private final Tiers tiers;
    private final ScriptedApi scripted;
    private final RestServer rest;
    private final PostLedger<Posted> ledger = new PostLedger<>(Posted::channelId, Posted::text, Posted::line);
    private final Team team;
    private final User user;
    private final Channel channel;

    private FakeSlack(FakeSlackOptions options) throws IOException {
        this.options = options;
        app = new App(directory.id("A"), options.appToken());
        files = new Files(directory, options.clock());
        socket = new SocketMode(app, options);
        events = new Events(app, directory, options.clock(), socket::send);
        timeline = new Timeline(directory, new History(), new Timestamps(options.clock()), events);
        tiers = new Tiers(options.clock());
        team = addTeam("Harbour", options.botToken());
        user = addUser("ada");
        channel = directory.addChannel(team, "general", Kind.PUBLIC, List.of(user, bot()));
        SlackApi api = api();
        scripted = new ScriptedApi(
                options.clock(), new Faults(POST), api::serve, request -> answer -> api.dress(request, answer));
        rest = new RestServer(options.restPort(), BASE, scripted::answer);
        files.base("http://127.0.0.1:" + rest.port());
    }

    private SlackApi api() {
        Access access = new Access(app, directory);
        AccountCalls account = new AccountCalls(app, directory, socket::newUrl);
        Map<String, Call.Handler> methods = new HashMap<>(account.methods());
        methods.putAll(new ConversationCalls(app, directory, access).methods());
        methods.putAll(new HistoryCalls(access, timeline.history(), tiers).methods());
        methods.putAll(new MessageCalls(app, directory, access, timeline, files, ledger).methods());
        methods.putAll(new ReactionCalls(app, directory, access, timeline).methods());
        methods.putAll(new FileCalls(app, directory, access, timeline, files).methods());
        return new SlackApi(app, files, tiers, methods, account.appMethods());
    }

    public static FakeSlack start() throws IOException, InterruptedException {
        return start(FakeSlackOptions.defaults());
    }

    public static FakeSlack start(FakeSlackOptions options) throws IOException, InterruptedException {
        FakeSlack slack = new FakeSlack(options);
        slack.socket.open();
        slack.rest.start();
        return slack;
    }

    // Where it is

    /** For {@code SlackConfig#setMethodsEndpointUrlPrefix}: ends with a slash. */
    public String apiUrl() {
        return "http://127.0.0.1:" + rest.port() + BASE + "/";
    }

    /** Of the bot in {@link #team()}. */
    public String token() {
        return options.botToken();
    }

    public String appToken() {
        return options.appToken();
    }

    public String appId() {
        return app.id();
    }

    // Who and what is there

    public Team team() {
        return team;
    }

    /** The app's, in {@link #team()}. */
    public User bot() {
        return bot(team);
    }

    public User bot(Team in) {
        return directory.bot(in.id());
    }

    public User user() {
        return user;
    }

    public Channel channel() {
        return channel;
    }

    /** One more workspace that has installed the app: its events come by the same sockets. */
    public Team addTeam(String name, String botToken) {
        Team added = directory.addTeam(name, app.id());
        app.install(botToken, added);
        return added;
    }

    public User addUser(String name) {
        return addUser(team, name);
    }

    public User addUser(Team in, String name) {
        return directory.add(User.person(directory.id("U"), in.id(), name));
    }

    /** Of another app; what it says is a {@code bot_message}. */
    public User addBot(String name) {
        return directory.add(User.bot(directory.id("U"), team.id(), name, directory.id("B"), directory.id("A")));
    }

    /** A public channel with the user and the bot in it. */
    public Channel addChannel(String name) {
        return addChannel(team, name, Kind.PUBLIC, user, bot());
    }

    /** A channel with these in it; of what is not public, the bot is always part. */
    public Channel addChannel(Team in, String name, Kind kind, User... members) {
        return directory.addChannel(in, name, kind, List.of(members));
    }

    /** The direct conversation of the bot with a user. */
    public Channel direct(User with) {
        return directory.direct(with);
    }

    /** Somebody joins, and the channel says so; the app hears of its own bot's joining too. */
    public void joins(Channel in, User who) {
        if (directory.join(in, who)) {
            ObjectNode joined = Json.object()
                    .put("type", "member_joined_channel")
                    .put("user", who.id())
                    .put("channel", in.id())
                    .put("channel_type", in.isPublic() ? "C" : "G")
                    .put("team", in.teamId());
            if (directory.hears(in)) {
                events.tell("member_joined_channel", in.teamId(), joined);
            }
            timeline.add(
                    in,
                    Json.object()
                            .put("subtype", in.isPublic() ? "channel_join" : "group_join")
                            .put("user", who.id())
                            .put("text", who.mention() + " has joined the channel"));
        }
    }

    public void leaves(Channel from, User who) {
        directory.leave(from, who);
    }

    public void archive(Channel archived, boolean nowArchived) {
        directory.archive(archived, nowArchived);
    }

    public void removeChannel(Channel removed) {
        directory.removeChannel(removed.id());
    }

    // The app

    /** What bot tokens may do from now on; at first, what the manifest of the connector asks for. */
    public void scopes(Collection<String> scopes) {
        app.scopes(scopes);
    }

    /** What the app token may do from now on. */
    public void appScopes(Collection<String> scopes) {
        app.appScopes(scopes);
    }

    /** One more event that the app is told of: {@code app_mention}. */
    public void subscribe(String event) {
        app.subscribe(event);
    }

    /** Calls with this token, of a bot or of the app, are refused from now on, or taken again. */
    public void revoke(String token, boolean revoked) {
        app.revoke(token, revoked);
    }

    /** A workspace removes the app: its token is revoked, and the app hears of it. */
    public void uninstall(Team from) {
        app.revoke(app.token(from), true);
        ObjectNode revoked = Json.object().put("type", "tokens_revoked");
        revoked.putObject("tokens").set("bot", Json.strings(List.of(bot(from).id())));
        events.tellAnyway("tokens_revoked", from.id(), revoked);
        events.tellAnyway("app_uninstalled", from.id(), Json.object().put("type", "app_uninstalled"));
    }

    // What others do

    public Message says(Channel in, User author, String text) {
        return says(in, author, Words.of(text));
    }

    /** A message for the history, and an event. */
    public Message says(Channel in, User author, Words words) {
        return timeline.add(in, words.json(author, files, teamOf(in)));
    }

    /** A message whose event is lost: it is in the history only. */
    public Message saysUnheard(Channel in, User author, Words words) {
        return timeline.keep(in, words.json(author, files, teamOf(in)));
    }

    /** Tells of it once more, or for the first time: with new event ids. */
    public void tellAgain(Message message) {
        timeline.announce(channelOf(message), message);
    }

    public Message edits(Message message, User by, String text) {
        return timeline.edit(channelOf(message), message, message.json().put("text", text), by);
    }

    public void deletes(Message message) {
        timeline.delete(channelOf(message), message);
    }

    public void reacts(Message message, User by, String name) {
        timeline.react(channelOf(message), message, by, name, true);
    }

    /** Any event, as the app would be told of it; {@code type} is part of it. */
    public void event(Team in, ObjectNode event) {
        events.tellUnasked(in.id(), event);
    }

    private Team teamOf(Channel in) {
        return directory.team(in.teamId()).orElseThrow();
    }

    private Channel channelOf(Message message) {
        return directory.channels().stream()
                .filter(it -> it.id().equals(message.channelId()))
                .findFirst()
                .orElseThrow();
    }

    // What it has seen, and what goes wrong

    public PostLedger<Posted> ledger() {
        return ledger;
    }

    /** What stands in a channel, threads included, the oldest first. */
    public List<Message> history(Channel in) {
        return timeline.history().oldestFirst(in.id());
    }

    /** Every request, in the order in which they came. */
    public List<RestRequest> requests() {
        return scripted.requests();
    }

    /** How often a method of the Web API was called. */
    public long calls(String method) {
        return requests().stream().filter(SlackFault.to(method)).count();
    }

    public Faults faults() {
        return scripted.faults();
    }

    public Tiers tiers() {
        return tiers;
    }

    public SocketMode socket() {
        return socket;
    }

    /** Cuts the HTTP connections that there are; new ones are taken. */
    public void cutRestConnections() {
        rest.cutConnections();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        rest.close();
        socket.close();
    }
}
