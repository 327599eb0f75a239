package io.palyra.connectors.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.contract.PlatformUnderTest.Trait;
import io.palyra.connectors.testkit.InboxGate;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What users write arrives once and in order. The embedded daemon answers {@code echo: } and the text. */
final class InboundRules {

    private InboundRules() {}

    static void aRepetitionIsRoutedOnce(Subject subject) {
        PlatformUnderTest platform = subject.platform();
        ProgramUnderTest program = subject.program();
        String conversation = platform.newConversation("repetition");
        platform.userSays(conversation, "once");
        program.awaitTaken(conversation, "echo: once");
        platform.tellAgain();
        platform.userSays(conversation, "after");
        program.awaitTaken(conversation, "echo: once", "echo: after");
    }

    /** The instance lets in what bots say to it ({@code other-bots=mention}). */
    static void aBotIsHeardOnlyWhereItSpeaksToUs(Subject subject) {
        ProgramUnderTest program = subject.program();
        PlatformUnderTest platform = subject.platform();
        String conversation = platform.newConversation("bots");
        platform.botSays(conversation, "among ourselves", false);
        platform.botSays(conversation, "hello you", true);
        platform.userSays(conversation, "I am a person");
        program.awaitTaken(conversation, "echo: hello you", "echo: I am a person");
    }

    /** Ours is told of each message that the other one has answered ours; the one beyond the limit waits, people do not. */
    static void twoBotsDoNotTalkForEver(Subject subject) {
        ProgramUnderTest program = subject.program();
        PlatformUnderTest platform = subject.platform();
        String conversation = platform.newConversation("loop");
        List<String> answers = new ArrayList<>();
        for (int round = 0; round <= Subject.BOT_LOOP_LIMIT; round++) {
            platform.botSays(conversation, "round " + round, true);
            answers.add("echo: round " + round);
            program.awaitTaken(conversation, answers.toArray(String[]::new));
        }
        platform.botSays(conversation, "one too many", true);
        platform.userSays(conversation, "please stop");
        answers.add("echo: please stop");
        program.awaitTaken(conversation, answers.toArray(String[]::new));
        program.awaitThat(() -> assertThat(program.events("inbound.put_off"))
                .as("told that a message is put off")
                .hasSize(1));
    }

    /** What the inbox refused comes again, by a new session and after what came before it. */
    static void theCursorFollowsTheCommit(Subject subject) throws Exception {
        PlatformUnderTest platform = subject.platform();
        ProgramUnderTest program = subject.program();
        InboxGate inbox = subject.inbox();
        String conversation = platform.newConversation("cursor");
        platform.userSays(conversation, "one");
        program.awaitTaken(conversation, "echo: one");
        boolean keepsCursor = platform.traits().contains(Trait.KEEPS_CURSOR);
        program.awaitThat(() -> assertThat(program.cursors().isEmpty())
                .as("no cursor is stored")
                .isEqualTo(!keepsCursor));
        int refusedBefore = inbox.refused();
        inbox.refuse(true);
        platform.userSays(conversation, "two");
        program.awaitThat(
                () -> assertThat(inbox.refused()).as("admissions refused").isGreaterThan(refusedBefore));
        // Read now: the new session moves it at once
        Map<String, String> refusedAt = program.cursors();
        program.stop();
        inbox.refuse(false);
        program.startAgain();
        program.awaitTaken(conversation, "echo: one", "echo: two");
        if (keepsCursor) {
            program.awaitThat(() ->
                    assertThat(program.cursors()).as("cursor after the commit").isNotEqualTo(refusedAt));
        }
    }

    /** What was written while the program was down comes before what is written afterwards. */
    static void aRestartGoesOnInOrder(Subject subject) throws Exception {
        PlatformUnderTest platform = subject.platform();
        ProgramUnderTest program = subject.program();
        String conversation = platform.newConversation("restart");
        platform.userSays(conversation, "before");
        program.awaitTaken(conversation, "echo: before");
        program.program().supervision().queues().pause(program.id(), "so that something waits");
        program.enqueue("waits", conversation, "waits");
        program.stop();
        platform.userSays(conversation, "down one");
        platform.userSays(conversation, "down two");
        program.startAgain();
        program.awaitConnected();
        program.program().supervision().queues().resume(program.id());
        platform.userSays(conversation, "after");
        program.awaitTaken(conversation, "echo: before", "waits", "echo: down one", "echo: down two", "echo: after");
    }
}
