package io.palyra.connectors.access;

import static io.palyra.connectors.access.Door.IN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.SenderId;
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

/**
 * Goal: a stranger asks once, is told once, and gets in by an operator's word alone. Method: the real program and its routes;
 * people write on the platform of one instance; time stands still until the test moves it.
 */
class PairingTest {

    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    @TempDir
    static Path folder;

    private static final SettableClock CLOCK = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));

    private static Doors doors;
    private static Door door;

    @BeforeAll
    static void start() throws Exception {
        doors = Doors.start(ProgramUnderTest.in(folder).time(CLOCK), "ops", "other");
        door = doors.door("ops");
    }

    @AfterAll
    static void stop() throws Exception {
        doors.close();
    }

    /** Answers are counted by the minute. */
    @BeforeEach
    void anotherMinute() {
        CLOCK.advance(A_MINUTE);
    }

    private static String pairingText(String sender) {
        return "Hello. Before I may answer you here, an operator has to let you in. Your request has the code "
                + door.requestCode(sender) + ": tell it to whoever runs this bot.";
    }

    @Test
    void aStrangerAsksOnceIsToldOnceAndIsLetInByAnOperator() {
        assertThat(door.says("ann", "hello")).isEqualTo("pairing_requested");
        assertThat(door.says("ann", "hello?")).isEqualTo("pairing_pending");
        String text = pairingText("ann");
        door.awaitTold("ann", text);
        PairingRequest request = door.view().requests().stream()
                .filter(one -> one.senderId().value().equals("ann"))
                .findFirst()
                .orElseThrow();
        assertThat(request.code()).isEqualTo(door.requestCode("ann"));
        assertThat(door.connector().inbox(lastRefused("ann"))).isEmpty();

        Grant grant = door.desk().approve(door.id(), request.code().toLowerCase(), null, "olga");
        door.awaitTold("ann", text, Answers.LET_IN);
        assertThat(door.says("ann", "who is on call?")).isEqualTo(IN);
        door.awaitTold("ann", text, Answers.LET_IN, "echo: who is on call?");

        assertThat(grant.by()).isEqualTo("olga");
        assertThat(door.view().requests()).extracting(PairingRequest::senderId).doesNotContain(new SenderId("ann"));
        assertThat(door.events("access.requested", "ann")).hasSize(1);
        assertThat(door.events("access.approved", "ann")).singleElement().satisfies(event -> assertThat(
                        event.details().path("operator").asText())
                .isEqualTo("olga"));
        assertThat(Door.counts(door.refusals("ann"))).containsExactly(1);
        assertThatThrownBy(() -> door.desk().approve(door.id(), request.code(), null, "olga"))
                .isInstanceOf(UnknownAccessException.class)
                .hasMessageContaining(request.code());
    }

    /** Written soon after the message was refused. */
    private static String lastRefused(String sender) {
        doors.program().awaitThat(() -> assertThat(door.refusals(sender)).isNotEmpty());
        return door.refusals(sender).get(0).details().path("envelope_id").asText();
    }

    @Test
    void whoIsDeniedIsToldNothingMoreAndMayAskAgainTheNextDay() {
        door.says("bea", "hello");
        door.desk().deny(door.id(), door.requestCode("bea"), "olga");
        String told = pairingText("bea");

        assertThat(door.says("bea", "hello?")).isEqualTo("pairing_denied");
        door.awaitQuiet();
        door.awaitTold("bea", told);

        CLOCK.advance(Pairing.REQUEST_TTL.minusMillis(1));
        assertThat(door.says("bea", "hello?")).isEqualTo("pairing_denied");
        CLOCK.advance(Duration.ofMillis(1));
        assertThat(door.says("bea", "hello again")).isEqualTo("pairing_requested");
        doors.program().awaitThat(() -> assertThat(door.told("bea")).hasSize(2));
    }

    @Test
    void aRequestEndsAfterADay() {
        door.says("cid", "hello");
        String code = door.requestCode("cid");

        CLOCK.advance(Pairing.REQUEST_TTL);

        assertThat(door.view().requests()).extracting(PairingRequest::code).doesNotContain(code);
        assertThatThrownBy(() -> door.desk().approve(door.id(), code, null, "olga"))
                .isInstanceOf(UnknownAccessException.class);
        assertThat(door.says("cid", "hello")).isEqualTo("pairing_requested");
    }

    @Test
    void aGrantEndsWhenItWasSaidTo() {
        door.says("dan", "hello");
        long ttl = Duration.ofHours(2).toMillis();
        door.desk().approve(door.id(), door.requestCode("dan"), ttl, "olga");
        assertThat(door.says("dan", "one")).isEqualTo(IN);

        CLOCK.advance(Duration.ofMillis(ttl - 1));
        assertThat(door.says("dan", "two")).isEqualTo(IN);
        CLOCK.advance(Duration.ofMillis(1));
        assertThat(door.says("dan", "three")).isEqualTo("pairing_requested");
        assertThat(door.view().grants()).extracting(Grant::senderId).doesNotContain(new SenderId("dan"));
    }

    @Test
    void whoIsRevokedIsAStrangerAtOnce() throws Exception {
        letIn("eve");
        assertThat(door.says("eve", "one")).isEqualTo(IN);

        door.desk().revoke(door.id(), new SenderId("eve"), "olga");

        assertThat(door.says("eve", "two")).isEqualTo("pairing_requested");
        assertThat(door.events("access.revoked", "eve")).hasSize(1);
        assertThatThrownBy(() -> door.desk().revoke(door.id(), new SenderId("eve"), "olga"))
                .isInstanceOf(UnknownAccessException.class);
    }

    @Test
    void whatWasDecidedSurvivesARestart() throws Exception {
        letIn("fay");
        door.says("gil", "hello");
        String told = pairingText("gil");
        door.says("hal", "hello");
        door.desk().deny(door.id(), door.requestCode("hal"), "olga");

        doors.program().restart();

        assertThat(door.view().grants()).extracting(Grant::senderId).contains(new SenderId("fay"));
        assertThat(door.says("fay", "one")).isEqualTo(IN);
        assertThat(door.says("gil", "hello?")).isEqualTo("pairing_pending");
        assertThat(door.says("hal", "hello?")).isEqualTo("pairing_denied");
        door.awaitQuiet();
        door.awaitTold("gil", told);
    }

    /** As a platform gives it after a kill, or whoever reads back a history. */
    @Test
    void theSameMessageOnceMoreChangesNothing() {
        InboundMessageEvent hello = door.direct("ida", "hello").build();
        InboundMessageEvent wrong = door.direct("ida", "pair 22222222").build();
        InboundMessageEvent right = door.direct(
                        "ida",
                        "pair " + door.desk().mint(door.id(), null, "olga").code())
                .build();
        assertThat(door.says(hello)).isEqualTo("pairing_requested");
        assertThat(door.says(hello)).isEqualTo("pairing_pending");
        for (int i = 0; i <= Pairing.WRONG_CODES_OF_SENDER; i++) {
            assertThat(door.says(wrong)).isEqualTo("pairing_code_wrong");
        }
        assertThat(door.says(right)).isEqualTo("paired");
        assertThat(door.says(right)).isEqualTo("paired_before");
        assertThat(door.says(hello)).isEqualTo(IN);

        door.awaitQuiet();
        assertThat(door.told("ida"))
                .startsWith(pairingTextOf(door.told("ida").get(0)), Answers.WRONG_CODE, Answers.PAIRED)
                .hasSize(4);
        assertThat(door.events("access.paired", "ida")).hasSize(1);
        assertThat(door.view().grants())
                .filteredOn(grant -> grant.senderId().value().equals("ida"))
                .hasSize(1);
    }

    private static String pairingTextOf(String told) {
        assertThat(told).contains("an operator has to let you in");
        return told;
    }

    @Test
    void rulesThatAreEditedHoldForTheNextMessage() {
        assertThat(doors.door("other").says("joe", "hello")).isEqualTo("pairing_requested");
        AccessRuleSet changes =
                new AccessRuleSet(null, null, List.of("joe"), null, null, List.of("palyra"), "Ask for {code}.");

        doors.door("other").desk().change(doors.door("other").id(), changes, Set.of(), "olga");

        assertThat(doors.door("other").says("joe", "hello")).isEqualTo(IN);
        assertThat(door.says("joe", "hello"))
                .as("the other instance's rules are its own")
                .isEqualTo("pairing_requested");
        assertThat(doors.door("other")
                        .says(doors.door("other").group("joe", "palyra?").build()))
                .isEqualTo(IN);
        assertThat(doors.door("other").says("kim", "hello")).isEqualTo("pairing_requested");
        doors.door("other").awaitTold("kim", "Ask for " + doors.door("other").requestCode("kim") + ".");

        doors.door("other")
                .desk()
                .change(doors.door("other").id(), AccessRuleSet.NONE, Set.of(AccessRuleSet.Field.ALLOW_FROM), "olga");
        assertThat(doors.door("other").says("joe", "hello")).isEqualTo("pairing_pending");
    }

    @Test
    void aFieldThatTheSettingsOwnIsNotChanged() {
        AccessRuleSet open = new AccessRuleSet(DirectRule.OPEN, null, null, null, null, null, null);

        assertThatThrownBy(() -> door.desk().change(door.id(), open, Set.of(), "olga"))
                .isInstanceOf(AccessStateException.class)
                .hasMessageContaining("palyra.connectors.flaky.ops.access-dm");
    }

    /** What one instance knows of a sender is nothing to another one. */
    @Test
    void instancesShareNothing() {
        letIn("lea");

        assertThat(door.says("lea", "hello")).isEqualTo(IN);
        assertThat(doors.door("other").says("lea", "hello")).isEqualTo("pairing_requested");
        String code = door.desk().mint(door.id(), null, "olga").code();
        assertThat(doors.door("other").says("lea", "pair " + code)).isEqualTo("pairing_code_wrong");
        assertThat(door.says("max", "pair " + code)).isEqualTo("paired");
    }

    @Test
    void aGrantIsForDirectConversations() {
        letIn("ned");

        assertThat(door.says(door.group("ned", "hello").build())).isEqualTo("not_mentioned");
        assertThat(door.says(door.group("ned", "hello").build(), new InboundFacts(true, false)))
                .isEqualTo(IN);
    }

    private static void letIn(String sender) {
        door.says(sender, "hello");
        door.desk().approve(door.id(), door.requestCode(sender), null, "olga");
    }
}
