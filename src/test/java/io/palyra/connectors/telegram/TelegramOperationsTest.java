package io.palyra.connectors.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.palyra.connectors.adapter.DeliveryException;
import io.palyra.connectors.adapter.RetryableDeliveryException;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.telegram.Chat;
import io.palyra.connectors.fake.telegram.FakeTelegram;
import io.palyra.connectors.fake.telegram.Message;
import io.palyra.connectors.fake.telegram.TelegramFault;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.DeleteRequest;
import io.palyra.connectors.protocol.EditRequest;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.MessageLocator;
import io.palyra.connectors.protocol.MessageTarget;
import io.palyra.connectors.protocol.MutationResult;
import io.palyra.connectors.protocol.MutationStatus;
import io.palyra.connectors.protocol.ReactRequest;
import io.palyra.connectors.protocol.ReadRequest;
import io.palyra.connectors.protocol.SearchRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of messages that are there: Telegram decides, and its words are the reason. */
class TelegramOperationsTest {

    private static OpenTelegram open;
    private static FakeTelegram telegram;
    private static Operations operations;

    @BeforeAll
    static void open() throws Exception {
        open = OpenTelegram.start();
        telegram = open.telegram();
        operations = open.operations();
    }

    @AfterAll
    static void close() throws Exception {
        open.close();
    }

    @AfterEach
    void clear() {
        telegram.faults().clear();
    }

    private static Message own(Chat in, String text) {
        open.send(OpenTelegram.message(OpenTelegram.id(in), text, builder -> builder));
        return message(in, open.last().id()).orElseThrow();
    }

    private static Optional<Message> message(Chat in, long id) {
        return telegram.history(in).stream()
                .filter(message -> message.id() == id)
                .findFirst();
    }

    private static MessageLocator at(Message message) {
        return at(String.valueOf(message.chatId()), String.valueOf(message.id()));
    }

    private static MessageLocator at(String chat, String id) {
        return new MessageLocator(new MessageTarget(new ConversationId(chat), null), new MessageId(id));
    }

    private static void assertDenied(MutationResult result, String... reason) {
        assertThat(result.status()).isEqualTo(MutationStatus.DENIED);
        assertThat(result.preflight().allowed()).isFalse();
        assertThat(result.reason()).contains(reason);
    }

    @Test
    void anOwnTextIsEdited() throws Exception {
        Message own = own(telegram.group(), "before");
        MutationResult result = operations.edit(new EditRequest(at(own), "after"));
        assertThat(result.status()).isEqualTo(MutationStatus.UPDATED);
        assertThat(message(telegram.group(), own.id()).orElseThrow().text()).isEqualTo("after");
        assertThat(operations.edit(new EditRequest(at(own), "after")).status()).isEqualTo(MutationStatus.NOOP);
    }

    @Test
    void whatStandsUnderAFileIsEditedToo() throws Exception {
        open.send(open.message(telegram.group(), "before", OpenTelegram.photo("a.png")));
        Message own = message(telegram.group(), open.last().id()).orElseThrow();
        assertThat(operations.edit(new EditRequest(at(own), "after")).status()).isEqualTo(MutationStatus.UPDATED);
        assertThat(message(telegram.group(), own.id()).orElseThrow().text()).isEqualTo("after");
        assertDenied(operations.edit(new EditRequest(at(own), "x".repeat(1_025))), "1024", "1025");
    }

    @Test
    void othersTextsAreNotEdited() throws Exception {
        Message others = telegram.says(telegram.group(), telegram.person(), "mine");
        assertDenied(operations.edit(new EditRequest(at(others), "no")), "can't be edited", "own messages");
    }

    @Test
    void whatIsGoneIsNotEditedAndIsDeletedAlready() throws Exception {
        Message own = own(telegram.group(), "before");
        assertThat(operations.delete(new DeleteRequest(at(own), "wrong")).status())
                .isEqualTo(MutationStatus.DELETED);
        assertThat(message(telegram.group(), own.id())).isEmpty();
        assertThat(operations.delete(new DeleteRequest(at(own), "wrong")).status())
                .isEqualTo(MutationStatus.NOOP);
        assertDenied(operations.edit(new EditRequest(at(own), "after")), "message to edit not found");
        assertDenied(operations.addReaction(new ReactRequest(at(own), "\ud83d\udc4d")), "not found");
    }

    @Test
    void othersAreDeletedWithTheRightToAndElseThatIsNamed() throws Exception {
        Chat square = telegram.addSupergroup("Square", null);
        Message others = telegram.says(square, telegram.person(), "mine");
        assertDenied(operations.delete(new DeleteRequest(at(others), null)), "right to delete messages");
        telegram.standing(square, Chat.Standing.ADMINISTRATOR, "can_delete_messages");
        assertThat(operations.delete(new DeleteRequest(at(others), null)).status())
                .isEqualTo(MutationStatus.DELETED);
    }

    @Test
    void aReactionTakesThePlaceOfTheOneBefore() throws Exception {
        Message said = telegram.says(telegram.group(), telegram.person(), "well?");
        for (String emoji : List.of("\ud83d\udc4d", "\u2764\ufe0f")) {
            assertThat(operations.addReaction(new ReactRequest(at(said), emoji)).status())
                    .isEqualTo(MutationStatus.REACTION_ADDED);
        }
        assertThat(telegram.reaction(said)).contains("\u2764");
        assertThat(operations
                        .removeReaction(new ReactRequest(at(said), "\u2764"))
                        .status())
                .isEqualTo(MutationStatus.REACTION_REMOVED);
        assertThat(telegram.reaction(said)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {":rocket:", "\ud83e\udd86", "thumbsup"})
    void whatIsNoReactionIsDeniedWithAdvice(String emoji) throws Exception {
        Message said = telegram.says(telegram.group(), telegram.person(), "well?");
        assertDenied(operations.addReaction(new ReactRequest(at(said), emoji)), "fixed set of emoji");
    }

    @Test
    void nothingIsRead() throws Exception {
        MessageTarget target = new MessageTarget(new ConversationId(OpenTelegram.id(telegram.group())), null);
        assertThat(operations
                        .read(new ReadRequest(target, null, null, null, null, 10))
                        .preflight()
                        .reason())
                .contains("no access to history");
        assertThat(operations
                        .search(new SearchRequest(target, "words", null, null, null, 10))
                        .preflight()
                        .allowed())
                .isFalse();
    }

    @Test
    void messagesOfTheGroupThatASupergroupWasAreOutOfReach() throws Exception {
        Chat group = telegram.addGroup("Growing");
        Message old = own(group, "before");
        Chat now = telegram.upgrades(group);
        open.send(OpenTelegram.message(OpenTelegram.id(group), "after", builder -> builder));
        long id = open.last().id();
        assertDenied(operations.edit(new EditRequest(at(old), "no")), "the group that this was before");
        MessageLocator written = at(OpenTelegram.id(group), now.id() + ":" + id);
        assertThat(operations.edit(new EditRequest(written, "better")).status()).isEqualTo(MutationStatus.UPDATED);
        assertThat(message(now, id).orElseThrow().text()).isEqualTo("better");
    }

    @Test
    void whatTelegramSentLaterHasNoIdToFindItBy() throws Exception {
        assertDenied(
                operations.delete(new DeleteRequest(at(OpenTelegram.id(telegram.group()), "0"), null)), "sent later");
    }

    @ParameterizedTest
    @ValueSource(strings = {"first", "-1", "1.5", "1:2:3", "C1:17"})
    void whatIsNoIdIsSaidToBeNone(String id) {
        assertThatThrownBy(() -> operations.delete(new DeleteRequest(at("123", id), null)))
                .isInstanceOf(InvalidEnvelopeException.class)
                .hasMessageContaining("message_id")
                .hasMessageContaining(id);
    }

    @Test
    void aTextThatIsTooLongIsNamed() {
        assertThatThrownBy(() -> operations.edit(new EditRequest(at("123", "17"), "x".repeat(4_097))))
                .isInstanceOf(InvalidEnvelopeException.class)
                .hasMessageStartingWith("body: ");
    }

    @Test
    void whatWasPerhapsDoneMayBeAskedForAgain() throws Exception {
        Message own = own(telegram.group(), "before");
        telegram.faults().times(1, TelegramFault.to("editMessageText"), Fault.closedAfterAccepting());
        Throwable failure = catchThrowable(() -> operations.edit(new EditRequest(at(own), "after")));
        assertThat(failure)
                .isInstanceOf(RetryableDeliveryException.class)
                .hasMessageContaining("the edit may be done, and does no harm where it is asked for again");
        assertThat(operations.edit(new EditRequest(at(own), "after")).status()).isEqualTo(MutationStatus.NOOP);
        telegram.faults().times(1, TelegramFault.to("deleteMessage"), Fault.status(502));
        assertThat(catchThrowable(() -> operations.delete(new DeleteRequest(at(own), null))))
                .isInstanceOf(RetryableDeliveryException.class);
    }

    @Test
    void aLimitIsTold() {
        Chat limited = telegram.addGroup("Limited");
        Message own = own(limited, "before");
        telegram.faults()
                .times(1, TelegramFault.to("editMessageText"), TelegramFault.rateLimited(Duration.ofSeconds(20)));
        assertThat(catchThrowable(() -> operations.edit(new EditRequest(at(own), "after"))))
                .isInstanceOf(DeliveryException.class)
                .hasMessageContaining("limits chat " + limited.id());
    }

    @Test
    void albumsAreEditedAtTheirFirst() throws Exception {
        open.send(open.message(telegram.group(), "before", OpenTelegram.photo("a.png"), OpenTelegram.photo("b.png")));
        Message first = message(telegram.group(), open.last().id()).orElseThrow();
        operations.edit(new EditRequest(at(first), "after"));
        assertThat(message(telegram.group(), first.id()).orElseThrow().text()).isEqualTo("after");
    }
}
