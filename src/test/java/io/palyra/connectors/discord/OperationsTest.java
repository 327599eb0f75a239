package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.adapter.DeliveryException;
import io.palyra.connectors.adapter.TransientNetworkException;
import io.palyra.connectors.fake.discord.Channel;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.Message;
import io.palyra.connectors.fake.discord.Overwrite;
import io.palyra.connectors.fake.discord.UserMessage;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.DeleteRequest;
import io.palyra.connectors.protocol.EditRequest;
import io.palyra.connectors.protocol.HealthReport;
import io.palyra.connectors.protocol.MessageDiff;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.MessageLocator;
import io.palyra.connectors.protocol.MessageOperation;
import io.palyra.connectors.protocol.MessageRecord;
import io.palyra.connectors.protocol.MessageTarget;
import io.palyra.connectors.protocol.MutationResult;
import io.palyra.connectors.protocol.MutationStatus;
import io.palyra.connectors.protocol.ReactRequest;
import io.palyra.connectors.protocol.ReadRequest;
import io.palyra.connectors.protocol.ReadResult;
import io.palyra.connectors.protocol.SearchRequest;
import io.palyra.connectors.protocol.SearchResult;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.testkit.LoopbackDiscord;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Working on messages that are there: done, denied with the permission that is missing, and always in the log. */
class OperationsTest {

    private static final long VIEW_CHANNEL = 1L << 10;
    private static final long READ_MESSAGE_HISTORY = 1L << 16;
    private static final long ADD_REACTIONS = 1L << 6;
    private static final long MANAGE_MESSAGES = 1L << 13;

    @TempDir
    private Path folder;

    private FakeDiscord discord;
    private ProgramUnderTest program;
    private Channel channel;

    @BeforeEach
    void start() throws Exception {
        discord = FakeDiscord.start();
        channel = discord.channel();
        program = ProgramUnderTest.in(folder).discord(discord).start();
    }

    @AfterEach
    void stop() throws Exception {
        program.close();
        discord.close();
    }

    @SuppressWarnings("unchecked")
    private <T> T run(MessageOperation operation, Object request) throws DeliveryException {
        return (T) program.supervision().calls().operate(LoopbackDiscord.OPS, operation, request);
    }

    private MessageTarget target() {
        return new MessageTarget(new ConversationId("discord:channel:" + channel.id()), null);
    }

    private MessageLocator at(String messageId) {
        return new MessageLocator(target(), new MessageId(messageId));
    }

    private Message said(String text) {
        return discord.userSaysUnheard(channel, discord.user(), UserMessage.of(text));
    }

    private String posted(String text) {
        program.enqueue("own-" + text.hashCode(), channel.id(), text);
        program.awaitDelivered("own-" + text.hashCode());
        return discord.ledger()
                .accepted()
                .get(discord.ledger().accepted().size() - 1)
                .id();
    }

    private void deny(long permissions) {
        discord.overwrite(channel, Overwrite.ofRole(discord.guild().id(), 0, permissions));
    }

    private void assertLogged(String type, String status) {
        await().untilAsserted(() -> assertThat(program.events(type))
                .anySatisfy(event ->
                        assertThat(event.details().path("status").asText()).startsWith(status)));
    }

    @Test
    void readsAPageAndTheOneBefore() throws Exception {
        List<Message> all = List.of(said("one"), said("two"), said("three"));
        ReadResult newest = run(MessageOperation.READ, ReadRequest.newest(target(), 2));
        assertThat(newest.messages()).extracting(MessageRecord::body).containsExactly("three", "two");
        assertThat(newest.nextBeforeMessageId())
                .isEqualTo(new MessageId(all.get(1).id()));
        ReadResult before = run(
                MessageOperation.READ, new ReadRequest(target(), null, newest.nextBeforeMessageId(), null, null, 2));
        assertThat(before.messages()).extracting(MessageRecord::body).containsExactly("one");
        assertThat(before.nextBeforeMessageId()).isNull();
        ReadResult exact = run(
                MessageOperation.READ,
                new ReadRequest(target(), new MessageId(all.get(0).id()), null, null, null, 1));
        assertThat(exact.messages()).singleElement().satisfies(message -> {
            assertThat(message.senderId())
                    .isEqualTo(new SenderId("discord:user:" + discord.user().id()));
            assertThat(message.connectorAuthored()).isFalse();
        });
        assertLogged("message.read", "found 2");
    }

    @Test
    void aMissingPermissionIsNamed() throws Exception {
        String own = posted("mine");
        deny(READ_MESSAGE_HISTORY);
        ReadResult read = run(MessageOperation.READ, ReadRequest.newest(target(), 2));
        assertThat(read.preflight().allowed()).isFalse();
        assertThat(read.preflight().reason()).contains("Read Message History");
        MutationResult edited = run(MessageOperation.EDIT, new EditRequest(at(own), "new"));
        assertThat(edited.status()).isEqualTo(MutationStatus.DENIED);
        assertThat(edited.reason()).contains("Read Message History");
        assertLogged("message.edit", "denied");
        deny(VIEW_CHANNEL);
        SearchResult search = run(MessageOperation.SEARCH, new SearchRequest(target(), "tea", null, null, null, 5));
        assertThat(search.preflight().reason()).contains("View Channels");
        deny(ADD_REACTIONS);
        MutationResult reaction = run(MessageOperation.REACT_ADD, new ReactRequest(at(own), "\uD83D\uDC4D"));
        assertThat(reaction.reason()).contains("Add Reactions");
    }

    @Test
    void searchesThePageAndSaysSo() throws Exception {
        said("green tea");
        said("coffee");
        discord.userSaysUnheard(channel, discord.addUser("bob"), UserMessage.of("Black TEA"));
        SearchResult found = run(MessageOperation.SEARCH, new SearchRequest(target(), "tea", null, null, null, 5));
        assertThat(found.matches()).extracting(MessageRecord::body).containsExactly("Black TEA", "green tea");
        assertThat(found.preflight().reason()).contains("3 newest messages");
        SearchResult byAuthor = run(
                MessageOperation.SEARCH,
                new SearchRequest(target(), null, new SenderId(discord.user().id()), null, null, 5));
        assertThat(byAuthor.matches()).hasSize(2);
        assertLogged("message.search", "found");
    }

    @Test
    void editsItsOwnMessagesWithADiff() throws Exception {
        String own = posted("before");
        MutationResult edited = run(MessageOperation.EDIT, new EditRequest(at(own), "after"));
        assertThat(edited.status()).isEqualTo(MutationStatus.UPDATED);
        assertThat(edited.diff()).isEqualTo(new MessageDiff("before", "after"));
        MutationResult again = run(MessageOperation.EDIT, new EditRequest(at(own), "after"));
        assertThat(again.status()).isEqualTo(MutationStatus.NOOP);
        MutationResult foreign =
                run(MessageOperation.EDIT, new EditRequest(at(said("theirs").id()), "mine"));
        assertThat(foreign.status()).isEqualTo(MutationStatus.DENIED);
        MutationResult missing = run(MessageOperation.EDIT, new EditRequest(at("1"), "mine"));
        assertThat(missing.status()).isEqualTo(MutationStatus.DENIED);
        assertLogged("message.edit", "updated");
    }

    @Test
    void deletesItsOwnAndWithPermissionOthers() throws Exception {
        MutationResult own = run(MessageOperation.DELETE, new DeleteRequest(at(posted("mine")), "tidy"));
        assertThat(own.status()).isEqualTo(MutationStatus.DELETED);
        String theirs = said("theirs").id();
        MutationResult denied = run(MessageOperation.DELETE, new DeleteRequest(at(theirs), null));
        assertThat(denied.status()).isEqualTo(MutationStatus.DENIED);
        assertThat(denied.reason()).contains("Manage Messages");
        discord.overwrite(channel, Overwrite.ofMember(discord.bot().id(), MANAGE_MESSAGES, 0));
        MutationResult deleted = run(MessageOperation.DELETE, new DeleteRequest(at(theirs), null));
        assertThat(deleted.status()).isEqualTo(MutationStatus.DELETED);
        MutationResult gone = run(MessageOperation.DELETE, new DeleteRequest(at(theirs), null));
        assertThat(gone.status()).isEqualTo(MutationStatus.NOOP);
        assertLogged("message.delete", "deleted");
    }

    @Test
    void reactsAndTakesItBack() throws Exception {
        String theirs = said("nice").id();
        ReactRequest thumb = new ReactRequest(at(theirs), "\uD83D\uDC4D");
        assertThat(this.<MutationResult>run(MessageOperation.REACT_ADD, thumb).status())
                .isEqualTo(MutationStatus.REACTION_ADDED);
        assertThat(this.<MutationResult>run(MessageOperation.REACT_ADD, thumb).status())
                .isEqualTo(MutationStatus.NOOP);
        assertThat(this.<MutationResult>run(MessageOperation.REACT_REMOVE, thumb)
                        .status())
                .isEqualTo(MutationStatus.REACTION_REMOVED);
        assertLogged("message.react_add", "reaction_added");
        assertLogged("message.react_remove", "reaction_removed");
    }

    @Test
    void aFailingDiscordIsAnException() {
        discord.faults().next("GET", "/channels/{channel}", Fault.status(503));
        assertThatThrownBy(() -> run(MessageOperation.READ, ReadRequest.newest(target(), 2)))
                .isInstanceOf(TransientNetworkException.class);
        assertLogged("message.read", "failed");
    }

    @Test
    void worksThroughTheProducerToo() {
        said("one");
        String result = program.application()
                .context()
                .createProducerTemplate()
                .requestBody(
                        "palyra-discord:ops?operation=read",
                        "{\"conversation_id\":\"" + channel.id() + "\",\"limit\":5}",
                        String.class);
        assertThat(result).contains("\"body\":\"one\"", "\"allowed\":true");
    }

    @Test
    void theHealthCheckSaysWhatToClick() {
        discord.allowPrivilegedIntents(0);
        deny(READ_MESSAGE_HISTORY);
        HealthReport report = program.supervision().calls().checkHealth(LoopbackDiscord.OPS, channel.id());
        assertThat(report.facts()).containsEntry("bot_id", discord.bot().id());
        assertThat(report.checks()).anySatisfy(check -> {
            assertThat(check.name()).isEqualTo("intents");
            assertThat(check.advice()).contains("Privileged Gateway Intents");
        });
        assertThat(report.checks()).anySatisfy(check -> {
            assertThat(check.name()).isEqualTo("channel");
            assertThat(check.message()).contains("Read Message History");
        });
        discord.revokeToken(true);
        assertThat(program.supervision()
                        .calls()
                        .checkHealth(LoopbackDiscord.OPS, null)
                        .readiness()
                        .wireName())
                .isEqualTo("auth_failed");
    }
}
