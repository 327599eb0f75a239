package io.palyra.connectors.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OperationsTest {
    private static final ConnectorCapabilitySet CAPABILITIES = ConnectorCapabilitySet.builder(
                    CapabilityLimits.text(2000).lines(50).attachments(10, 1024).editableFor(Duration.ofDays(2)))
            .supports(ConnectorFeature.LIFECYCLE, ConnectorFeature.STATUS)
            .supports(MessageFeature.SEND, "send_messages")
            .supports(MessageFeature.DELETE)
            .refuses(ConnectorFeature.QR, "signs in with a token")
            .refuses(MessageFeature.SEARCH, "the platform has no search")
            .build();

    @Test
    void declaresWhatIsSupportedAndWhyTheRestIsNot() {
        assertThat(CAPABILITIES.lifecycle().supported()).isTrue();
        assertThat(CAPABILITIES.of(ConnectorFeature.QR)).isEqualTo(Capability.unsupported("signs in with a token"));
        assertThat(CAPABILITIES.pairings().reason()).isEqualTo("not supported by this connector");
        assertThat(CAPABILITIES.message().send().requiredPermissions()).containsExactly("send_messages");
        assertThat(CAPABILITIES.message().search().reason()).isEqualTo("the platform has no search");
        assertThat(CAPABILITIES.message().edit().reason()).isEqualTo("not supported by this connector");
        assertThat(CAPABILITIES.limits()).isEqualTo(new CapabilityLimits(2000, 50, 10, 1024, 172_800_000L));
        assertThat(WireFormat.read(WireFormat.write(CAPABILITIES), ConnectorCapabilitySet.class))
                .isEqualTo(CAPABILITIES);
    }

    @Test
    void saysWhatAMessageCarriesForNothing() {
        OutboundMessageRequest plain = OutboundMessageRequest.builder(
                        new EnvelopeId("m1"), ConnectorId.of("echo:default"), new ConversationId("c1"), "hello")
                .build();
        OutboundMessageRequest rich =
                plain.toBuilder().autoAckText("one moment").autoReaction("+1").build();
        ConnectorCapabilitySet reacts = ConnectorCapabilitySet.builder(CapabilityLimits.text(2000))
                .supports(ContentFeature.AUTO_REACTION)
                .refuses(ContentFeature.AUTO_ACK_TEXT, "too late by then")
                .build();

        assertThat(CAPABILITIES.content().leftOutOf(plain)).isEmpty();
        assertThat(CAPABILITIES.content().leftOutOf(rich))
                .containsExactly(ContentFeature.AUTO_ACK_TEXT, ContentFeature.AUTO_REACTION);
        assertThat(reacts.content().leftOutOf(rich)).containsExactly(ContentFeature.AUTO_ACK_TEXT);
        assertThat(reacts.of(ContentFeature.AUTO_ACK_TEXT).reason()).isEqualTo("too late by then");
    }

    @ParameterizedTest
    @CsvSource({
        "SEND, channel.send, none, medium, message.send",
        "THREAD, message.thread, none, medium, message.thread",
        "REPLY, message.reply, none, medium, message.reply",
        "READ, channel.message.read, none, low, message.read",
        "SEARCH, channel.message.search, none, low, message.search",
        "EDIT, channel.message.edit, conditional, conditional, message.edit",
        "DELETE, channel.message.delete, conditional, conditional, message.delete",
        "REACT_ADD, channel.message.react_add, conditional, conditional, message.react_add",
        "REACT_REMOVE, channel.message.react_remove, conditional, conditional, message.react_remove"
    })
    void everyMessageCapabilitySaysWhatToObserve(
            MessageFeature feature, String action, String approval, String risk, String audit) {
        Capability capability = CAPABILITIES.of(feature);
        assertThat(capability.policyAction()).isEqualTo(action);
        assertThat(capability.approvalMode().wireName()).isEqualTo(approval);
        assertThat(capability.riskLevel().wireName()).isEqualTo(risk);
        assertThat(capability.auditEventType()).isEqualTo(audit);
    }

    @Test
    void preflightFollowsFromTheDeclaration() {
        assertThat(Preflight.of(MessageFeature.SEND, CAPABILITIES))
                .isEqualTo(new Preflight(
                        true,
                        "channel.send",
                        ApprovalMode.NONE,
                        RiskLevel.MEDIUM,
                        "message.send",
                        List.of("send_messages"),
                        null));
        assertThat(Preflight.of(MessageFeature.SEARCH, CAPABILITIES).allowed()).isFalse();
        assertThat(Preflight.of(MessageFeature.SEARCH, CAPABILITIES).reason()).isEqualTo("the platform has no search");
        Preflight denied = Preflight.of(MessageFeature.SEND, CAPABILITIES).denied("not now");
        assertThat(denied.allowed()).isFalse();
        assertThat(denied.reason()).isEqualTo("not now");
    }

    @ParameterizedTest
    @EnumSource
    void operationIsFoundByItsOptionName(MessageOperation operation) {
        assertThat(MessageOperation.fromOption(operation.optionName())).isEqualTo(operation);
        assertThat(operation.feature().name()).isEqualTo(operation.name());
    }

    @Test
    void optionNamesAreCamels() {
        assertThat(Arrays.stream(MessageOperation.values()).map(MessageOperation::optionName))
                .containsExactly("send", "read", "search", "edit", "delete", "reactAdd", "reactRemove");
        assertThatThrownBy(() -> MessageOperation.fromOption("react_add"))
                .hasMessageContaining("\"react_add\", one of send, read, search, edit, delete, reactAdd, reactRemove");
    }

    @Test
    void enumWordsAreReadByWhoeverNeedsThem() {
        assertThat(WireEnum.parse(Direction.class, "inbound", "direction")).isEqualTo(Direction.INBOUND);
        assertThatThrownBy(() -> WireEnum.parse(Direction.class, "INBOUND", "direction"))
                .hasMessage("direction: unknown value \"INBOUND\", one of inbound, outbound");
    }

    @ParameterizedTest
    @CsvSource({"message_id,before_message_id", "message_id,around_message_id", "before_message_id,after_message_id"})
    void readIsPlacedInOneWay(String stated, String other) {
        String json = "{\"conversation_id\":\"c\",\"limit\":1,\"%s\":\"1\",\"%s\":\"2\"}".formatted(stated, other);
        assertThatThrownBy(() -> WireFormat.read(json, ReadRequest.class))
                .hasMessage(other + ": cannot be combined with " + stated);
    }

    @Test
    void searchNeedsAFilter() {
        assertThat(new SearchRequest(Samples.TARGET, null, null, false, null, 1).hasAttachments())
                .isFalse();
        assertThat(new SearchRequest(Samples.TARGET, null, Samples.SENDER, null, null, 1).authorId())
                .isEqualTo(Samples.SENDER);
        assertThatThrownBy(() -> new SearchRequest(Samples.TARGET, null, null, null, Samples.MESSAGE, 1))
                .hasMessageStartingWith("query: cannot be empty");
    }

    @Test
    void readsTheExamplesOfTheContract() {
        var read = WireFormat.read("{\"conversation_id\":\"301\",\"limit\":10}", ReadRequest.class);
        assertThat(read).isEqualTo(ReadRequest.newest(new MessageTarget(Samples.CONVERSATION, null), 10));
        var edit = WireFormat.read(
                "{\"locator\":{\"conversation_id\":\"301\",\"message_id\":\"9\"},\"body\":\"new\"}", EditRequest.class);
        assertThat(edit.locator().messageId()).isEqualTo(Samples.MESSAGE);
        assertThat(edit.body()).isEqualTo("new");
    }
}
