package io.palyra.connectors.fake.discord;

import static net.dv8tion.jda.api.requests.ErrorResponse.CANNOT_SEND_TO_USER;
import static net.dv8tion.jda.api.requests.ErrorResponse.INVALID_AUTHOR_EDIT;
import static net.dv8tion.jda.api.requests.ErrorResponse.INVALID_FORM_BODY;
import static net.dv8tion.jda.api.requests.ErrorResponse.MISSING_ACCESS;
import static net.dv8tion.jda.api.requests.ErrorResponse.MISSING_PERMISSIONS;
import static net.dv8tion.jda.api.requests.ErrorResponse.UNKNOWN_CHANNEL;
import static net.dv8tion.jda.api.requests.ErrorResponse.UNKNOWN_MESSAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.fake.http.Upload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.dv8tion.jda.api.entities.ISnowflake;
import net.dv8tion.jda.api.entities.Message.MentionType;
import net.dv8tion.jda.api.entities.channel.concrete.TextChannel;
import net.dv8tion.jda.api.entities.emoji.Emoji;
import net.dv8tion.jda.api.exceptions.ErrorResponseException;
import net.dv8tion.jda.api.requests.ErrorResponse;
import net.dv8tion.jda.api.requests.RestAction;
import net.dv8tion.jda.api.utils.FileUpload;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Reading and writing through the real JDA. */
@TestInstance(Lifecycle.PER_CLASS)
class MessagesTest {

    private FakeDiscord discord;
    private JdaBot bot;
    private Channel channel;
    private TextChannel room;

    @BeforeAll
    void start() throws Exception {
        discord = FakeDiscord.start();
        bot = new JdaBot(discord).connected();
    }

    @BeforeEach
    void useAnEmptyChannel() {
        channel = discord.addChannel(discord.guild(), "fresh");
        await().until(() -> bot.jda().getTextChannelById(channel.id()) != null);
        room = bot.jda().getTextChannelById(channel.id());
    }

    @AfterAll
    void stop() throws Exception {
        bot.close();
        discord.close();
    }

    @Test
    void keepsFilesReplyAndMentions() {
        Message original = says("question");
        room.sendMessage("answer")
                .setMessageReference(original.id())
                .setAllowedMentions(List.of(MentionType.USER))
                .addFiles(
                        FileUpload.fromData("née".getBytes(StandardCharsets.UTF_8), "a.txt"),
                        FileUpload.fromData(new byte[] {13, 10, 45, 45, 0, -1}, "b.png"))
                .complete();
        Posted posted = discord.ledger().accepted(channel.id()).get(0);
        assertThat(posted.replyTo()).contains(original.id());
        assertThat(posted.nonce()).isPresent();
        assertThat(posted.allowedMentions().path("parse").get(0).asText()).isEqualTo("users");
        assertThat(posted.files()).extracting(Upload::fileName).containsExactly("a.txt", "b.png");
        assertThat(posted.files().get(1).content()).containsExactly(13, 10, 45, 45, 0, -1);
        assertThat(room.getHistoryFromBeginning(10)
                        .complete()
                        .getMessageById(posted.id())
                        .getAttachments())
                .hasSize(2);
    }

    @Test
    void servesAttachments() {
        Message message = discord.userSays(
                channel, discord.user(), UserMessage.of("").with("a.txt", "text/plain", new byte[] {1, 2, 3}));
        var attachment = room.retrieveMessageById(message.id())
                .complete()
                .getAttachments()
                .get(0);
        assertThat(attachment.getSize()).isEqualTo(3);
        assertThat(attachment.getProxy().download().join()).hasBinaryContent(new byte[] {1, 2, 3});
    }

    @Test
    void pagesThroughTheHistory() {
        List<String> ids = IntStream.range(0, 7)
                .mapToObj(number -> says("message " + number).id())
                .toList();
        assertThat(ids(room.getHistory().retrievePast(2).complete().stream())).containsExactly(ids.get(6), ids.get(5));
        assertThat(ids(room.getHistoryBefore(ids.get(3), 2).complete().getRetrievedHistory().stream()))
                .containsExactly(ids.get(2), ids.get(1));
        assertThat(ids(room.getHistoryAfter(ids.get(1), 2).complete().getRetrievedHistory().stream()))
                .containsExactly(ids.get(3), ids.get(2));
        assertThat(ids(room.getHistoryAround(ids.get(3), 3).complete().getRetrievedHistory().stream()))
                .containsExactly(ids.get(4), ids.get(3), ids.get(2));
    }

    @Test
    void editsAndDeletesItsOwn() {
        String id = room.sendMessage("first").complete().getId();
        room.editMessageById(id, "second").complete();
        assertThat(contents()).containsExactly("second");
        room.deleteMessageById(id).complete();
        assertThat(contents()).isEmpty();
        assertThat(refusal(room.retrieveMessageById(id))).isEqualTo(UNKNOWN_MESSAGE);
        assertThat(refusal(room.editMessageById(id, "third"))).isEqualTo(UNKNOWN_MESSAGE);
    }

    @Test
    void leavesTheMessagesOfOthers() {
        String id = says("mine").id();
        assertThat(refusal(room.editMessageById(id, "yours"))).isEqualTo(INVALID_AUTHOR_EDIT);
        assertThat(refusal(bot.deletion(channel, id))).isEqualTo(MISSING_PERMISSIONS);
        discord.overwrite(channel, Overwrite.ofMember(discord.bot().id(), Permissions.MANAGE_MESSAGES, 0));
        bot.deletion(channel, id).complete();
        assertThat(contents()).isEmpty();
    }

    @Test
    void reacts() {
        Message message = says("nice?");
        room.addReactionById(message.id(), Emoji.fromUnicode("👍")).complete();
        discord.userReacts(message, discord.user(), "👍");
        var reaction =
                room.retrieveMessageById(message.id()).complete().getReactions().get(0);
        assertThat(reaction.getCount()).isEqualTo(2);
        assertThat(reaction.isSelf()).isTrue();
        room.removeReactionById(message.id(), Emoji.fromUnicode("👍")).complete();
        assertThat(discord.history(channel)
                        .get(0)
                        .json()
                        .path("reactions")
                        .get(0)
                        .path("count")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void opensOneDirectConversation() {
        User eve = discord.addUser("eve");
        var direct = bot.jda().openPrivateChannelById(eve.id()).complete();
        direct.sendMessage("psst").complete();
        discord.userSays(discord.direct(eve), eve, "what?");
        await().untilAsserted(() -> assertThat(bot.heard()).contains("what?"));
        assertThat(direct.getId()).isEqualTo(discord.direct(eve).id());
        assertThat(discord.history(discord.direct(eve)))
                .extracting(Message::content)
                .containsExactly("psst", "what?");
        discord.refuseDirectMessages(eve);
        assertThat(refusal(direct.sendMessage("hello?"))).isEqualTo(CANNOT_SEND_TO_USER);
    }

    @Test
    void threadIsAChannelOfItsOwn() {
        Channel thread = discord.addThread(channel, "details");
        await().until(() -> bot.jda().getThreadChannelById(thread.id()) != null);
        bot.post(thread, "in the thread", "t1").join();
        discord.userSays(thread, discord.user(), "said in the thread");
        await().untilAsserted(() -> assertThat(bot.heard()).contains("said in the thread"));
        assertThat(discord.history(thread)).hasSize(2);
        assertThat(contents()).isEmpty();
    }

    @Test
    void holdsTheBotToItsPermissions() {
        String everyone = discord.guild().id();
        discord.overwrite(channel, Overwrite.ofRole(everyone, 0, Permissions.SEND_MESSAGES));
        assertThat(refusal(bot.posting(channel, "hello", "p1"))).isEqualTo(MISSING_PERMISSIONS);
        discord.overwrite(channel, Overwrite.ofRole(everyone, 0, Permissions.VIEW_CHANNEL));
        assertThat(refusal(bot.posting(channel, "hello", "p2"))).isEqualTo(MISSING_ACCESS);
        discord.removeChannel(channel);
        assertThat(refusal(bot.posting(channel, "hello", "p3"))).isEqualTo(UNKNOWN_CHANNEL);
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThat(refusal(bot.posting(channel, "x".repeat(2_001), "l1"))).isEqualTo(INVALID_FORM_BODY);
        assertThat(refusal(bot.posting(channel, "x", "n".repeat(26)))).isEqualTo(INVALID_FORM_BODY);
    }

    @Test
    void describesTheApplication() {
        assertThat(bot.jda().retrieveApplicationInfo().complete().getFlagsRaw()).isEqualTo(1 << 19);
    }

    private Message says(String text) {
        return discord.userSays(channel, discord.user(), text);
    }

    private List<String> contents() {
        return discord.history(channel).stream().map(Message::content).toList();
    }

    private static List<String> ids(Stream<? extends ISnowflake> messages) {
        return messages.map(ISnowflake::getId).toList();
    }

    private static ErrorResponse refusal(RestAction<?> action) {
        return catchThrowableOfType(ErrorResponseException.class, action::complete)
                .getErrorResponse();
    }
}
