package io.palyra.connectors.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.telegram.FakeTelegram;
import io.palyra.connectors.fake.telegram.Message;
import io.palyra.connectors.fake.telegram.Posted;
import io.palyra.connectors.fake.telegram.TelegramFault;
import io.palyra.connectors.fake.telegram.Words;
import io.palyra.connectors.platform.inbound.LeftOut;
import io.palyra.connectors.protocol.AttachmentKind;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.DeliveryOutcome.PermanentFailure;
import io.palyra.connectors.protocol.DeliveryOutcome.Unknown;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that go out, each call one message or one album. */
class TelegramUploadTest {

    private static OpenTelegram open;
    private static FakeTelegram telegram;

    @BeforeAll
    static void open() throws Exception {
        open = OpenTelegram.start();
        telegram = open.telegram();
    }

    @AfterAll
    static void close() throws Exception {
        open.close();
    }

    @AfterEach
    void clear() {
        telegram.faults().clear();
    }

    private static OutboundMessageRequest message(String text, AttachmentRef... files) {
        return open.message(telegram.group(), text, files);
    }

    private static Posted sent(OutboundMessageRequest request) {
        int before = telegram.ledger().accepted().size();
        DeliveryOutcome outcome = open.send(request);
        assertThat(outcome)
                .isEqualTo(new DeliveryOutcome.Delivered(
                        new MessageId(String.valueOf(open.last().id()))));
        assertThat(telegram.ledger().accepted()).as("one call").hasSize(before + 1);
        return open.last();
    }

    private static String refused(OutboundMessageRequest request) {
        long before = open.sends();
        DeliveryOutcome outcome = open.send(request);
        assertThat(open.sends()).isEqualTo(before);
        assertThat(outcome).isInstanceOf(PermanentFailure.class);
        assertThat(((PermanentFailure) outcome).fault()).isEqualTo(io.palyra.connectors.protocol.Fault.MESSAGE);
        return ((PermanentFailure) outcome).reason();
    }

    @Test
    void aPhotoIsShownAndTheTextStandsUnderIt() {
        Posted posted = sent(message("see this", OpenTelegram.photo("map.png")));
        assertThat(posted.method()).isEqualTo("sendphoto");
        assertThat(posted.text()).isEqualTo("see this");
        assertThat(posted.files()).containsExactly("map.png");
    }

    @Test
    void anythingElseIsADocument() {
        Posted posted = sent(message("see this", OpenTelegram.document("notes.txt")));
        assertThat(posted.method()).isEqualTo("senddocument");
        assertThat(posted.files()).containsExactly("notes.txt");
        AttachmentRef gif = AttachmentRef.upload(
                AttachmentKind.IMAGE, "x.gif", "image/gif", Base64.getEncoder().encodeToString(OpenTelegram.PNG));
        assertThat(sent(message("see this", gif)).method()).isEqualTo("senddocument");
    }

    @Test
    void whatTelegramDoesNotShowAsAPhotoGoesAsADocument() {
        AttachmentRef broken = AttachmentRef.upload(AttachmentKind.IMAGE, "broken.png", "image/png", "AAAA");
        long before = open.sends();
        Posted posted = sent(message("see this", broken));
        assertThat(posted.method()).isEqualTo("senddocument");
        assertThat(posted.text()).isEqualTo("see this");
        assertThat(open.sends() - before).as("a refusal and a message").isEqualTo(2);
        telegram.faults()
                .times(
                        1,
                        TelegramFault.to("sendMediaGroup"),
                        TelegramFault.refused(400, "Bad Request: PHOTO_INVALID_DIMENSIONS"));
        assertThat(sent(message("see these", OpenTelegram.photo("a.png"), OpenTelegram.photo("b.png")))
                        .request()
                        .path("media")
                        .asText())
                .contains("document")
                .doesNotContain("photo");
    }

    @Test
    void severalAreAnAlbumThatIsKnownByItsFirst() {
        Posted posted = sent(message(
                "see these", OpenTelegram.photo("a.png"), OpenTelegram.photo("b.png"), OpenTelegram.photo("c.png")));
        assertThat(posted.method()).isEqualTo("sendmediagroup");
        assertThat(posted.files()).containsExactly("a.png", "b.png", "c.png");
        assertThat(posted.text()).isEqualTo("see these");
        assertThat(posted.request().path("media").asText()).containsOnlyOnce("caption");
        assertThat(posted.ids()).hasSize(3);
        assertThat(posted.id()).isEqualTo(Collections.min(posted.ids()));
        assertThat(sent(message("see these", OpenTelegram.document("a.txt"), OpenTelegram.document("b.txt")))
                        .files())
                .containsExactly("a.txt", "b.txt");
    }

    @Test
    void whatTelegramHasIsNamedByItsId() {
        Message said = telegram.says(
                telegram.group(), telegram.person(), Words.of("look").photo(OpenTelegram.PNG));
        Message read = telegram.says(
                telegram.group(),
                telegram.person(),
                // A picture that is sent as a file stays one
                Words.of("read").document("plan.png", "image/png", OpenTelegram.PNG));
        Message spoken =
                telegram.says(telegram.group(), telegram.person(), Words.of("").voice(OpenTelegram.PNG));
        assertThat(sent(message("back", received(said))).method()).isEqualTo("sendphoto");
        assertThat(open.last().request().path("photo").asText()).startsWith("AgAC");
        assertThat(sent(message("back", received(read))).method()).isEqualTo("senddocument");
        assertThat(open.last().files()).containsExactly("plan.png");
        assertThat(sent(message("back", received(spoken))).method()).isEqualTo("senddocument");
        Posted album = sent(message("back", received(said), OpenTelegram.photo("new.png")));
        assertThat(album.files())
                .as("one that is there and a new one")
                .hasSize(2)
                .contains("new.png");
    }

    private static AttachmentRef received(Message message) {
        return ReceivedFiles.of(message.json(), new LeftOut()).get(0);
    }

    @Test
    void anIdThatIsTooLongForAnAttachmentIdStandsInItsReference() {
        AttachmentRef file = OpenTelegram.received(null, TelegramFiles.ARTIFACT + "BQAC" + "x".repeat(200));
        open.send(message("back", file));
        assertThat(telegram.requests().stream()
                        .filter(TelegramFault.to("sendDocument"))
                        .toList())
                .last()
                .satisfies(request -> assertThat(request.body()).contains("\"BQAC" + "x".repeat(200) + "\""));
    }

    /** In the place of an id Telegram takes a URL, and fetches it; a server of one's own a path of its disk. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.org/a.png",
                "HTTP:example.org",
                "file:///etc/hostname",
                "/etc/hostname",
                "attach://file0",
                "AgAC../x",
                "@channel",
                "AgAC x"
            })
    void whatIsNoFileIdIsNotGivenToTelegram(String id) {
        AttachmentRef named = OpenTelegram.received(id, null);
        AttachmentRef referred = OpenTelegram.received(null, TelegramFiles.ARTIFACT + id);
        for (AttachmentRef file : List.of(named, referred)) {
            assertThat(refused(message("see this", file)))
                    .startsWith("attachments[0]: has no file_id of Telegram")
                    .endsWith("(" + id + ")");
        }
    }

    @Test
    void photosAndDocumentsAreMoreThanOneMessage() {
        assertThat(refused(message("see these", OpenTelegram.photo("a.png"), OpenTelegram.document("a.txt"))))
                .startsWith("attachments: ")
                .contains("palyra-outbox:telegram:ops");
        List<AttachmentRef> many = new ArrayList<>(Collections.nCopies(11, OpenTelegram.photo("a.png")));
        assertThat(refused(message("see these", many.toArray(new AttachmentRef[0]))))
                .contains("2 messages");
    }

    @Test
    void aTextThatIsTooLongUnderAFileIsNoneOfOneCall() {
        assertThat(sent(message("x".repeat(1_024), OpenTelegram.photo("a.png"))).text())
                .hasSize(1_024);
        assertThat(refused(message("x".repeat(1_025), OpenTelegram.photo("a.png"))))
                .startsWith("text: ")
                .contains("1025", "1024", "palyra-outbox:telegram:ops");
    }

    @Test
    void filesThatFollowATextStandAlone() {
        OutboundMessageRequest whole =
                message("a.png, b.png", OpenTelegram.photo("a.png"), OpenTelegram.photo("b.png"));
        OutboundMessageRequest part = OutboundMessageRequest.builder(
                        new EnvelopeId("m1:chunk2"), whole.connectorId(), whole.conversationId(), whole.text())
                .attachments(whole.attachments())
                .build();
        assertThat(sent(part).text()).isEmpty();
    }

    @Test
    void othersAreListedUnderTheText() {
        AttachmentRef link = AttachmentRef.ofUrl(AttachmentKind.FILE, "https://example.org/a.pdf");
        assertThat(sent(message("see this", link)).text())
                .isEqualTo("see this\n\nAttachments:\n- attachment: https://example.org/a.pdf");
        Posted caption = sent(message("see this", link, OpenTelegram.photo("a.png")));
        assertThat(caption.method()).isEqualTo("sendphoto");
        assertThat(caption.text()).endsWith("https://example.org/a.pdf");
        // Of a list that does not fit, whole lines
        AttachmentRef[] many = Collections.nCopies(
                        32, AttachmentRef.ofUrl(AttachmentKind.FILE, "https://example.org/" + "a".repeat(300)))
                .toArray(new AttachmentRef[0]);
        assertThat(sent(message("see this", many)).text())
                .hasSizeLessThanOrEqualTo(4_096)
                .endsWith("\n- …");
    }

    @Test
    void anAlbumThatMayHaveGoneIsUnknownAndSaysWhatToLookFor() {
        telegram.faults().times(1, TelegramFault.to("sendMediaGroup"), Fault.closedAfterAccepting());
        assertThat(open.send(message("see these", OpenTelegram.photo("a.png"), OpenTelegram.photo("b.png"))))
                .isInstanceOfSatisfying(Unknown.class, unknown -> assertThat(unknown.reason())
                        .contains("an album of 2 files with a text of 9 characters"));
    }

    @Test
    void anAnswerToAnAlbumWithoutMessagesIsUnknown() {
        telegram.faults()
                .times(
                        1,
                        TelegramFault.to("sendMediaGroup"),
                        Fault.accepting(io.palyra.connectors.fake.http.RestAnswer.of(
                                200, "application/json", "{\"ok\":true,\"result\":[]}")));
        assertThat(open.send(message("see these", OpenTelegram.photo("a.png"), OpenTelegram.photo("b.png"))))
                .isInstanceOf(Unknown.class);
    }

    @Test
    void whatIsTooLargeIsRefusedBeforeItIsSent() {
        String sixtyMb = "A".repeat(80 * 1024 * 1024);
        assertThatThrownBy(() -> AttachmentRef.upload(AttachmentKind.FILE, "big.txt", "text/plain", sixtyMb))
                .isInstanceOf(InvalidEnvelopeException.class)
                .hasMessageStartingWith("inline_base64: ");
        AttachmentRef executable =
                AttachmentRef.upload(AttachmentKind.FILE, "a.exe", "application/x-msdownload", "AAAA");
        assertThat(refused(message("see this", executable)))
                .startsWith("attachments[0].content_type: ")
                .contains("application/x-msdownload");
    }
}
