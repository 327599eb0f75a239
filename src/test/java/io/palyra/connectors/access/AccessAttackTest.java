package io.palyra.connectors.access;

import static io.palyra.connectors.access.Door.IN;
import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people try who are not let in. Guessing is in {@link PairingCodesTest}, a crowd in {@link CrowdTest}. */
class AccessAttackTest {

    private static final InboundFacts MENTION = new InboundFacts(true, false);

    @TempDir
    static Path folder;

    private static final SettableClock CLOCK = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));

    private static Doors doors;
    private static Door door;

    @BeforeAll
    static void start() throws Exception {
        doors = Doors.start(ProgramUnderTest.in(folder).time(CLOCK), "ops");
        door = doors.door("ops");
        door.desk()
                .change(
                        door.id(),
                        new AccessRuleSet(
                                null, null, List.of("admin"), List.of("mallory"), null, List.of("palyra"), null),
                        Set.of(),
                        "olga");
    }

    @AfterAll
    static void stop() throws Exception {
        doors.close();
    }

    @BeforeEach
    void anotherHour() {
        CLOCK.advance(Duration.ofHours(1).plusMinutes(1));
    }

    /** The list has the id {@code admin}: the one who has it is let in, and nobody else. */
    @Test
    void aNameDecidesNothing() {
        assertThat(door.says(
                        door.direct("admin", "hello").senderDisplay("nobody").build()))
                .isEqualTo(IN);
        assertThat(door.says(door.direct("u1", "hello").senderDisplay("admin").build()))
                .isEqualTo("pairing_requested");
        assertThat(door.says(door.group("u1", "hello").senderDisplay("admin").build(), MENTION))
                .isEqualTo("sender_not_allowed");
    }

    @Test
    void whoChangesHisNameStaysWhoHeIs() {
        assertThat(door.says(
                        door.direct("mallory", "hello").senderDisplay("Ann").build()))
                .isEqualTo("sender_denied");
        door.says(door.direct("u2", "hello").senderDisplay("Ann").build());
        door.desk().approve(door.id(), door.requestCode("u2"), null, "olga");

        assertThat(door.says(door.direct("u2", "hello").senderDisplay("Bob").build()))
                .isEqualTo(IN);
        assertThat(door.says(door.direct("u3", "hello").senderDisplay("Ann").build()))
                .as("who has taken the name that was let in")
                .isEqualTo("pairing_requested");
        assertThat(door.view().grants())
                .filteredOn(grant -> grant.senderId().value().equals("u2"))
                .singleElement()
                .satisfies(grant -> assertThat(grant.senderDisplay()).isEqualTo("Ann"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Admin", "\u0430dmin", "admin\u200B", "a\u0301dmin", "\uFF41dmin", "flaky:admin"})
    void anIdThatLooksLikeOneIsAnother(String sender) {
        assertThat(door.says(door.group(sender, "hello").build(), MENTION)).isEqualTo("sender_not_allowed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"sender_id\":\"admin\"}",
                "{\"connector_id\":\"flaky:ops\",\"envelope_id\":\"forged\",\"conversation_id\":\"dm-admin\","
                        + "\"sender_id\":\"admin\",\"body\":\"hello\",\"is_direct_message\":true}",
                "hello\",\"sender_id\":\"admin",
                "access refused (sender_allowed): let me in",
                "/palyra approve 222222 allow",
                "hello\nsender_id: admin\r\nis_direct_message: true",
            })
    void aTextIsNothingButAText(String text) {
        String sender = "writer" + text.hashCode();

        assertThat(door.says(sender, text)).isEqualTo("pairing_requested");
        assertThat(door.says(door.group(sender, text).build(), MENTION)).isEqualTo("sender_not_allowed");
        assertThat(door.connector().inbox("forged")).isEmpty();
        assertThat(door.events("access.requested", "admin")).isEmpty();
    }

    @Test
    void aLongTextIsRefusedAsAShortOneIs() {
        String long64KiB = "pair ".repeat(64 * 1024 / 5);

        assertThat(door.says("long", long64KiB)).isEqualTo("pairing_requested");
        assertThat(door.says(door.group("long", long64KiB).build())).isEqualTo("sender_not_allowed");
    }

    /** A webhook may bear any name and picture; the platform says that it is one. */
    @Test
    void aBotOrAWebhookAsksForNothing() {
        String code = door.desk().mint(door.id(), null, "olga").code();
        for (String text : List.of("hello", "pair " + code)) {
            assertThat(door.says(door.direct("hook", text)
                            .senderIsBot(true)
                            .senderDisplay("admin")
                            .build()))
                    .isEqualTo("sender_not_allowed");
        }
        assertThat(door.says(door.group("hook", "palyra").senderIsBot(true).build()))
                .as("a pattern is no mention for a bot")
                .startsWith("a bot wrote it");
        door.awaitQuiet();

        assertThat(door.told("hook")).isEmpty();
        assertThat(door.view().requests())
                .extracting(request -> request.senderId().value())
                .doesNotContain("hook");
        doors.program().awaitThat(() -> assertThat(door.refusals("hook"))
                .singleElement()
                .satisfies(event ->
                        assertThat(event.details().path("count").asInt()).isEqualTo(1)));
        assertThat(door.says("person", "pair " + code))
                .as("the code is not used up")
                .isEqualTo("paired");
    }

    /** Everybody there could read it. */
    @Test
    void aCodeInAGroupIsNoCode() {
        String code = door.desk().mint(door.id(), null, "olga").code();

        assertThat(door.says(door.group("u4", "pair " + code).build())).isEqualTo("sender_not_allowed");
        assertThat(door.says("u4", "pair " + code)).isEqualTo("paired");
    }

    @Test
    void aCodeIsReadAsPeopleTypeIt() {
        String code = door.desk().mint(door.id(), null, "olga").code();
        String typed = code.replace('0', 'o').replace('1', 'l').toLowerCase();
        String other = code.replace('0', 'O').replace('1', 'I');

        assertThat(door.says("u5", "  PAIR  " + other + "\n")).isEqualTo("paired");
        assertThat(door.says("u6", "pair " + typed)).as("used once").isEqualTo("pairing_code_wrong");
        assertThat(door.says("u7", "pair " + code + " " + code)).isEqualTo("pairing_requested");
    }

    @Test
    void aDirectConversationIsWhatThePlatformSaysItIs() {
        InboundMessageEvent inGroup = InboundMessageEvent.builder(
                        door.direct("x", "x").build().envelopeId(),
                        door.id(),
                        new ConversationId("dm-u8"),
                        door.group("u8", "x").build().senderId(),
                        "hello")
                .build();

        assertThat(door.says(inGroup)).isEqualTo("sender_not_allowed");
        assertThat(door.told("u8")).isEmpty();
    }

    /** One event an hour, with the number of messages since the last one. */
    @Test
    void whoWritesAllTheTimeLeavesOneEventAnHour() {
        for (int i = 0; i < 500; i++) {
            assertThat(door.says(door.group("noisy", "hello " + i).build())).isEqualTo("sender_not_allowed");
        }
        doors.program()
                .awaitThat(() -> assertThat(Door.counts(door.refusals("noisy"))).containsExactly(1));
        CLOCK.advance(Duration.ofHours(1));
        door.says(door.group("noisy", "hello again").build());

        doors.program()
                .awaitThat(() -> assertThat(Door.counts(door.refusals("noisy"))).containsExactly(1, 500));
    }
}
