package io.palyra.connectors.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.contract.PlatformUnderTest.Trait;
import io.palyra.connectors.testkit.InboxGate;
import io.palyra.connectors.testkit.ProgramUnderTest;
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
        program.program().supervisor().pause(program.id(), "so that something waits");
        program.enqueue("waits", conversation, "waits");
        program.stop();
        platform.userSays(conversation, "down one");
        platform.userSays(conversation, "down two");
        program.startAgain();
        program.awaitConnected();
        program.program().supervisor().resume(program.id());
        platform.userSays(conversation, "after");
        program.awaitTaken(conversation, "echo: before", "waits", "echo: down one", "echo: down two", "echo: after");
    }
}
