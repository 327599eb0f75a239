package io.palyra.connectors.fake.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Faults;
import io.palyra.connectors.fake.http.PostLedger;
import io.palyra.connectors.fake.http.RestRequest;
import io.palyra.connectors.fake.http.RestServer;
import io.palyra.connectors.fake.http.ScriptedApi;
import io.palyra.connectors.fake.telegram.Chat.Kind;
import io.palyra.connectors.fake.telegram.Chat.Standing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A Telegram on loopback, as one bot sees it. Starts with a person who has started the bot, and with a group that both
 * are in: {@link #person()}, {@link #chat()}, {@link #group()}; what else there is, a test adds. It says what it
 * {@linkplain #ledger() made}, and goes wrong as {@linkplain #faults() scripted}.
 */
public final class FakeTelegram implements AutoCloseable {

    /** The path that texts are sent to: that of the bot before it. */
    public static final String SEND = "/{bot}/sendMessage";

    private final FakeTelegramOptions options;
    private final Bot bot;
    private final Directory directory = new Directory();
    private final History history = new History();
    private final Files files = new Files();
    private final UpdateQueue updates;
    private final Polls polls;
    private final Timeline timeline;
    private final Memberships memberships;
    private final Callbacks callbacks;
    private final Reactions reactions;
    private final Limits limits;
    private final ScriptedApi scripted;
    private final RestServer rest;
    private final PostLedger<Posted> ledger =
            new PostLedger<>(posted -> String.valueOf(posted.chatId()), Posted::text, Posted::line);
    private final Person person;
    private final Chat group;

    private FakeTelegram(FakeTelegramOptions options) throws IOException {
        this.options = options;
        bot = new Bot(options.token());
        directory.add(bot.person());
        updates = new UpdateQueue(options.clock());
        polls = new Polls(updates, options);
        timeline = new Timeline(bot, directory, history, updates, files, options.clock());
        memberships = new Memberships(bot, directory, timeline, updates, options.clock());
        callbacks = new Callbacks(updates, history, options.clock());
        limits = new Limits(options.clock());
        Access access = new Access(directory, history);
        reactions = new Reactions(access);
        person = addPerson("Ada", "ada_loopback");
        chat().standing(Standing.MEMBER, Set.of());
        group = addGroup("Harbour");
        TelegramApi api = new TelegramApi(bot, files, methods(access));
        scripted = new ScriptedApi(options.clock(), new Faults(SEND), api::serve, request -> answer -> answer);
        rest = new RestServer(options.port(), "", scripted::answer);
    }

    private Map<String, Call.Handler> methods(Access access) {
        Map<String, Call.Handler> methods = new HashMap<>();
        methods.put("getupdates", polls::getUpdates);
        methods.put("setwebhook", polls::setWebhook);
        methods.put("deletewebhook", polls::deleteWebhook);
        methods.put("getwebhookinfo", polls::getWebhookInfo);
        methods.put("getfile", files::getFile);
        methods.put("setmessagereaction", reactions::set);
        methods.put("answercallbackquery", callbacks::answer);
        methods.putAll(new AccountCalls(bot, directory, access).methods());
        methods.putAll(new SendCalls(access, timeline, new Attached(files), limits, ledger).methods());
        methods.putAll(new EditCalls(bot, access, timeline, options.clock()).methods());
        return methods;
    }

    public static FakeTelegram start() throws IOException {
        return start(FakeTelegramOptions.defaults());
    }

    public static FakeTelegram start(FakeTelegramOptions options) throws IOException {
        FakeTelegram telegram = new FakeTelegram(options);
        telegram.rest.start();
        return telegram;
    }

    // Where it is

    /** What stands before {@code /bot} and {@code /file/bot}: no slash at its end. */
    public String apiUrl() {
        return "http://127.0.0.1:" + rest.port();
    }

    public String token() {
        return bot.token();
    }

    /** Connections are refused from now on, and those that there are end; updates are kept. */
    public void stopListening() throws IOException {
        rest.stopListening();
        rest.cutConnections();
    }

    /** After {@link #stopListening}, on the same port. */
    public void listenAgain() throws IOException {
        rest.listenAgain();
    }

    /** Cuts the connections that there are, also those of calls under way; new ones are taken. */
    public void cutConnections() {
        rest.cutConnections();
    }

    /**
     * Closes the connections that the bot keeps for its next call.
     *
     * @return how many: one is idle only some time after its answer has arrived
     */
    public int closeIdleConnections() {
        return rest.closeIdleConnections();
    }

    // The bot

    public Person bot() {
        return bot.person();
    }

    /** Its token is refused from now on, or taken again. */
    public void revoke(boolean revoked) {
        bot.revoke(revoked);
    }

    /** Its owner has it given another token: the one before is refused from now on. */
    public void token(String nowToken) {
        bot.token(nowToken);
    }

    /** In groups the bot hears only what is meant for it, as at first, or all; as administrator always all. */
    public void privacy(boolean on) {
        bot.privacy(on);
    }

    // Who and what is there

    public Person person() {
        return person;
    }

    /** The private chat with {@link #person()}. */
    public Chat chat() {
        return direct(person);
    }

    /** A small group. */
    public Chat group() {
        return group;
    }

    /** Somebody of whom the bot does not know yet. */
    public Person addPerson(String firstName, @Nullable String username) {
        return directory.add(firstName, username, false);
    }

    /** Somebody with an id that a test knows. */
    public Person addPerson(long id, String firstName) {
        return directory.add(new Person(id, firstName, null, null, false));
    }

    /** Another bot: what it writes is told to nobody. */
    public Person addBot(String username) {
        Person added = directory.add(username, username, true);
        directory.see(added);
        return added;
    }

    /** The private chat with somebody; it need not have begun. */
    public Chat direct(Person with) {
        return directory.direct(with);
    }

    /** A small group with the bot in it. */
    public Chat addGroup(String title) {
        return directory.add(Kind.GROUP, title, null);
    }

    /** @param username null for a private one */
    public Chat addSupergroup(String title, @Nullable String username) {
        return directory.add(Kind.SUPERGROUP, title, username);
    }

    /** A supergroup with topics: see {@link #addTopic}. */
    public Chat addForum(String title) {
        Chat forum = addSupergroup(title, null);
        forum.forum(true);
        return forum;
    }

    /** A channel with the bot as an administrator who may post. */
    public Chat addChannel(String title, @Nullable String username) {
        Chat channel = directory.add(Kind.CHANNEL, title, username);
        channel.standing(Standing.ADMINISTRATOR, Set.of("can_post_messages", "can_edit_messages"));
        return channel;
    }

    /** The id of the topic. */
    public long addTopic(Chat forum, String name) {
        return memberships.addTopic(forum, person, name, true);
    }

    public void closeTopic(Chat forum, long topic) {
        forum.topic(topic, false);
    }

    /** Whether members without rights, as the bot is one at first, may write. */
    public void membersMayWrite(Chat in, boolean mayWrite) {
        in.membersMayWrite(mayWrite);
    }

    /** What the bot is from now on, without an update. */
    public void standing(Chat in, Standing standing, String... rights) {
        in.standing(standing, Set.of(rights));
    }

    public void deactivate(Person who) {
        directory.deactivate(who);
    }

    public void deleteGroup(Chat deleted) {
        deleted.delete();
    }

    // What becomes of the bot

    public void blocks(Person by) {
        memberships.change(direct(by), by, Standing.KICKED, Set.of());
    }

    public void unblocks(Person by) {
        memberships.change(direct(by), by, Standing.MEMBER, Set.of());
    }

    public void kicks(Chat from) {
        memberships.change(from, person, Standing.KICKED, Set.of());
    }

    public void adds(Chat to) {
        memberships.change(to, person, Standing.MEMBER, Set.of());
    }

    /** Only its rights are different: {@code can_delete_messages}, {@code can_post_messages}, … */
    public void promotes(Chat in, String... rights) {
        memberships.change(in, person, Standing.ADMINISTRATOR, Set.of(rights));
    }

    /** The bot may not write any more. */
    public void restricts(Chat in) {
        memberships.change(in, person, Standing.RESTRICTED, Set.of());
    }

    /** The supergroup that a small group becomes. */
    public Chat upgrades(Chat upgraded) {
        return memberships.upgrade(upgraded, person);
    }

    // What others do

    /** Presses Start: the private chat has begun. */
    public Message starts(Person who) {
        return says(direct(who), who, "/start");
    }

    public Message says(Chat in, Person author, String text) {
        return says(in, author, Words.of(text));
    }

    /** Who writes to the bot in private has started it. */
    public Message says(Chat in, Person author, Words words) {
        if (in.standing() == Standing.NEVER) {
            in.standing(Standing.MEMBER, Set.of());
        }
        return timeline.say(in, author, words);
    }

    /** An anonymous administrator of a group; in a channel, a post. */
    public Message saysAnonymously(Chat in, Words words) {
        return timeline.say(in, null, words);
    }

    public Message posts(Chat channel, String text) {
        return saysAnonymously(channel, Words.of(text));
    }

    /** Several messages at once: an update each, all with the same {@code media_group_id}. */
    public List<Message> sendsAlbum(Chat in, Person author, Words... items) {
        String album = "1390000" + history.nextId(in);
        List<Message> messages = new ArrayList<>();
        for (Words item : items) {
            messages.add(says(in, author, item.with(json -> json.put("media_group_id", album))));
        }
        return messages;
    }

    public Message edits(Message message, Words words) {
        return timeline.edit(directory.chat(message.chatId()).orElseThrow(), message, words);
    }

    /** Nobody tells a bot. */
    public void deletes(Message message) {
        timeline.remove(message);
    }

    /** The id of the query, which the bot has to answer. The message may be gone. */
    public String presses(Message message, Person by, String data) {
        return callbacks.press(directory.chat(message.chatId()).orElseThrow(), message, by, data);
    }

    /** Any update, whatever kinds the bot wants. */
    public void update(String kind, ObjectNode payload) {
        updates.pushAnyway(kind, payload, UpdateQueue.KEPT);
    }

    // What it has seen, and what goes wrong

    public PostLedger<Posted> ledger() {
        return ledger;
    }

    /** What stands in a chat, the oldest first. */
    public List<Message> history(Chat in) {
        return history.oldestFirst(in);
    }

    /** The bot's, if it has one on a message. */
    public Optional<String> reaction(Message message) {
        return reactions.of(message);
    }

    /** The callback queries that the bot has answered, by their ids. */
    public List<String> answeredCallbacks() {
        return callbacks.answered();
    }

    /** Every request, in the order in which they came. */
    public List<RestRequest> requests() {
        return scripted.requests();
    }

    /** Every call, in the order in which they came. */
    public List<Called> calls() {
        return requests().stream().map(Called::of).toList();
    }

    /** How often a method was called. */
    public long calls(String method) {
        String name = method.toLowerCase(Locale.ROOT);
        return requests().stream()
                .filter(request -> Call.method(request).filter(name::equals).isPresent())
                .count();
    }

    public Faults faults() {
        return scripted.faults();
    }

    public Limits limits() {
        return limits;
    }

    public UpdateQueue updates() {
        return updates;
    }

    public Polls polls() {
        return polls;
    }

    @Override
    public void close() throws IOException {
        rest.close();
    }
}
