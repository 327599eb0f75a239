package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.discord.DiscordFault;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.Message;
import io.palyra.connectors.fake.discord.Overwrite;
import io.palyra.connectors.fake.discord.Posted;
import io.palyra.connectors.fake.discord.UserMessage;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.protocol.AttachmentKind;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.DeliveryOutcome.PermanentFailure;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An answer that must not name the message it answers is said all the same, once, in the same attempt. */
class ReplyTest {

    private static final long READ_MESSAGE_HISTORY = 1L << 16;
    private static final String ORIGINAL = "1311000000000000000";

    private OpenSession open;
    private FakeDiscord discord;

    @BeforeEach
    void open() throws Exception {
        open = OpenSession.start();
        discord = open.discord();
    }

    @AfterEach
    void close() throws Exception {
        open.close();
    }

    private OutboundMessageRequest replyTo(String original, AttachmentRef... files) {
        return OpenSession.message(
                "m1", discord.channel().id(), "hello", builder -> builder.inReplyToMessageId(new MessageId(original))
                        .attachments(List.of(files))
                        .timeoutMs(2_000));
    }

    private void assertSaidWithoutReference(OutboundMessageRequest request) {
        DeliveryOutcome outcome = open.send(request);
        assertThat(discord.ledger().accepted()).singleElement().satisfies(posted -> {
            assertThat(posted.content()).isEqualTo("hello");
            assertThat(posted.request().has("message_reference")).isFalse();
            assertThat(outcome).isEqualTo(new DeliveryOutcome.Delivered(new MessageId(posted.id())));
        });
        assertThat(open.posts()).isEqualTo(2);
    }

    @Test
    void toASystemMessage() {
        Message pinned = discord.userSays(
                discord.channel(), discord.user(), UserMessage.of("pinned").type(6));
        assertSaidWithoutReference(replyTo(pinned.id()));
    }

    @Test
    void toAMessageThatTheBotMayNotRead() {
        discord.overwrite(discord.channel(), Overwrite.ofRole(discord.guild().id(), 0, READ_MESSAGE_HISTORY));
        assertSaidWithoutReference(replyTo(ORIGINAL));
    }

    @Test
    void toAnUnknownMessage() {
        discord.faults().nextPost(DiscordFault.error(404, 10_008, "Unknown Message"));
        assertSaidWithoutReference(replyTo(ORIGINAL));
    }

    @Test
    void withItsFiles() {
        discord.faults().nextPost(DiscordFault.error(403, 160_002, "Cannot reply"));
        String text = Base64.getEncoder().encodeToString("the file".getBytes(StandardCharsets.UTF_8));
        assertSaidWithoutReference(replyTo(
                ORIGINAL,
                new AttachmentRef(
                        AttachmentKind.FILE,
                        null,
                        null,
                        null,
                        "a.txt",
                        "text/plain",
                        null,
                        null,
                        null,
                        null,
                        true,
                        text,
                        null,
                        null)));
        assertThat(discord.ledger().accepted().get(0).files()).singleElement().satisfies(file -> assertThat(
                        new String(file.content(), StandardCharsets.UTF_8))
                .isEqualTo("the file"));
    }

    @Test
    void isStillOneMessageWhereTheOutcomeOfTheSecondRequestIsNotKnown() {
        discord.faults()
                .nextPost(DiscordFault.error(403, 160_002, "Cannot reply"))
                .nextPost(Fault.resetAfterAccepting())
                .nextPost(DiscordFault.error(403, 160_002, "Cannot reply"));
        assertThat(open.send(replyTo(ORIGINAL))).isInstanceOf(DeliveryOutcome.Unknown.class);
        Posted first = discord.ledger().accepted().get(0);
        assertThat(open.send(replyTo(ORIGINAL))).isEqualTo(new DeliveryOutcome.Delivered(new MessageId(first.id())));
        assertThat(discord.ledger().accepted()).hasSize(1);
    }

    @Test
    void whatTheSecondRequestMeetsIsTheOutcome() {
        discord.faults()
                .nextPost(DiscordFault.error(404, 10_008, "Unknown Message"))
                .nextPost(DiscordFault.error(403, 50_013, "Missing Permissions"));
        assertThat(open.send(replyTo(ORIGINAL)))
                .isInstanceOfSatisfying(PermanentFailure.class, failure -> assertThat(failure.reason())
                        .contains("50013"));
        assertThat(open.posts()).isEqualTo(2);
    }

    @Test
    void bothRequestsTogetherTakeNoLongerThanTheMessageMay() {
        CountDownLatch never = new CountDownLatch(1);
        discord.faults()
                .nextPost(DiscordFault.error(404, 10_008, "Unknown Message").late(Duration.ofMillis(700)))
                .nextPost(Fault.heldUntil(never));
        OutboundMessageRequest request =
                replyTo(ORIGINAL).toBuilder().timeoutMs(1_000).build();
        long start = System.nanoTime();
        assertThat(open.send(request)).isInstanceOf(DeliveryOutcome.Unknown.class);
        never.countDown();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(950), Duration.ofMillis(1_600));
    }

    @Test
    void aMessageThatIsNoReplyIsNotSaidTwice() {
        discord.faults().nextPost(DiscordFault.error(404, 10_008, "Unknown Message"));
        assertThat(open.send(OpenSession.message("m1", discord.channel().id(), "hello", builder -> builder)))
                .isInstanceOf(PermanentFailure.class);
        assertThat(open.posts()).isEqualTo(1);
    }
}
