package io.palyra.connectors.fake.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Faults;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.http.RestRequest;
import io.palyra.connectors.fake.http.RestServer;
import io.palyra.connectors.fake.http.ScriptedApi;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A Discord on loopback. Starts with one guild, one channel in it and one user, {@link #guild()}, {@link #channel()} and
 * {@link #user()}; what else there is, a test adds. It says what it {@linkplain #ledger() accepted}, and goes wrong as
 * {@linkplain #faults() scripted}.
 */
public final class FakeDiscord implements AutoCloseable {

    /** The path that messages are posted to, below that of the API. */
    public static final String MESSAGES = "/channels/{channel}/messages";

    private static final String BASE = "/api/v10";

    private final Snowflakes ids;
    private final Directory directory;
    private final Attachments attachments;
    private final NonceCache nonces;
    private final Ledger ledger = new Ledger();
    private final Timeline timeline;
    private final RestApi api;
    private final ScriptedApi scripted;
    private final RestServer rest;
    private final Gateway gateway;
    private final FakeDiscordOptions options;
    private final User user;
    private final Guild guild;
    private final Channel channel;
    private final ThreadArchive archive;
    private final Obfuscation obfuscation;
    private final ChannelAccess access;
    private final GatewaySessions sessions = new GatewaySessions();
    private volatile Set<String> hidden = Set.of();
    private volatile Consumer<ObjectNode> guildEdit = json -> {};
    private volatile long allowedIntents = Intents.MESSAGE_CONTENT;

    private FakeDiscord(FakeDiscordOptions options) throws IOException {
        this.options = options;
        ids = new Snowflakes(options.clock());
        directory = new Directory(ids);
        archive = new ThreadArchive(options.clock(), directory);
        obfuscation = new Obfuscation(directory);
        access = new ChannelAccess(directory);
        attachments = new Attachments(ids);
        nonces = new NonceCache(options.clock(), options.nonceWindow());
        timeline = new Timeline(directory, new History(), event -> sessions.dispatch(event, directory.bot()));
        user = directory.addUser("ada", "Ada", false);
        guild = directory.addGuild("Harbour", user, Permissions.INVITED);
        channel = directory.addText(guild.id(), "general");
        api = new RestApi(options.token(), routes(), attachments);
        scripted = new ScriptedApi(
                options.clock(),
                new Faults(MESSAGES),
                api::serve,
                request -> answer -> answer.with(api.limits(request)));
        rest = new RestServer(options.restPort(), BASE, scripted::answer);
        gateway = newGateway();
        attachments.base("http://127.0.0.1:" + rest.port());
    }

    private List<RestEndpoint> routes() {
        BotPosts posts = new BotPosts(ids, directory, timeline, nonces, ledger, attachments);
        return Stream.of(
                        new MessageCalls(options.clock(), directory, access, timeline, posts).routes(),
                        archive.routes(access, timeline.history()),
                        new AccountCalls(
                                        directory,
                                        access,
                                        () -> Intents.applicationFlags(allowedIntents),
                                        this::gatewayUrl)
                                .routes())
                .flatMap(List::stream)
                .toList();
    }

    /** A guild as GUILD_CREATE shows it: channels say what their newest message is. */
    private ObjectNode view(Guild shown) {
        ObjectNode json = shown.createJson(
                archive.unarchived(directory.channels()).stream()
                        .filter(it -> !hidden.contains(it.id()))
                        .filter(it -> !it.isThread() || access.allows(it, Permissions.VIEW_CHANNEL))
                        .toList(),
                directory.bot());
        Stream.of("channels", "threads")
                .flatMap(list -> StreamSupport.stream(json.path(list).spliterator(), false))
                .map(ObjectNode.class::cast)
                .forEach(this::withNewest);
        obfuscation.apply(json);
        guildEdit.accept(json);
        return json;
    }

    private ObjectNode withNewest(ObjectNode place) {
        timeline.history()
                .newest(place.path("id").asText(), 1)
                .forEach(newest -> place.put("last_message_id", newest.id()));
        return place;
    }

    private Gateway newGateway() {
        GatewayScript script = new GatewayScript();
        GatewayProtocol protocol = new GatewayProtocol(
                script, sessions, ids, directory, api::accepts, () -> allowedIntents, this::gatewayUrl, this::view);
        return new Gateway(options.gatewayPort(), protocol, script, sessions);
    }

    public static FakeDiscord start() throws IOException, InterruptedException {
        return start(FakeDiscordOptions.defaults());
    }

    public static FakeDiscord start(FakeDiscordOptions options) throws IOException, InterruptedException {
        FakeDiscord discord = new FakeDiscord(options);
        discord.gateway.open();
        discord.rest.start();
        return discord;
    }

    // Where it is

    /** For {@code RestConfig#setBaseUrl}: ends with a slash. */
    public String restUrl() {
        return "http://127.0.0.1:" + rest.port() + BASE + "/";
    }

    public String gatewayUrl() {
        return gateway.url();
    }

    public String token() {
        return options.token();
    }

    // Who and what is there

    public User bot() {
        return directory.bot();
    }

    /** Owns the guild. */
    public User user() {
        return user;
    }

    public Guild guild() {
        return guild;
    }

    public Channel channel() {
        return channel;
    }

    public User addUser(String name) {
        return directory.addUser(name, null, false);
    }

    public User addBot(String name) {
        return directory.addUser(name, null, true);
    }

    /** A guild that sessions which are there already do not know of. */
    public Guild addGuild(String name) {
        return directory.addGuild(name, user, Permissions.INVITED);
    }

    public Channel addChannel(Guild in, String name) {
        return announced("CHANNEL_CREATE", directory.addText(in.id(), name));
    }

    public Channel addThread(Channel below, String name) {
        return announced("THREAD_CREATE", directory.addThread(below, name));
    }

    /** The direct conversation of the bot with a user. */
    public Channel direct(User with) {
        return directory.direct(with);
    }

    /** An outage: sessions are told that the guild is unavailable. What is said in it then is for the test to lose. */
    public void guildFails(Guild failing) {
        sessions.dispatch(
                new Events.Event(
                        "GUILD_DELETE",
                        true,
                        Json.object().put("id", failing.id()).put("unavailable", true)),
                directory.bot());
    }

    public void guildComesBack(Guild back) {
        sessions.dispatch(new Events.Event("GUILD_CREATE", true, view(back)), directory.bot());
    }

    /** Changes what the channel allows: the bot is held to it. */
    public Channel overwrite(Channel changed, Overwrite... overwrites) {
        return announced("CHANNEL_UPDATE", directory.put(changed.with(List.of(overwrites))));
    }

    /** Discord tells of the threads of a channel that the bot has got to see. */
    public void tellThreads(Channel shown) {
        ObjectNode content = Json.object().put("guild_id", shown.guild().orElseThrow());
        content.putArray("channel_ids").add(shown.id());
        content.set(
                "threads",
                Json.array(archive.unarchived(directory.channels()).stream()
                        .filter(it -> shown.id().equals(it.parentId()))
                        .map(it -> withNewest(it.json()))
                        .toList()));
        content.putArray("members");
        sessions.dispatch(new Events.Event("THREAD_LIST_SYNC", true, content), directory.bot());
    }

    /** Sessions are told of it as archived once; new ones do not hear of it. */
    public void archive(Channel thread) {
        archive.add(thread);
        announced("THREAD_UPDATE", thread);
    }

    /** Channels that the gateway does not name from now on, and no others. */
    public void gatewayHides(Channel... unnamed) {
        hidden = Stream.of(unnamed).map(Channel::id).collect(Collectors.toSet());
    }

    /** Changes what GUILD_CREATE says of guilds from now on. */
    public void guildsSay(Consumer<ObjectNode> edit) {
        guildEdit = edit;
    }

    /** How the gateway shows channels that the bot cannot see. */
    public void obfuscate(Obfuscation.Kind kind, Channel... which) {
        obfuscation.is(kind, Stream.of(which).map(Channel::id).collect(Collectors.toSet()));
    }

    /** Changes what a role allows; {@code @everyone} has the id of the guild. */
    public void role(Guild in, Role role) {
        in.role(role);
        ObjectNode content = Json.object().put("guild_id", in.id());
        content.set("role", role.json());
        sessions.dispatch(new Events.Event("GUILD_ROLE_UPDATE", true, content), directory.bot());
    }

    public void removeChannel(Channel removed) {
        directory.removeChannel(removed.id());
        announced("CHANNEL_DELETE", removed);
    }

    /** Posts to the user answer 50007 from now on. */
    public void refuseDirectMessages(User by) {
        directory.refuseDirectMessages(by.id());
    }

    /** Which privileged intents the bot's owner has switched on: a mask; MESSAGE_CONTENT from the start. */
    public void allowPrivilegedIntents(long mask) {
        allowedIntents = mask;
    }

    /** The token is refused from now on, or taken again. */
    public void revokeToken(boolean revoked) {
        api.revokeToken(revoked);
    }

    /** How long a nonce is remembered; three minutes from the start. */
    public void nonceWindow(Duration window) {
        nonces.window(window);
    }

    /** Whether messages that are posted from now on show their nonce; they do from the start. */
    public void showNonces(boolean shown) {
        nonces.show(shown);
    }

    private Channel announced(String type, Channel changed) {
        sessions.dispatch(new Events.Event(type, changed.guild().isPresent(), changed.json()), directory.bot());
        return changed;
    }

    // What others do

    public Message userSays(Channel in, User author, String text) {
        return userSays(in, author, UserMessage.of(text));
    }

    /** A message for the history, and for the sessions that there are, also those without a link. */
    public Message userSays(Channel in, User author, UserMessage words) {
        synchronized (timeline) {
            Message message = words.message(ids.next(), in, author, attachments);
            timeline.add(message);
            return message;
        }
    }

    /** A message with an id that Discord would not give. */
    public Message userSaysAs(String id, Channel in, User author, String text) {
        Message message = UserMessage.of(text).message(id, in, author, attachments);
        timeline.add(message);
        return message;
    }

    /** A message that the gateway loses: it is in the history only. */
    public Message userSaysUnheard(Channel in, User author, UserMessage words) {
        Message message = words.message(ids.next(), in, author, attachments);
        timeline.history().add(message);
        return message;
    }

    /** Another bot, or a webhook: it answers everything that the bot says in the channel, at once. */
    public AnsweringBot answers(Channel in, User author, UnaryOperator<UserMessage> more) {
        AnsweringBot bot = new AnsweringBot(
                post -> post.channelId().equals(in.id()) && post.author().equals(bot()),
                post -> userSays(in, author, more.apply(UserMessage.of("re: " + post.id()))));
        timeline.listen(bot::heard);
        return bot;
    }

    /** Tells the sessions of a message once more, or of one that they have not heard. */
    public void dispatchAgain(Message message) {
        timeline.announce(message);
    }

    public void userEdits(Message message, String text) {
        timeline.edit(
                message,
                message.json()
                        .put("content", text)
                        .put("edited_timestamp", options.clock().instant().toString()));
    }

    public void userDeletes(Message message) {
        timeline.delete(message.channelId(), message.id());
    }

    public void userReacts(Message message, User by, String emoji) {
        timeline.react(message.channelId(), message.id(), by, emoji, true);
    }

    // What it has seen, and what goes wrong

    public Ledger ledger() {
        return ledger;
    }

    /** What stands in a channel, the oldest first. */
    public List<Message> history(Channel in) {
        return timeline.history().oldestFirst(in.id());
    }

    /** Every request, in the order in which they came. */
    public List<RestRequest> requests() {
        return scripted.requests();
    }

    public Faults faults() {
        return scripted.faults();
    }

    public Gateway gateway() {
        return gateway;
    }

    /** Cuts the HTTP connections that there are; new ones are taken. */
    public void cutRestConnections() {
        rest.cutConnections();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        rest.close();
        gateway.close();
    }
}
