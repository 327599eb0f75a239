package io.palyra.connectors.protocol;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** One value of every type with all its fields set, and how it is written. */
final class Samples {
    record Sample(Object value, String json) {
        static Sample of(Object value, String json) {
            return new Sample(value, json);
        }

        @Override
        public String toString() {
            return value.getClass().getSimpleName();
        }
    }

    static final EnvelopeId ENVELOPE = new EnvelopeId("01J0");
    static final ConnectorId CONNECTOR = ConnectorId.of("discord:ops");
    static final ConversationId CONVERSATION = new ConversationId("301");
    static final ThreadId THREAD = new ThreadId("302");
    static final SenderId SENDER = new SenderId("7");
    static final MessageId MESSAGE = new MessageId("9");
    static final MessageTarget TARGET = new MessageTarget(CONVERSATION, THREAD);
    static final MessageLocator LOCATOR = new MessageLocator(TARGET, MESSAGE);

    private static final String LOCATOR_JSON = """
        {"conversation_id":"301","thread_id":"302","message_id":"9"}\
        """;

    static final AttachmentRef ATTACHMENT = new AttachmentRef(
            AttachmentKind.IMAGE,
            "a1",
            "https://cdn.example/a.png",
            "artifact:1",
            "a.png",
            "image/png",
            3L,
            "sha256:00",
            "platform",
            "public",
            true,
            "AAAA",
            640,
            480);

    private static final String ATTACHMENT_JSON = """
        {"kind":"image","attachment_id":"a1","url":"https://cdn.example/a.png","artifact_ref":"artifact:1",
         "filename":"a.png","content_type":"image/png","size_bytes":3,"content_hash":"sha256:00",
         "origin":"platform","policy_context":"public","upload_requested":true,"inline_base64":"AAAA",
         "width_px":640,"height_px":480}\
        """;

    static final InboundMessageEvent INBOUND = new InboundMessageEvent(
            ENVELOPE,
            CONNECTOR,
            CONVERSATION,
            THREAD,
            SENDER,
            "Ada",
            "hello",
            MESSAGE,
            new ThreadId("303"),
            1_700_000_000_000L,
            true,
            true,
            true,
            new MessageId("8"),
            "what do you say?",
            List.of(ATTACHMENT));

    static final JsonValue JSON = JsonValue.parse("{\"n\":[1,1.50,null,true,\"x\"]}");
    static final A2uiUpdate A2UI = new A2uiUpdate("board", JsonValue.parse("[{\"op\":\"add\"}]"));

    static final RoutedOutboundMessage ROUTED =
            new RoutedOutboundMessage("hi", THREAD, MESSAGE, true, "one moment", "👍", List.of(ATTACHMENT), JSON, A2UI);

    private static final String ROUTED_JSON = """
        {"text":"hi","thread_id":"302","in_reply_to_message_id":"9","broadcast":true,"auto_ack_text":"one moment",
         "auto_reaction":"👍","attachments":[%s],"structured_json":{"n":[1,1.50,null,true,"x"]},
         "a2ui_update":{"surface":"board","patch_json":[{"op":"add"}]}}\
        """.formatted(ATTACHMENT_JSON);

    static final Capability CAPABILITY = new Capability(
            false, "no", "channel.send", ApprovalMode.REQUIRED, RiskLevel.HIGH, "message.send", List.of("send"));

    private static final String CAPABILITY_JSON = """
        {"supported":false,"reason":"no","policy_action":"channel.send","approval_mode":"required",
         "risk_level":"high","audit_event_type":"message.send","required_permissions":["send"]}\
        """;

    static final Preflight PREFLIGHT = new Preflight(
            true,
            "channel.message.edit",
            ApprovalMode.CONDITIONAL,
            RiskLevel.CONDITIONAL,
            "message.edit",
            List.of("manage"),
            "fine");

    private static final String PREFLIGHT_JSON = """
        {"allowed":true,"policy_action":"channel.message.edit","approval_mode":"conditional",
         "risk_level":"conditional","audit_event_type":"message.edit","required_permissions":["manage"],
         "reason":"fine"}\
        """;

    static final MessageRecord RECORD =
            new MessageRecord(LOCATOR, SENDER, "Ada", "hello", true, MESSAGE, 5, 6L, List.of(ATTACHMENT));

    private static final String RECORD_JSON = """
        {"locator":%s,"sender_id":"7","sender_display":"Ada","body":"hello","connector_authored":true,
         "in_reply_to_message_id":"9","created_at_unix_ms":5,"edited_at_unix_ms":6,"attachments":[%s]}\
        """.formatted(LOCATOR_JSON, ATTACHMENT_JSON);

    static final ConnectorCapabilitySet CAPABILITIES = new ConnectorCapabilitySet(
            CAPABILITY,
            CAPABILITY,
            CAPABILITY,
            CAPABILITY,
            CAPABILITY,
            CAPABILITY,
            CAPABILITY,
            CAPABILITY,
            new MessageCapabilities(
                    CAPABILITY,
                    CAPABILITY,
                    CAPABILITY,
                    CAPABILITY,
                    CAPABILITY,
                    CAPABILITY,
                    CAPABILITY,
                    CAPABILITY,
                    CAPABILITY),
            new ContentCapabilities(CAPABILITY, CAPABILITY, CAPABILITY, CAPABILITY),
            new CapabilityLimits(2000, 40, 10, 8_388_608, 900_000L));

    private Samples() {}

    static Stream<Sample> all() {
        return Stream.of(values(), answers(), outcomes(), operations()).flatMap(samples -> samples);
    }

    private static Stream<Sample> values() {
        return Stream.of(
                Sample.of(new ConnectorKind("discord"), "\"discord\""),
                Sample.of(CONNECTOR, "\"discord:ops\""),
                Sample.of(ENVELOPE, "\"01J0\""),
                Sample.of(CONVERSATION, "\"301\""),
                Sample.of(THREAD, "\"302\""),
                Sample.of(SENDER, "\"7\""),
                Sample.of(MESSAGE, "\"9\""),
                Sample.of(new Principal("channel:discord:ops"), "\"channel:discord:ops\""),
                Sample.of(JSON, "{\"n\":[1,1.50,null,true,\"x\"]}"),
                Sample.of(A2UI, "{\"surface\":\"board\",\"patch_json\":[{\"op\":\"add\"}]}"),
                Sample.of(ATTACHMENT, ATTACHMENT_JSON),
                Sample.of(
                        ConnectorInstanceSpec.forAccount(new ConnectorKind("discord"), "ops")
                                .withEgressAllowlist(List.of("discord.com", "*.discord.gg"))
                                .withEnabled(true),
                        """
                        {"connector_id":"discord:ops","kind":"discord","principal":"channel:discord:ops",
                         "auth_profile_ref":"discord.ops","token_vault_ref":"global/discord_bot_token.ops",
                         "egress_allowlist":["discord.com","*.discord.gg"],"enabled":true}\
                        """),
                Sample.of(INBOUND, """
                    {"envelope_id":"01J0","connector_id":"discord:ops","conversation_id":"301","thread_id":"302",
                     "sender_id":"7","sender_display":"Ada","body":"hello","adapter_message_id":"9",
                     "adapter_thread_id":"303","received_at_unix_ms":1700000000000,"is_direct_message":true,
                     "requested_broadcast":true,"sender_is_bot":true,"in_reply_to_message_id":"8",
                     "in_reply_to_body":"what do you say?","attachments":[%s]}\
                    """.formatted(ATTACHMENT_JSON)),
                Sample.of(
                        new OutboundMessageRequest(
                                ENVELOPE,
                                CONNECTOR,
                                CONVERSATION,
                                THREAD,
                                MESSAGE,
                                "hi",
                                true,
                                "one moment",
                                "👍",
                                List.of(ATTACHMENT),
                                JSON,
                                A2UI,
                                5000,
                                1000),
                        """
                        {"envelope_id":"01J0","connector_id":"discord:ops","conversation_id":"301",
                         "reply_thread_id":"302","in_reply_to_message_id":"9","text":"hi","broadcast":true,
                         "auto_ack_text":"one moment","auto_reaction":"👍","attachments":[%s],
                         "structured_json":{"n":[1,1.50,null,true,"x"]},
                         "a2ui_update":{"surface":"board","patch_json":[{"op":"add"}]},
                         "timeout_ms":5000,"max_payload_bytes":1000}\
                        """.formatted(ATTACHMENT_JSON)),
                Sample.of(CAPABILITY, CAPABILITY_JSON),
                Sample.of(CAPABILITIES, """
                    {"lifecycle":@,"status":@,"logs":@,"health_refresh":@,"resolve":@,"pairings":@,"qr":@,
                     "webhook_ingress":@,"message":{"send":@,"thread":@,"reply":@,"read":@,"search":@,"edit":@,
                     "delete":@,"react_add":@,"react_remove":@},
                     "content":{"auto_ack_text":@,"auto_reaction":@,"structured_json":@,"a2ui_update":@},
                     "limits":{"text_chars_max":2000,"text_lines_max":40,"attachments_max":10,
                     "attachment_bytes_max":8388608,"edit_age_ms_max":900000}}\
                    """.replace("@", CAPABILITY_JSON)));
    }

    private static Stream<Sample> answers() {
        return Stream.of(
                Sample.of(ROUTED, ROUTED_JSON),
                Sample.of(
                        new RouteInboundResult(
                                true, true, "routed", "agent:1", 2, 31L, List.of(RoutedOutput.of(ROUTED))),
                        """
                        {"accepted":true,"queued_for_retry":true,"decision_reason":"routed","route_key":"agent:1",
                         "retry_attempt":2,"route_message_latency_ms":31,"outputs":[%s]}\
                        """.formatted(ROUTED_JSON)),
                Sample.of(new InboundIngestOutcome(true, true, true, "routed", "agent:1", 3, 2), """
                    {"accepted":true,"duplicate":true,"queued_for_retry":true,"decision_reason":"routed",
                     "route_key":"agent:1","enqueued_outbound":3,"immediate_delivery":2}\
                    """));
    }

    private static Stream<Sample> outcomes() {
        return Stream.of(
                Sample.of(new DeliveryOutcome.Delivered(MESSAGE), """
                    {"outcome":"delivered","native_message_id":"9"}\
                    """),
                Sample.of(new DeliveryOutcome.Retry(RetryClass.RATE_LIMIT, "429", Duration.ofMillis(1500)), """
                    {"outcome":"retry","class":"rate_limit","reason":"429","retry_after_ms":1500}\
                    """),
                Sample.of(new DeliveryOutcome.PermanentFailure("401", Fault.CONNECTOR, Readiness.AUTH_FAILED), """
                    {"outcome":"permanent_failure","reason":"401","fault":"connector","readiness":"auth_failed"}\
                    """),
                Sample.of(new DeliveryOutcome.Unknown("cut"), """
                    {"outcome":"unknown","reason":"cut"}\
                    """),
                Sample.of(
                        new DeliveryReceipt(
                                ReceiptState.UNKNOWN, "discord:ops:01J0", MESSAGE, 1500L, "rate_limit: 429"),
                        """
                        {"state":"unknown","idempotency_key":"discord:ops:01J0","external_message_id":"9",
                         "retry_after_ms":1500,"reason":"rate_limit: 429"}\
                        """));
    }

    private static Stream<Sample> operations() {
        return Stream.of(
                Sample.of(TARGET, "{\"conversation_id\":\"301\",\"thread_id\":\"302\"}"),
                Sample.of(LOCATOR, LOCATOR_JSON),
                Sample.of(new ReadRequest(TARGET, null, MESSAGE, null, null, 10), """
                    {"conversation_id":"301","thread_id":"302","before_message_id":"9","limit":10}\
                    """),
                Sample.of(new SearchRequest(TARGET, "tea", SENDER, true, MESSAGE, 10), """
                    {"conversation_id":"301","thread_id":"302","query":"tea","author_id":"7",
                     "has_attachments":true,"before_message_id":"9","limit":10}\
                    """),
                Sample.of(new EditRequest(LOCATOR, "new"), "{\"locator\":%s,\"body\":\"new\"}".formatted(LOCATOR_JSON)),
                Sample.of(
                        new DeleteRequest(LOCATOR, "spam"),
                        "{\"locator\":%s,\"reason\":\"spam\"}".formatted(LOCATOR_JSON)),
                Sample.of(new ReactRequest(LOCATOR, "👍"), "{\"locator\":%s,\"emoji\":\"👍\"}".formatted(LOCATOR_JSON)),
                Sample.of(PREFLIGHT, PREFLIGHT_JSON),
                Sample.of(RECORD, RECORD_JSON),
                Sample.of(new ReadResult(PREFLIGHT, TARGET, MESSAGE, List.of(RECORD), MESSAGE, MESSAGE), """
                    {"preflight":%s,"conversation_id":"301","thread_id":"302","exact_message_id":"9",
                     "messages":[%s],"next_before_message_id":"9","next_after_message_id":"9"}\
                    """.formatted(
                                PREFLIGHT_JSON, RECORD_JSON)),
                Sample.of(
                        new SearchResult(PREFLIGHT, List.of(RECORD), MESSAGE),
                        "{\"preflight\":%s,\"matches\":[%s],\"next_before_message_id\":\"9\"}"
                                .formatted(PREFLIGHT_JSON, RECORD_JSON)),
                Sample.of(
                        new MutationResult(
                                PREFLIGHT,
                                LOCATOR,
                                MutationStatus.REACTION_ADDED,
                                "why",
                                RECORD,
                                new MessageDiff("old", "new")),
                        """
                        {"preflight":%s,"locator":%s,"status":"reaction_added","reason":"why","message":%s,
                         "diff":{"before_body":"old","after_body":"new"}}\
                        """.formatted(PREFLIGHT_JSON, LOCATOR_JSON, RECORD_JSON)));
    }
}
