package io.palyra.connectors.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.Command;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.Message;
import io.palyra.connectors.fake.discord.UserMessage;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Approvals on the command line. */
class ApprovalsCommandTest {

    private static final String ALICE = "t0ken-of-alice";
    private static final String BOB = "t0ken-of-bob";
    private static final Pattern WAITS = Pattern.compile("waits for approval ([0-9A-Z]{26}); `approvals show \\1`\\n");

    private static FakeDiscord discord;
    private static ProgramUnderTest program;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        discord = FakeDiscord.start();
        program = ProgramUnderTest.in(folder)
                .discord(discord)
                .settings(
                        "palyra.approvals=required",
                        "palyra.admin.token=" + ALICE,
                        "palyra.admin.tokens.bob.token=" + BOB,
                        "palyra.admin.tokens.bob.role=approver")
                .admin()
                .start();
    }

    @AfterAll
    static void stop() throws Exception {
        program.close();
        discord.close();
    }

    private static Command type(String token, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--url=http://127.0.0.1:" + program.port());
        all.add("--token=" + token);
        all.add("--allow-insecure-credential-arg");
        return Command.run(all.toArray(String[]::new));
    }

    private static Command change(String command, Message message, String... more) {
        List<String> all = new ArrayList<>(List.of("message", command, "discord:ops"));
        all.addAll(List.of("--conversation-id", message.channelId(), "--message-id", message.id()));
        all.addAll(List.of(more));
        return type(ALICE, all.toArray(String[]::new));
    }

    private static Message ours(String text) {
        return discord.userSaysUnheard(discord.channel(), discord.bot(), UserMessage.of(text));
    }

    private static String held(Command command) {
        Matcher found = WAITS.matcher(command.out());
        assertThat(found.matches()).as(command.out() + command.err()).isTrue();
        assertThat(command.exitCode()).isZero();
        return found.group(1);
    }

    @Test
    void anEditIsShownWithWhatItChangesAndApproved() {
        String approval = held(change("edit", ours("black tea"), "--text", "green tea"));

        Command shown = type(BOB, "approvals", "show", approval);
        Command approved = type(BOB, "approvals", "approve", approval);

        assertThat(shown.out()).contains("high: ", "by admin", "requested", "- black tea\n+ green tea\n");
        assertThat(approved.exitCode()).isZero();
        assertThat(approved.out()).contains("used", "bob", "done");
        assertThat(type(BOB, "approvals", "list", "--state", "used").out()).contains(approval, "edit", "done");
    }

    @Test
    void aDeletionAndAReactionAreDeniedWithAReason() {
        for (String approval : List.of(
                held(change("delete", ours("black tea"), "--yes")),
                held(change("react", ours("black tea"), "--emoji", "X")))) {
            Command denied = type(BOB, "approvals", "deny", approval, "--reason", "still true");

            assertThat(denied.exitCode()).isZero();
            assertThat(denied.out()).contains("denied", "still true");
        }
    }

    @Test
    void whatIsRefusedIsASentence() {
        String approval = held(change("edit", ours("black tea"), "--text", "green tea"));

        Command own = type(ALICE, "approvals", "approve", approval);
        Command unknown = type(BOB, "approvals", "show", "nothing");

        assertThat(own.exitCode()).isEqualTo(1);
        assertThat(own.err()).contains("requested by admin");
        assertThat(unknown.err()).contains("there is no approval nothing", "`approvals list` names those there are");
    }
}
