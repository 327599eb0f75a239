package io.palyra.connectors.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palyra.connectors.Command;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.User;
import io.palyra.connectors.testkit.LoopbackDiscord;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of access as a person types them, about people who write on Discord. */
class AccessCommandTest {

    private static final String OPS = "discord:ops";
    private static final Pattern CODE = Pattern.compile("(?m)^([0-9A-Z]{8})$");

    private static FakeDiscord discord;
    private static ProgramUnderTest program;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        discord = FakeDiscord.start();
        program = ProgramUnderTest.in(folder)
                .discord(discord)
                .settings(LoopbackDiscord.strangersAsk())
                .settings(LoopbackDiscord.option("access-deny-from") + "=discord:user:666")
                .admin()
                .start();
    }

    @AfterAll
    static void stop() throws Exception {
        program.close();
        discord.close();
    }

    private static Command type(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--url=http://127.0.0.1:" + program.port());
        return Command.run(all.toArray(String[]::new));
    }

    private static String id(User user) {
        return "discord:user:" + user.id();
    }

    private static User stranger(String name, String says) {
        User user = discord.addUser(name);
        discord.userSays(discord.direct(user), user, says);
        return user;
    }

    /** The line of `access show` that is about somebody. */
    private static String line(User user) {
        return type("access", "show", OPS)
                .out()
                .lines()
                .filter(line -> line.contains(id(user)))
                .findFirst()
                .orElse("");
    }

    private static String request(User user) {
        await().until(() -> line(user).contains(" open "));
        return line(user).split(" ")[0];
    }

    private static Command preview(User user, String... more) {
        List<String> all = new ArrayList<>(List.of(
                "access",
                "preview",
                OPS,
                "--sender-id",
                id(user),
                "--conversation-id",
                "discord:channel:" + discord.direct(user).id()));
        all.addAll(List.of(more));
        return type(all.toArray(String[]::new));
    }

    /** A name is what somebody has typed: C1 controls and what turns the direction of text steer some terminals. */
    @Test
    void aNameSteersNoTerminalAlsoInJson() throws Exception {
        String name = "mal\u009b31m\u202elory\u0085";
        User user = stranger(name, "hello");
        await().until(() -> line(user).contains(" open "));
        String json = type("access", "show", OPS, "--json").out();
        assertThat(json).contains("\\u009b", "\\u202e").doesNotContain("\u009b", "\u202e", "\u0085");
        assertThat(new ObjectMapper().readTree(json).findValuesAsText("sender_display"))
                .contains(name);
    }

    /** A path with two dots in it is another call's. */
    @ParameterizedTest
    @CsvSource({
        "approve, .., no open request with the code ..;",
        "deny, ., no open request with the code .;",
        "revoke, .., has no grant of ..;",
        "revoke, ~., has no grant of ~.;"
    })
    void dotsAreNoStepInAPath(String command, String argument, String words) {
        Command typed = type("access", command, OPS, argument);
        assertThat(typed.exitCode()).isEqualTo(1);
        assertThat(typed.err()).contains(words);
    }

    /** A path whose part is empty is another call's. */
    @ParameterizedTest
    @CsvSource({"approve, ''", "revoke, ' '"})
    void whatCanBeNoPartOfAPathIsRefusedBeforeTheCall(String command, String argument) {
        Command typed = type("access", command, OPS, argument);
        assertThat(typed.exitCode()).isEqualTo(2);
        assertThat(typed.err()).contains(command.equals("revoke") ? "SENDER" : "CODE", '"' + argument + '"');
    }

    @Test
    void letsSomebodyInForATimeAndOutAgain() {
        User user = stranger("Ann", "hello?");
        String code = request(user);
        assertThat(type("channels", "status", OPS).out())
                .contains("to be approved or denied")
                .contains("access show " + OPS);
        assertThat(preview(user).out()).startsWith("refused: pairing_pending").contains(code);

        Command approved = type("access", "approve", OPS, code, "--ttl", "8h");

        assertThat(approved.exitCode()).isZero();
        assertThat(approved.out()).contains(id(user)).contains("\"Ann\"").containsPattern("in [78] h");
        assertThat(approved.err()).contains("access revoke " + OPS + " " + id(user));
        assertThat(line(user)).containsPattern(" in [78] h .*request");
        assertThat(preview(user).out()).startsWith("let in: sender_granted");

        assertThat(type("access", "revoke", OPS, id(user)).out()).contains(id(user) + " is let in no longer");
        assertThat(line(user)).isEmpty();
        assertThat(type("access", "revoke", OPS, id(user)).err())
                .contains(id(user))
                .contains("access show discord:ops");
    }

    @Test
    void keepsOutWhoIsDenied() {
        User user = stranger("Bob", "hello?");

        assertThat(type("access", "deny", OPS, request(user)).out())
                .contains(id(user))
                .contains("may ask again in");
        assertThat(line(user)).contains(" denied ");
    }

    @Test
    void printsACodeOnceWithWhatToDoWithIt() {
        Command issued = type("access", "code", OPS, "--ttl", "5m");
        Matcher code = CODE.matcher(issued.out());
        assertThat(code.find()).as(issued.out()).isTrue();
        assertThat(issued.out())
                .contains("`pair " + code.group(1) + "` to the bot in a direct message")
                .containsPattern("in (299|300) s|in [45] min");
        assertThat(type("access", "show", OPS).out())
                .contains("codes that are valid")
                .doesNotContain(code.group(1));

        User user = stranger("Carl", "pair " + code.group(1));

        await().until(() -> line(user).contains(" code "));
    }

    @Test
    void doesNotLetANameSteerTheTerminalOrLookLikeAColumn() {
        User user = stranger("Eve\u001b[31m\u202e\u2066\u2028\u009b\n      admin", "hello?");

        request(user);

        assertThat(line(user)).endsWith("\"Eve [31m admin\"");
        assertThat(type("access", "approve", OPS, request(user)).out())
                .doesNotContain("\u001b")
                .doesNotContain("\u202e")
                .doesNotContain("\u2028")
                .hasLineCount(1);
    }

    @Test
    void changesRulesAndTakesThemBack() {
        User user = discord.user();
        Command changed =
                type("access", "rules", OPS, "--mention-patterns", "palyra, @crew", "--allow-conversations", "1");
        assertThat(changed.exitCode()).isZero();
        assertThat(changed.out()).contains("palyra, @crew").containsPattern("in the settings +dm, groups, deny from");
        assertThat(preview(user, "--no-direct-message", "--text", "palyra?").out())
                .contains("conversation_not_allowed");

        assertThat(type("access", "rules", OPS, "--allow-conversations", "").out())
                .doesNotContain("allow conversations");
        assertThat(preview(user, "--no-direct-message", "--text", "palyra?").out())
                .startsWith("let in: mentioned");
        assertThat(preview(user, "--no-direct-message", "--sender-is-bot", "--text", "palyra?")
                        .out())
                .startsWith("refused: other_bot");

        assertThat(type("access", "rules", OPS, "--reset", "mention-patterns,allow-conversations")
                        .out())
                .doesNotContain("palyra, @crew");
        assertThat(preview(user, "--no-direct-message", "--text", "palyra?").out())
                .startsWith("refused: not_mentioned");
        assertThat(preview(user, "--no-direct-message", "--replies-to-bot").out())
                .startsWith("let in: mentioned");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 | access show discord:ops                                  | enforced
            0 | access show echo:default                                 | open
            0 | access --help                                            | approve
            1 | access show discord:nobody                               | channels list
            2 | access show discord:ops --limit 0                        | limit
            1 | access approve discord:ops ABCDEF                        | access show discord:ops
            1 | access deny discord:ops ABCDEF                           | ABCDEF
            2 | access approve discord:ops ABCDEF --ttl 9999d            | 10 years
            2 | access code discord:ops --ttl 10s                        | 30 seconds to 24 hours
            1 | access code echo:default                                 | dm is open
            1 | access revoke discord:ops nobody                         | nobody
            2 | access rules echo:default --dm everybody                 | pairing, allowlist, open, off
            2 | access rules discord:ops --reset everything              | everything
            1 | access rules discord:ops --deny-from 7                   | palyra.connectors.discord.ops.access-deny-from
            2 | access                                                   | approve
            2 | access approve discord:ops                               | CODE
            2 | access code discord:ops --ttl soon                       | 8h
            2 | access preview discord:ops --sender-id s                 | --conversation-id
            2 | access rules discord:ops                                 | --groups mention
            2 | access rules discord:ops --dm open --reset dm            | contradict
            """)
    void endsWithTheExitCodeOfItsOutcome(int exitCode, String line, String says) {
        Command ended = type(line.split(" +"));

        assertThat(ended.exitCode()).as("%s%n%s", ended.out(), ended.err()).isEqualTo(exitCode);
        assertThat(ended.out() + ended.err())
                .contains(says)
                .doesNotContain("Exception")
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "access show discord:ops",
                "access code discord:ops",
                "access rules echo:default --dm open",
                "access preview discord:ops --sender-id s --conversation-id c"
            })
    void printsTheAnswerOfTheApiAsTheOnlyOutput(String line) throws Exception {
        Command ended = type((line + " --json").split(" "));

        assertThat(ended.exitCode()).isZero();
        JsonNode json = new ObjectMapper().readTree(ended.out());
        assertThat(json.isObject()).isTrue();
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void isCompleted() {
        assertThat(type("completion").out()).contains("_picocli_palyra-connectors_access_approve");
    }
}
