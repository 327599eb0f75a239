package io.palyra.connectors.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.access.AccessDesk;
import io.palyra.connectors.access.AccessReason;
import io.palyra.connectors.access.DirectRule;
import io.palyra.connectors.access.GroupRule;
import io.palyra.connectors.access.PairingRequest;
import io.palyra.connectors.contract.AdmissionLog.Heard;
import io.palyra.connectors.contract.PlatformUnderTest.Trait;
import io.palyra.connectors.contract.Words.Author;
import io.palyra.connectors.contract.Words.Manner;
import io.palyra.connectors.protocol.MessageFeature;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Who writes, and where: by what rules of access decide. */
final class SenderRules {

    private SenderRules() {}

    /** Names are anybody's: whoever changes his stays who he is, and whoever takes another one's is somebody else. */
    static void aSenderIsHisIdAndNoName(Subject subject) {
        PlatformUnderTest platform = subject.platform();
        String conversation = platform.newConversation("names");
        Author first = Author.person("first");
        Author second = Author.person("second").named("admin");
        platform.says(Words.of(conversation, first, "as I am"));
        platform.says(Words.of(conversation, first.named("admin"), "as admin"));
        platform.says(Words.of(conversation, second, "as admin too"));
        SenderId id = subject.heard("as I am").event().senderId();
        assertThat(subject.heard("as admin").event().senderId())
                .as("the same person under another name")
                .isEqualTo(id);
        assertThat(subject.heard("as admin too").event().senderId())
                .as("another person under the same name")
                .isNotEqualTo(id);

        subject.program().awaitTaken(conversation, "echo: as I am", "echo: as admin", "echo: as admin too");
        subject.rules(DirectRule.OPEN, GroupRule.ALL, List.of(), List.of(platform.senderId(first)), List.of());
        platform.says(Words.of(conversation, first.named("somebody else"), "it is not me"));
        subject.awaitRefused(first, AccessReason.SENDER_DENIED);
    }

    /** By the id of the sender as the connector writes it, and by the one that the platform shows to people. */
    static void listsNameSendersByTheirIds(Subject subject) {
        PlatformUnderTest platform = subject.platform();
        String conversation = platform.newConversation("lists");
        Author listed = Author.person("listed");
        Author other = Author.person("not listed");
        platform.says(Words.of(conversation, listed, "who am I?"));
        String bare = platform.senderId(listed);
        String canonical = subject.heard("who am I?").event().senderId().value();
        assertThat(canonical)
                .as("the sender's id, canonical or bare")
                .matches(id ->
                        id.equals(bare) || id.matches(subject.program().id().kind() + ":[^:]+:" + Pattern.quote(bare)));
        List<String> answers = new ArrayList<>(List.of("echo: who am I?"));
        subject.program().awaitTaken(conversation, answers.toArray(String[]::new));
        for (String id : List.of(bare, canonical)) {
            subject.rules(DirectRule.OFF, GroupRule.ALLOWLIST, List.of(id), List.of(), List.of());
            platform.says(Words.of(conversation, listed, "listed as " + id));
            answers.add("echo: listed as " + id);
            subject.program().awaitTaken(conversation, answers.toArray(String[]::new));
        }
        platform.says(Words.of(conversation, other, "and me?"));
        subject.awaitRefused(other, AccessReason.SENDER_NOT_ALLOWED);
    }

    /** A bot, or a program that poses as a person who is let in, is neither that person nor any other. */
    static void noProgramIsAPerson(Subject subject) {
        PlatformUnderTest platform = subject.platform();
        Author person = Author.person("poser's victim");
        subject.rules(DirectRule.PAIRING, GroupRule.MENTION, List.of(platform.senderId(person)), List.of(), List.of());
        boolean lendsNames = platform.traits().contains(Trait.LENDS_NAMES);
        List<Author> programs = new ArrayList<>(List.of(Author.bot("robot").named(person.display())));
        if (lendsNames) {
            programs.add(person.imposter());
        }
        String group = platform.newConversation("posers");
        for (Author program : programs) {
            String text = "I am no " + program.kind();
            if (MentionRules.marksMentions(subject)) {
                platform.says(Words.of(group, program, text).as(Manner.MENTIONS_US));
            } else {
                platform.says(Words.of(platform.newDirect(program), program, text));
            }
            Heard heard = subject.heard(text);
            assertThat(heard.event().senderIsBot())
                    .as("sender_is_bot of a %s", program.kind())
                    .isTrue();
            subject.awaitRefused(program, AccessReason.SENDER_NOT_ALLOWED);
        }
        platform.says(Words.of(group, Author.bot("robot among robots").named(person.display()), "beep"));
        subject.awaitRefused(Author.bot("robot among robots"), AccessReason.OTHER_BOT);

        String direct = platform.newDirect(person);
        platform.says(Words.of(direct, person, "I am a person"));
        assertThat(subject.heard("I am a person").event().senderIsBot())
                .as("sender_is_bot of a person")
                .isFalse();
        subject.program().awaitTaken(direct, "echo: I am a person");
    }

    /** There a stranger is told how to be let in ({@code access-dm=pairing}); in a group he is told nothing. */
    static void aStrangerIsLetInWhereHeIsAlone(Subject subject) {
        PlatformUnderTest platform = subject.platform();
        ProgramUnderTest program = subject.program();
        subject.rules(DirectRule.PAIRING, GroupRule.MENTION);
        Author stranger = Author.person("stranger");
        Author inGroup = Author.person("stranger in a group");
        String group = platform.newConversation("strangers");
        platform.says(Words.of(group, inGroup, "is it here?"));
        assertThat(subject.heard("is it here?").event().isDirectMessage())
                .as("direct, in a group")
                .isFalse();
        subject.awaitRefused(inGroup, AccessReason.NOT_MENTIONED);

        String direct = platform.newDirect(stranger);
        platform.says(Words.of(direct, stranger, "just you and me"));
        assertThat(subject.heard("just you and me").event().isDirectMessage())
                .as("direct, with one person")
                .isTrue();
        subject.awaitRefused(stranger, AccessReason.PAIRING_REQUESTED);
        AccessDesk desk = program.program().access().desk();
        List<PairingRequest> requests = desk.view(program.id()).requests();
        assertThat(requests).as("requests").hasSize(1);
        PairingRequest request = requests.get(0);
        program.awaitThat(() -> assertThat(platform.taken(direct))
                .as("told to the stranger")
                .singleElement()
                .asString()
                .contains(request.code()));
        String told = platform.taken(direct).get(0);
        desk.approve(program.id(), request.code(), null, "contract");
        String letIn = "You have been let in. Please write again what you wanted to say.";
        program.awaitTaken(direct, told, letIn);
        platform.says(Words.of(direct, stranger, "here I am"));
        program.awaitTaken(direct, told, letIn, "echo: here I am");
        assertThat(platform.taken(group)).as("told to a group").isEmpty();
    }

    /** A list that names a conversation takes what is said in its threads. */
    static void aThreadIsInItsConversation(Subject subject) {
        PlatformUnderTest platform = subject.platform();
        ProgramUnderTest program = subject.program();
        String listed = platform.newConversation("listed");
        String other = platform.newConversation("not-listed");
        platform.says(Words.of(listed, Author.person("resident"), "where am I?"));
        String id = subject.heard("where am I?").event().conversationId().value();
        subject.rules(DirectRule.OFF, GroupRule.ALL, List.of(), List.of(), List.of(id));
        if (program.capabilities().of(MessageFeature.THREAD).supported()) {
            platform.says(
                    Words.of(listed, Author.person("resident"), "in a thread").in(platform.newThread(listed)));
            Heard heard = subject.heard("in a thread");
            assertThat(heard.event().conversationId().value().equals(id)
                            || heard.facts().parent() != null
                                    && heard.facts().parent().value().equals(id))
                    .as("in %s, or within: %s", id, heard)
                    .isTrue();
            program.awaitThat(
                    () -> assertThat(program.inbox(heard.event().envelopeId().value()))
                            .as("admitted, from the thread")
                            .isPresent());
        }
        Author passerBy = Author.person("passer-by");
        platform.says(Words.of(other, passerBy, "elsewhere"));
        subject.awaitRefused(passerBy, AccessReason.CONVERSATION_NOT_ALLOWED);
    }
}
