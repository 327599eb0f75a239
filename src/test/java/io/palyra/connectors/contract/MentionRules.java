package io.palyra.connectors.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.access.AccessReason;
import io.palyra.connectors.access.DirectRule;
import io.palyra.connectors.access.GroupRule;
import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.contract.PlatformUnderTest.Trait;
import io.palyra.connectors.contract.Words.Author;
import io.palyra.connectors.contract.Words.Manner;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.util.EnumSet;
import java.util.Set;

/**
 * Whom a message of a group speaks to ({@code access-groups=mention}). A platform that does not mark mentions says of no message
 * that it speaks to the bot.
 */
final class MentionRules {

    private MentionRules() {}

    static void whoMentionsTheBotIsHeard(Subject subject) {
        String conversation = guarded(subject, "mention");
        if (!marksMentions(subject)) {
            assertPlainIsRefused(subject, conversation, "mention");
            return;
        }
        PlatformUnderTest platform = subject.platform();
        platform.says(
                Words.of(conversation, Author.person("mentioner"), "hello you").as(Manner.MENTIONS_US));
        assertThat(subject.heard("hello you").facts().mentionsBot())
                .as("mentionsBot")
                .isTrue();
        assertThat(subject.heard("hello you").facts().repliesToBot())
                .as("repliesToBot of a mention")
                .isFalse();
        subject.program().awaitTaken(conversation, "echo: hello you");
    }

    static void whoAnswersTheBotIsHeard(Subject subject) {
        String conversation = guarded(subject, "answer");
        if (!marksMentions(subject)) {
            assertPlainIsRefused(subject, conversation, "answer");
            return;
        }
        ProgramUnderTest program = subject.program();
        program.enqueue("asked", conversation, "asked");
        program.awaitTaken(conversation, "asked");
        subject.platform()
                .says(Words.of(conversation, Author.person("answerer"), "my answer")
                        .as(Manner.ANSWERS_US));
        assertThat(subject.heard("my answer").facts().repliesToBot())
                .as("repliesToBot")
                .isTrue();
        program.awaitTaken(conversation, "asked", "echo: my answer");
    }

    /** A mention of everybody, or of somebody else, is none of the bot. */
    static void whoSpeaksToOthersIsNot(Subject subject) {
        String conversation = guarded(subject, "others");
        Set<Manner> others = marksMentions(subject)
                ? EnumSet.complementOf(EnumSet.of(Manner.MENTIONS_US, Manner.ANSWERS_US))
                : EnumSet.of(Manner.PLAIN);
        for (Manner manner : others) {
            Author author = Author.person("says " + manner);
            String text = "it " + manner;
            subject.platform().says(Words.of(conversation, author, text).as(manner));
            InboundFacts facts = subject.heard(text).facts();
            assertThat(facts.speaksToBot()).as("speaks to us: %s", manner).isFalse();
            subject.awaitRefused(author, AccessReason.NOT_MENTIONED);
        }
        assertThat(subject.platform().taken(conversation)).isEmpty();
    }

    /** What is read from history, after a restart, is known as well as what is heard. */
    static void whatWasMissedIsKnownAsWell(Subject subject) throws Exception {
        String conversation = guarded(subject, "missed");
        ProgramUnderTest program = subject.program();
        PlatformUnderTest platform = subject.platform();
        program.enqueue("before", conversation, "before");
        program.awaitTaken(conversation, "before");
        program.stop();
        Author stranger = Author.person("talks meanwhile");
        platform.says(Words.of(conversation, stranger, "said meanwhile"));
        boolean marksMentions = marksMentions(subject);
        if (marksMentions) {
            Author ours = Author.person("speaks meanwhile");
            platform.says(Words.of(conversation, ours, "mentioned meanwhile").as(Manner.MENTIONS_US));
            platform.says(Words.of(conversation, ours, "answered meanwhile").as(Manner.ANSWERS_US));
        }
        program.startAgain();
        subject.awaitRefused(stranger, AccessReason.NOT_MENTIONED);
        if (marksMentions) {
            program.awaitTaken(conversation, "before", "echo: mentioned meanwhile", "echo: answered meanwhile");
        }
        assertThat(subject.heard("said meanwhile").event().isDirectMessage())
                .as("direct, what is said in a group")
                .isFalse();
    }

    private static String guarded(Subject subject, String name) {
        subject.rules(DirectRule.PAIRING, GroupRule.MENTION);
        return subject.platform().newConversation(name);
    }

    static boolean marksMentions(Subject subject) {
        return subject.platform().traits().contains(Trait.MARKS_MENTIONS);
    }

    private static void assertPlainIsRefused(Subject subject, String conversation, String name) {
        Author author = Author.person(name + " without marks");
        subject.platform().says(Words.of(conversation, author, name + " without marks"));
        subject.awaitRefused(author, AccessReason.NOT_MENTIONED);
        assertThat(subject.heard(name + " without marks").facts()).isEqualTo(InboundFacts.NONE);
    }
}
