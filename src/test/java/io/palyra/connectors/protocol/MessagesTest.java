package io.palyra.connectors.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagesTest {
    @Test
    void replyGoesWhereTheMessageCameFrom() {
        var request = OutboundMessageRequest.reply(Samples.INBOUND, 3, Samples.ROUTED);
        assertThat(request.envelopeId()).hasToString("01J0:3");
        assertThat(request.idempotencyKey()).isEqualTo("discord:ops:01J0:3");
        assertThat(request.conversationId()).isEqualTo(Samples.CONVERSATION);
        assertThat(request.replyThreadId()).isEqualTo(Samples.THREAD);
        assertThat(request.inReplyToMessageId()).isEqualTo(Samples.MESSAGE);
        assertThat(request.text()).isEqualTo("hi");
        assertThat(request.broadcast()).isTrue();
        assertThat(request.autoAckText()).isEqualTo("one moment");
        assertThat(request.autoReaction()).isEqualTo("👍");
        assertThat(request.attachments()).containsExactly(Samples.ATTACHMENT);
        assertThat(request.structuredJson()).isEqualTo(Samples.JSON);
        assertThat(request.a2uiUpdate()).isEqualTo(Samples.A2UI);
        assertThat(request.timeoutMs()).isEqualTo(30_000);
    }

    @Test
    void replyGoesIntoTheThreadOfItsQuestionWhereTheDaemonNamesNone() {
        var request = OutboundMessageRequest.reply(Samples.INBOUND, 0, RoutedOutboundMessage.text("hi"));
        assertThat(request.replyThreadId()).isNotNull().isEqualTo(Samples.INBOUND.threadId());
        assertThat(request.inReplyToMessageId()).isNull();
    }

    @Test
    void buildersCopyEveryComponent() {
        assertThat(Samples.INBOUND.toBuilder().build()).isEqualTo(Samples.INBOUND);
        var request = OutboundMessageRequest.reply(Samples.INBOUND, 0, Samples.ROUTED).toBuilder()
                .timeoutMs(1)
                .maxPayloadBytes(500)
                .build();
        assertThat(request.toBuilder().build()).isEqualTo(request);
    }

    @Test
    void listsAreCopies() {
        List<AttachmentRef> attachments = new ArrayList<>(List.of(Samples.ATTACHMENT));
        var event = Samples.INBOUND.toBuilder().attachments(attachments).build();
        attachments.clear();
        assertThat(event.attachments()).hasSize(1).isUnmodifiable();
    }

    @Test
    void blankDisplayNameIsNone() {
        assertThat(Samples.INBOUND.toBuilder().senderDisplay(" \u00a0").build().senderDisplay())
                .isNull();
    }

    @Test
    void aBlankOriginalIsNone() {
        assertThat(Samples.INBOUND.toBuilder()
                        .inReplyTo(Samples.MESSAGE, "\n ")
                        .build()
                        .inReplyToBody())
                .isNull();
    }

    @Test
    void uploadNeedsItsContent() {
        assertThatThrownBy(() -> WireFormat.read("{\"kind\":\"file\",\"upload_requested\":true}", AttachmentRef.class))
                .hasMessage("inline_base64: cannot be empty (required when upload_requested is true)");
    }

    @ParameterizedTest
    @CsvSource({
        "AA==,true",
        "AAA=,true",
        "AAAA,true",
        "AA,true",
        "AAA,true",
        "+/09,true",
        "A,false",
        "A===,false",
        "AA=A,false",
        "A-_A,false",
        "AA A,false",
        "====,false",
        "AAAAA=,false"
    })
    void contentIsBase64(String base64, boolean valid) {
        if (valid) {
            assertThat(java.util.Base64.getDecoder().decode(base64)).isNotEmpty();
            assertThat(AttachmentRef.upload(AttachmentKind.FILE, "f", "text/plain", base64)
                            .inlineBase64())
                    .isEqualTo(base64);
        } else {
            assertThatThrownBy(() -> AttachmentRef.upload(AttachmentKind.FILE, "f", "text/plain", base64))
                    .hasMessage("inline_base64: value is not valid base64");
        }
    }

    @Test
    void oneInvalidOutputDoesNotCostTheOthers() {
        var result = WireFormat.read("""
            {"accepted":true,"outputs":[{"text":"a"},{"text":" ","x":1},null,7,
             {"text":"b","attachments":[{"kind":"file"},{"kind":"?"}]},{"text":"\\ud800"},{"text":"c"}]}\
            """, RouteInboundResult.class);
        assertThat(result.outputs())
                .extracting(output -> output.message()
                        .map(RoutedOutboundMessage::text)
                        .or(() -> output.defect().map(InvalidEnvelopeException::getMessage))
                        .orElseThrow())
                .containsExactly(
                        "a",
                        "outputs[1].text: cannot be empty",
                        "outputs[2]: is required",
                        "outputs[3]: must be an object",
                        "outputs[4].attachments[1].kind: unknown value \"?\", one of image, file",
                        "outputs[5].text: value is not valid Unicode",
                        "c");
        assertThat(result.outputs().get(1).raw().path("x").intValue()).isOne();
        assertThat(result.outputs().get(5).rawText()).isEqualTo("{\"text\":\"\\uD800\"}");
        assertThat(WireFormat.read(WireFormat.writeBytes(result), RouteInboundResult.class))
                .isEqualTo(result);
    }

    @Test
    void answerWithoutAReasonIsStillAnAnswer() {
        var result = WireFormat.read("{\"accepted\":false}", RouteInboundResult.class);
        assertThat(result.decisionReason()).isEqualTo("no reason given");
        assertThat(result.outputs()).isEmpty();
    }

    @Test
    void jsonValueKeepsItsNumbersAndTheOrderOfItsKeys() {
        String json = "{\"b\":1.50,\"a\":[12345678901234567890123,1E+400,-7,{}]}";
        JsonValue value = JsonValue.parse(" " + json + "\n");
        assertThat(value.text()).isEqualTo(json);
        assertThat(value.sizeBytes()).isEqualTo(json.length());
        assertThat(value).hasToString(json);
    }

    @Test
    void jsonValueDoesNotFollowTheTreeItWasMadeOf() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode().put("n", 1.5d).put("l", 2L);
        JsonValue value = new JsonValue(tree);
        tree.put("n", 2);
        assertThat(value).isEqualTo(JsonValue.parse("{\"n\":1.5,\"l\":2}"));
    }

    @Test
    void jsonValueHasAtMost64Levels() {
        assertThat(JsonValue.parse("[".repeat(64) + "]".repeat(64)).sizeBytes()).isEqualTo(128);
        assertThatThrownBy(() -> JsonValue.parse("[".repeat(65) + "]".repeat(65)))
                .hasMessage("json: value is nested too deeply (at most 64 levels)");
    }

    @Test
    void jsonNullIsTheSameAsAbsent() {
        var message = WireFormat.read("{\"text\":\"a\",\"structured_json\":null}", RoutedOutboundMessage.class);
        assertThat(message.structuredJson()).isNull();
        assertThatThrownBy(() -> new JsonValue(JsonNodeFactory.instance.nullNode()))
                .hasMessage("json: cannot be empty");
    }

    @ParameterizedTest
    @CsvSource({
        "NaN, value is not valid JSON",
        "x, value is not valid JSON",
        "'', value is not valid JSON",
        "1 2, value is not valid JSON",
        "'{\"a\":1,\"a\":2}', value is not valid JSON",
        "'{\"a\":\"\\u0000\"}', value contains a NUL character",
        "'{\"\\ud800\":1}', value is not valid Unicode"
    })
    void refusesWhatIsNoJsonValue(String json, String reason) {
        assertThatThrownBy(() -> JsonValue.parse(json))
                .isInstanceOfSatisfying(InvalidEnvelopeException.class, defect -> assertThat(defect.reason())
                        .isEqualTo(reason));
    }

    @Test
    void refusesNodesThatNoTextHolds() {
        var nodes = JsonNodeFactory.instance;
        for (var node : List.of(
                nodes.numberNode(Double.NaN), nodes.binaryNode(new byte[1]), nodes.pojoNode(1), nodes.missingNode())) {
            assertThatThrownBy(() -> new JsonValue(node)).hasMessage("json: value is not valid JSON");
        }
    }
}
