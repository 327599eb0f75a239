package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.events.EventType;
import io.palyra.connectors.fake.discord.Channel;
import io.palyra.connectors.fake.discord.DiscordFault;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.Overwrite;
import io.palyra.connectors.fake.discord.Posted;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.testkit.ConnectorUnderTest;
import io.palyra.connectors.testkit.LoopbackDiscord;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a message that Discord may or may not have is posted once all the same. Method: one program with two instances, each
 * with a Discord of its own: one that is inside the window of its nonces, and one that is always behind it. Each test has a
 * channel, and a message that is named after it.
 */
class UnknownOutcomeTest {

    private static final long READ_MESSAGE_HISTORY = 1L << 16;
    private static final ConnectorId LATE = ConnectorId.of("discord:late");

    @TempDir
    private static Path folder;

    private static FakeDiscord discord;
    private static FakeDiscord forgetful;
    private static ProgramUnderTest program;
    private static ConnectorUnderTest late;

    private String message;

    @BeforeAll
    static void start() throws Exception {
        discord = FakeDiscord.start();
        forgetful = FakeDiscord.start();
        forgetful.nonceWindow(Duration.ZERO);
        program = ProgramUnderTest.in(folder)
                .discord(discord)
                .settings(new LoopbackDiscord(LATE, forgetful).settings(folder))
                .settings("palyra.connectors.discord.late.resend-window=1ms")
                .start();
        late = program.connector(LATE);
        late.awaitSession();
    }

    @AfterAll
    static void stop() throws Exception {
        program.close();
        discord.close();
        forgetful.close();
    }

    @BeforeEach
    void name(TestInfo test) {
        message = test.getTestMethod().orElseThrow().getName();
        forgetful.showNonces(true);
    }

    private Channel channel(FakeDiscord in) {
        return in.addChannel(in.guild(), message);
    }

    private static List<String> texts(FakeDiscord in, Channel channel) {
        return in.ledger().texts(channel.id());
    }

    private static String lastPosted(Channel channel) {
        List<Posted> posted = forgetful.ledger().accepted(channel.id());
        return posted.get(posted.size() - 1).id();
    }

    @Test
    void insideTheWindowTheSameNonceIsSentAgain() {
        Channel channel = channel(discord);
        int repeated = discord.ledger().repeatedNonces().size();
        discord.faults().nextPost(Fault.resetAfterAccepting());
        program.enqueue(message, channel.id(), "hello");
        program.awaitDelivered(message);
        assertThat(texts(discord, channel)).containsExactly("hello");
        assertThat(discord.ledger().repeatedNonces()).hasSize(repeated + 1);
    }

    @Test
    void afterTheWindowItIsFoundInTheHistory() {
        Channel channel = channel(forgetful);
        forgetful.faults().nextPost(Fault.brokenBodyAfterAccepting());
        late.enqueue(message, channel.id(), "hello");
        late.awaitDelivered(message);
        assertThat(texts(forgetful, channel)).containsExactly("hello");
        assertThat(late.outbox(message).nativeMessageId().value()).isEqualTo(lastPosted(channel));
    }

    @Test
    void afterTheWindowItIsSentWhereTheHistoryDoesNotHaveIt() {
        Channel channel = channel(forgetful);
        forgetful.faults().nextPost(Fault.resetBeforeAccepting());
        late.enqueue(message, channel.id(), "hello");
        late.awaitDelivered(message);
        assertThat(texts(forgetful, channel)).containsExactly("hello");
    }

    @Test
    void withoutAHistoryItStaysUnknown() {
        Channel channel = channel(forgetful);
        forgetful.overwrite(channel, Overwrite.ofRole(forgetful.guild().id(), 0, READ_MESSAGE_HISTORY));
        forgetful.faults().nextPost(Fault.resetAfterAccepting());
        late.enqueue(message, channel.id(), "hello");
        late.awaitState(message, OutboxState.UNKNOWN);
        late.awaitThat(() -> assertThat(late.events(message, EventType.OUTBOX_UNKNOWN))
                .anySatisfy(event -> assertThat(event.message()).contains("missing permission: Read Message History")));
        assertThat(texts(forgetful, channel)).containsExactly("hello");
    }

    @Test
    void aProxyThatFailsAfterDiscordHasPostedIsOneMessage() {
        Channel channel = channel(discord);
        discord.faults().nextPost(Fault.statusAfterAccepting(502));
        program.enqueue(message, channel.id(), "hello");
        program.awaitDelivered(message);
        assertThat(texts(discord, channel)).containsExactly("hello");
    }

    @Test
    void afterTheWindowWhatAProxyFailedAfterDiscordHadPostedIsFoundInTheHistory() {
        Channel channel = channel(forgetful);
        forgetful.faults().nextPost(Fault.statusAfterAccepting(502));
        late.enqueue(message, channel.id(), "hello");
        late.awaitDelivered(message);
        assertThat(texts(forgetful, channel)).containsExactly("hello");
        assertThat(late.events(message, EventType.OUTBOX_RETRY))
                .singleElement()
                .satisfies(event -> assertThat(String.valueOf(event.details())).contains("transient_network"));
    }

    @Test
    void afterTheWindowAFailedPostThatDiscordDoesNotHaveIsSentAgain() {
        Channel channel = channel(forgetful);
        forgetful.faults().nextPost(Fault.status(503));
        late.enqueue(message, channel.id(), "hello");
        late.awaitDelivered(message);
        assertThat(texts(forgetful, channel)).containsExactly("hello");
    }

    @Test
    void aLimitedChannelHoldsBackItselfAlone() {
        Channel channel = channel(discord);
        Channel other = channel(discord);
        discord.faults()
                .next(
                        "POST",
                        "/channels/" + channel.id() + "/messages",
                        DiscordFault.rateLimited(Duration.ofSeconds(2), DiscordFault.Scope.USER));
        program.enqueue("a1", channel.id(), "one");
        program.enqueue("a2", channel.id(), "two");
        await().until(() -> !program.events("a1", EventType.OUTBOX_RETRY).isEmpty());
        program.enqueue("b1", other.id(), "elsewhere");
        program.awaitDelivered("b1");
        assertThat(texts(discord, channel)).isEmpty();
        assertThat(program.runtimeOf("rate_limits").get("blocked_routes").toString())
                .contains("POST /channels/" + channel.id() + "/messages");
        program.awaitDelivered("a2");
        assertThat(texts(discord, channel)).containsExactly("one", "two");
    }

    @Test
    void aMessageOfTheSameTextThatIsKnownToBeAnotherIsNotFoundInItsPlace() {
        Channel channel = channel(forgetful);
        forgetful.showNonces(false);
        late.enqueue("first", channel.id(), "done");
        late.awaitDelivered("first");
        forgetful.faults().nextPost(Fault.resetBeforeAccepting());
        late.enqueue(message, channel.id(), "done");
        late.awaitDelivered(message);
        assertThat(texts(forgetful, channel)).containsExactly("done", "done");
        assertThat(late.outbox(message).nativeMessageId())
                .isNotEqualTo(late.outbox("first").nativeMessageId());
    }

    @Test
    void theSecondOfTwoMessagesOfTheSameTextIsFound() {
        Channel channel = channel(forgetful);
        forgetful.showNonces(false);
        late.enqueue("one", channel.id(), "done");
        late.awaitDelivered("one");
        forgetful.faults().nextPost(Fault.resetAfterAccepting());
        late.enqueue(message, channel.id(), "done");
        late.awaitDelivered(message);
        assertThat(texts(forgetful, channel)).containsExactly("done", "done");
        assertThat(late.outbox(message).nativeMessageId().value()).isEqualTo(lastPosted(channel));
    }

    @Test
    void whatAModeratorHasDeletedMeanwhileIsNotPostedAgain() {
        Channel plain = channel(discord);
        Channel answered = channel(discord);
        discord.faults().nextPost(Fault.resetAfterAccepting()).nextPost(Fault.resetAfterAccepting());
        program.enqueue("plain", plain.id(), "hello");
        program.enqueue(OpenSession.message(
                "reply", answered.id(), "hello", builder -> builder.inReplyToMessageId(new MessageId("1"))));
        for (Channel channel : List.of(plain, answered)) {
            await().until(() -> discord.history(channel).size() == 1);
            discord.userDeletes(discord.history(channel).get(0));
        }
        for (String envelope : List.of("plain", "reply")) {
            program.awaitState(envelope, OutboxState.DEAD);
            assertThat(program.outbox(envelope).reason())
                    .contains("posted it before")
                    .contains("deleted since");
        }
        for (Channel channel : List.of(plain, answered)) {
            assertThat(texts(discord, channel)).containsExactly("hello");
        }
    }
}
