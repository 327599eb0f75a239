package io.palyra.connectors.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.access.AccessReason;
import io.palyra.connectors.access.AccessRuleSet;
import io.palyra.connectors.access.DirectRule;
import io.palyra.connectors.access.GroupRule;
import io.palyra.connectors.contract.AdmissionLog.Heard;
import io.palyra.connectors.contract.Words.Author;
import io.palyra.connectors.events.LoggedEvent;
import io.palyra.connectors.store.StoreUnderTest;
import io.palyra.connectors.testkit.InboxGate;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The connector that is held to its contract.
 *
 * @param program the real one, with the connector's instance
 * @param inbox makes the program's store refuse messages
 * @param admissions what the connector has said of the messages that it has heard
 */
record Subject(PlatformUnderTest platform, ProgramUnderTest program, InboxGate inbox, AdmissionLog admissions)
        implements AutoCloseable {

    /** How often another bot and ours may answer each other in a minute. */
    static final int BOT_LOOP_LIMIT = 3;

    /** @param patience how long a rule waits for what has to happen */
    static Subject start(PlatformUnderTest platform, StoreUnderTest database, Path folder, Duration patience)
            throws Exception {
        InboxGate inbox = new InboxGate();
        AdmissionLog admissions = new AdmissionLog(platform.connectorId());
        String instance = "palyra.connectors." + platform.connectorId().kind() + "."
                + platform.connectorId().name();
        return new Subject(
                platform,
                ProgramUnderTest.in(folder)
                        .on(database)
                        .platform(platform)
                        .settings(instance + ".other-bots=mention", instance + ".bot-loop-limit=" + BOT_LOOP_LIMIT)
                        .store(inbox)
                        .prepared(application -> admissions.listenTo(application.context()))
                        .patience(patience)
                        .startAnyway(),
                inbox,
                admissions);
    }

    /** From now on, as an operator sets them. */
    void rules(DirectRule direct, GroupRule groups) {
        rules(direct, groups, List.of(), List.of(), List.of());
    }

    void rules(
            DirectRule direct,
            GroupRule groups,
            List<String> allowFrom,
            List<String> denyFrom,
            List<String> allowConversations) {
        program.program()
                .access()
                .desk()
                .change(
                        program.id(),
                        new AccessRuleSet(direct, groups, allowFrom, denyFrom, allowConversations, List.of(), null),
                        Set.of(),
                        "contract");
    }

    /** What the connector says of the message with that text, once it has come. */
    Heard heard(String text) {
        program.awaitThat(() -> assertThat(admissions.find(text, platform::unmarked))
                .as("heard: %s", text)
                .isPresent());
        return admissions.find(text, platform::unmarked).orElseThrow();
    }

    /** Until a message of theirs is refused, of whom none was before. */
    void awaitRefused(Author author, AccessReason reason) {
        program.awaitThat(() -> assertThat(program.events("inbound.refused"))
                .as("refused, of %s", author)
                .filteredOn(event -> isOf(event, author))
                .extracting(event -> event.details().path("reason").asText())
                .containsExactly(reason.wireName()));
    }

    private boolean isOf(LoggedEvent event, Author author) {
        String id = event.details().path("sender_id").asText();
        String bare = platform.senderId(author);
        return id.equals(bare) || id.endsWith(":" + bare);
    }

    @Override
    public void close() throws Exception {
        program.close();
    }
}
