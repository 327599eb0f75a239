package io.palyra.connectors.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.events.EventType;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.telegram.Chat;
import io.palyra.connectors.fake.telegram.FakeTelegram;
import io.palyra.connectors.fake.telegram.Message;
import io.palyra.connectors.fake.telegram.Posted;
import io.palyra.connectors.fake.telegram.TelegramFault;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.testkit.LoopbackTelegram;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** How the outbox gets texts to Telegram; {@link TelegramPartsTest} has those with files. One program; each test has a chat of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TelegramOutboxTest {

    private FakeTelegram telegram;
    private ProgramUnderTest program;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        telegram = FakeTelegram.start();
        program = ProgramUnderTest.in(folder).telegram(telegram).start();
    }

    @AfterAll
    void stop() throws Exception {
        program.close();
        telegram.close();
    }

    private List<Posted> made(Chat in) {
        return telegram.ledger().accepted(OpenTelegram.id(in));
    }

    @Test
    void aGroupThatBecomesASupergroupTakesAlongFiftyMessagesThatWait() {
        Chat group = telegram.addGroup("Growing");
        program.supervision().queues().pause(LoopbackTelegram.OPS, "a test");
        List<String> texts = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                texts.add("waits " + i);
                program.enqueue("grow" + i, OpenTelegram.id(group), texts.get(i));
            }
            Chat now = telegram.upgrades(group);
            program.supervision().queues().resume(LoopbackTelegram.OPS);
            program.within().until(() -> made(now).size() == 50);
            assertThat(telegram.ledger().texts(OpenTelegram.id(now))).isEqualTo(texts);
            assertThat(made(group)).isEmpty();
            long toOld = telegram.calls().stream()
                    .filter(call ->
                            call.method().equals("sendmessage") && call.chat().equals(OpenTelegram.id(group)))
                    .count();
            assertThat(toOld).as("learned once at most").isLessThanOrEqualTo(1);
            // The daemon may know either name
            program.enqueue("grow50", OpenTelegram.id(now), "as it is now");
            program.awaitDelivered("grow50");
            assertThat(made(now).get(50).text()).isEqualTo("as it is now");
        } finally {
            program.supervision().queues().resume(LoopbackTelegram.OPS);
        }
    }

    @Test
    void whatIsUnknownWaitsForAnOperatorAndIsNotSentAgain() {
        Chat group = telegram.addGroup("In doubt");
        telegram.faults().times(1, TelegramFault.to("sendMessage", group), Fault.closedAfterAccepting());
        program.enqueue("doubt", OpenTelegram.id(group), "nobody knows");
        program.awaitState("doubt", OutboxState.UNKNOWN);
        program.enqueue("behind", OpenTelegram.id(group), "behind it");
        assertThat(program.events("doubt", EventType.OUTBOX_UNKNOWN))
                .singleElement()
                .satisfies(event -> assertThat(event.message())
                        .contains(
                                "in the chat " + group.id(),
                                "a text of 12 characters",
                                "@" + telegram.bot().username(),
                                "would show a second send as well")
                        .doesNotContain("nobody knows", telegram.token()));
        assertThat(program.status().readiness().wireName()).isEqualTo("ready");
        assertThat(made(group)).hasSize(1);
        assertThat(program.outbox("behind").state()).isEqualTo(OutboxState.PENDING);
    }

    @Test
    void whoeverPrefersADoubleToAWaitHasOne(@TempDir Path other) throws Exception {
        try (FakeTelegram own = FakeTelegram.start();
                ProgramUnderTest resending = ProgramUnderTest.in(other)
                        .telegram(own)
                        .settings(LoopbackTelegram.option("resend-unknown") + "=true")
                        .start()) {
            own.faults().times(1, TelegramFault.to("sendMessage"), Fault.closedAfterAccepting());
            resending.enqueue("doubt", OpenTelegram.id(own.group()), "twice");
            resending.awaitDelivered("doubt");
            assertThat(own.ledger().texts(OpenTelegram.id(own.group()))).containsExactly("twice", "twice");
        }
    }

    @Test
    void aLongTextIsSeveralMessagesOfWhichTheFirstIsTheReply() {
        Chat group = telegram.addGroup("Long");
        Message asked = telegram.says(group, telegram.person(), "tell me all");
        String text = ("# Chapter\n\nSome **bold** words and `code`.\n\n" + "word ".repeat(300) + "\n\n").repeat(6);
        program.enqueue(program.message("long", OpenTelegram.id(group), text)
                .inReplyToMessageId(new MessageId(String.valueOf(asked.id())))
                .build());
        program.awaitDelivered("long");
        program.within().until(() -> made(group).size() == 3);
        assertThat(made(group).get(0).replyTo()).contains(asked.id());
        assertThat(made(group).subList(1, 3))
                .allSatisfy(part -> assertThat(part.replyTo()).isEmpty());
        assertThat(made(group))
                .allSatisfy(part -> assertThat(part.entities().toString()).contains("bold", "code"));
    }

    @Test
    void aFenceThatIsNeverClosedIsCodeToTheEndOfEachPart() {
        Chat group = telegram.addGroup("Fence");
        program.enqueue("fence", OpenTelegram.id(group), "see\n```java\n" + "int i = 0; // line\n".repeat(300));
        program.within().until(() -> made(group).size() == 2);
        assertThat(made(group)).allSatisfy(part -> {
            assertThat(part.entities().toString()).contains("\"pre\"", "java");
            assertThat(part.text()).doesNotContain("```");
        });
    }

    @Test
    void fourThousandEmojiAreWholeWhereverTheyAreCut() {
        Chat group = telegram.addGroup("Emoji");
        program.enqueue("emoji", OpenTelegram.id(group), "\ud83d\ude00".repeat(4_096));
        program.within().until(() -> made(group).size() == 2);
        assertThat(made(group).stream()
                        .mapToInt(part ->
                                part.text().codePointCount(0, part.text().length()))
                        .sum())
                .isEqualTo(4_096);
        assertThat(made(group)).allSatisfy(part -> assertThat(part.text()).matches("(?:\ud83d\ude00)+"));
    }
}
