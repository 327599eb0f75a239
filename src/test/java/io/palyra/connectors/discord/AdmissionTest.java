package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.discord.Channel;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.Message;
import io.palyra.connectors.lane.storage.DeadLetterStore;
import io.palyra.connectors.supervisor.DeadLetterDecisions.Decision;
import io.palyra.connectors.supervisor.DeadLetterDesk;
import io.palyra.connectors.testkit.InboxGate;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A message that the inbox does not take at once is taken later, in its place; the cursor does not pass it. */
class AdmissionTest {

    /** More than a lane keeps while it cannot hand them on. */
    private static final int FLOOD = 1_100;

    private static final String GATE = "discord.test.gate";

    @TempDir
    private Path folder;

    private FakeDiscord discord;
    private Channel channel;

    @BeforeEach
    void start() throws Exception {
        discord = FakeDiscord.start();
        channel = discord.channel();
    }

    @AfterEach
    void stop() throws Exception {
        System.clearProperty(GATE);
        discord.close();
    }

    private Message says(String text) {
        return discord.userSays(channel, discord.user(), text);
    }

    private static void awaitCursor(ProgramUnderTest program, Channel of, Message reached) {
        program.within()
                .untilAsserted(() -> assertThat(Snowflake.compare(program.cursor("channel:" + of.id()), reached.id()))
                        .isNotNegative());
    }

    private static Object count(ProgramUnderTest program, String what) {
        return program.runtimeOf("inbound").get(what);
    }

    @Test
    void aMessageThatTheStoreRefusesIsAdmittedLaterInItsPlace() throws Exception {
        InboxGate store = new InboxGate();
        try (ProgramUnderTest program =
                ProgramUnderTest.in(folder).discord(discord).store(store).start()) {
            Message one = says("one");
            program.awaitAnswers(channel.id(), List.of("one"));
            store.refuse(true);
            Message two = says("two");
            Message three = says("three");
            program.within().alias("refused more than once").until(() -> store.refused() >= 2);
            awaitCursor(program, channel, one);
            assertThat(Snowflake.compare(program.cursor("channel:" + channel.id()), two.id()))
                    .isNegative();
            store.refuse(false);
            program.awaitAnswers(channel.id(), List.of("one", "two", "three"));
            awaitCursor(program, channel, three);
            assertThat(program.events("inbound.received")).hasSize(3);
        }
    }

    @Test
    void theCursorOfAChannelIsThereBeforeItsFirstMessage() throws Exception {
        InboxGate store = new InboxGate();
        try (ProgramUnderTest program =
                ProgramUnderTest.in(folder).discord(discord).store(store).start()) {
            store.refuse(true);
            Message one = says("one");
            program.within().alias("refused").until(() -> store.refused() >= 1);
            assertThat(program.cursor("channel:" + channel.id())).isNotEmpty();
            assertThat(Snowflake.compare(program.cursor("channel:" + channel.id()), one.id()))
                    .isNegative();
            store.refuse(false);
            program.awaitAnswers(channel.id(), List.of("one"));
        }
    }

    @Test
    void aMessageThatAUsersStepRefusesHoldsBackItsOwnChannelAlone() throws Exception {
        System.setProperty(GATE, "closed");
        RoutesUnderTest routes = RoutesUnderTest.copy(folder)
                .edit("inbound.camel.yaml", "        - to:\n            id: admit", """
                                - choice:
                                    when:
                                      - simple: "${body.body} == 'two' && ${sys.discord.test.gate} == 'closed'"
                                        steps:
                                          - throwException:
                                              exceptionType: java.lang.IllegalStateException
                                              message: not now
                                - to:
                                    id: admit""".indent(8)
                        .stripTrailing());
        try (ProgramUnderTest program =
                ProgramUnderTest.in(folder).discord(discord).routes(routes).start()) {
            Message one = says("one");
            Message two = says("two");
            says("three");
            Channel other = discord.addChannel(discord.guild(), "other");
            discord.userSays(other, discord.user(), "elsewhere");
            program.awaitAnswers(other.id(), List.of("elsewhere"));
            program.awaitAnswers(channel.id(), List.of("one"));
            awaitCursor(program, channel, one);
            assertThat(Snowflake.compare(program.cursor("channel:" + channel.id()), two.id()))
                    .isNegative();
            assertThat(count(program, "channels_waiting")).isEqualTo(1L);
            System.setProperty(GATE, "open");
            program.awaitAnswers(channel.id(), List.of("one", "two", "three"));
        }
    }

    /** Live, and from history after a restart. */
    @Test
    void aMessageThatAStepAlwaysFailsForIsADeadLetterAndHoldsNothingUp() throws Exception {
        RoutesUnderTest routes = RoutesUnderTest.copy(folder)
                .quickRetries(4)
                .edit("retries.camel.yaml", "backOffMultiplier: 2", "backOffMultiplier: 1.1")
                .edit("inbound.camel.yaml", "        - to:\n            id: admit", """
                                - filter:
                                    simple: "${body.body} contains 'poison'"
                                    steps:
                                      - setBody:
                                          constant: nonsense
                                - to:
                                    id: admit""".indent(8)
                        .stripTrailing());
        try (ProgramUnderTest program =
                ProgramUnderTest.in(folder).discord(discord).routes(routes).start()) {
            says("poison");
            says("one");
            program.awaitAnswers(channel.id(), List.of("one"));
            program.stop();
            says("poison from history");
            Message two = says("two");
            program.startAgain();
            program.awaitAnswers(channel.id(), List.of("one", "two"));
            awaitCursor(program, channel, two);
            assertThat(program.events("inbound.dead_letter")).hasSize(2).allSatisfy(event -> assertThat(event.message())
                    .contains("failed 5 times: document: value is not valid JSON"));

            DeadLetterDesk desk = program.program().deadLetterDesk();
            assertThat(desk.decideAll(program.id(), DeadLetterStore.Filter.ANY, 10, Decision.REPLAY)
                            .done())
                    .isEqualTo(2);

            program.awaitAnswers(channel.id(), List.of("one", "two", "poison", "poison from history"));
        }
    }

    @Test
    void whatIsTooMuchToKeepIsReadFromHistory() throws Exception {
        InboxGate store = new InboxGate();
        try (ProgramUnderTest program =
                ProgramUnderTest.in(folder).discord(discord).store(store).start()) {
            CountDownLatch open = store.hold();
            List<String> texts =
                    IntStream.range(0, FLOOD).mapToObj(n -> "m" + n).toList();
            texts.forEach(this::says);
            program.within().alias("forgets").until(() -> Long.valueOf(1).equals(count(program, "overflows")));
            open.countDown();
            program.awaitAnswers(channel.id(), texts);
            assertThat((Long) count(program, "messages_from_history")).isPositive();
        }
    }
}
