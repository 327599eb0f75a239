package io.palyra.connectors.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.contract.PlatformUnderTest.Trait;
import java.util.Map;

/** What users write arrives once and in order. The embedded daemon answers {@code echo: } and the text. */
final class InboundRules {

    private InboundRules() {}

    static void aRepetitionIsRoutedOnce(ContractProgram program) {
        String conversation = program.platform().newConversation("repetition");
        program.platform().userSays(conversation, "once");
        program.awaitTaken(conversation, "echo: once");
        program.platform().tellAgain();
        program.platform().userSays(conversation, "after");
        program.awaitTaken(conversation, "echo: once", "echo: after");
    }

    /** What the inbox refused comes again, by a new session and after what came before it. */
    static void theCursorFollowsTheCommit(ContractProgram program) throws Exception {
        String conversation = program.platform().newConversation("cursor");
        program.platform().userSays(conversation, "one");
        program.awaitTaken(conversation, "echo: one");
        boolean keepsCursor = program.platform().traits().contains(Trait.KEEPS_CURSOR);
        program.awaitThat(() -> assertThat(program.cursors().isEmpty())
                .as("no cursor is stored")
                .isEqualTo(!keepsCursor));
        int refusedBefore = program.inbox().refused();
        program.inbox().refuse(true);
        program.platform().userSays(conversation, "two");
        program.awaitThat(() ->
                assertThat(program.inbox().refused()).as("admissions refused").isGreaterThan(refusedBefore));
        // Read now: the new session moves it at once
        Map<String, String> refusedAt = program.cursors();
        program.stop();
        program.inbox().refuse(false);
        program.startAgain();
        program.awaitTaken(conversation, "echo: one", "echo: two");
        if (keepsCursor) {
            program.awaitThat(() ->
                    assertThat(program.cursors()).as("cursor after the commit").isNotEqualTo(refusedAt));
        }
    }

    /** What was written while the program was down comes before what is written afterwards. */
    static void aRestartGoesOnInOrder(ContractProgram program) throws Exception {
        String conversation = program.platform().newConversation("restart");
        program.platform().userSays(conversation, "before");
        program.awaitTaken(conversation, "echo: before");
        program.parts().supervisor().pause(program.id(), "so that something waits");
        program.enqueue("waits", conversation, "waits");
        program.stop();
        program.platform().userSays(conversation, "down one");
        program.platform().userSays(conversation, "down two");
        program.startAgain();
        program.awaitConnected();
        program.parts().supervisor().resume(program.id());
        program.platform().userSays(conversation, "after");
        program.awaitTaken(conversation, "echo: before", "waits", "echo: down one", "echo: down two", "echo: after");
    }
}
