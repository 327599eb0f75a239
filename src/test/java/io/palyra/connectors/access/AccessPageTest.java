package io.palyra.connectors.access;

import static io.palyra.connectors.access.Door.IN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.fake.FlakyPlatform;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.testkit.ProgramSetup;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the page access.md says, done: an instance for each row of its first table, with the settings that stand there; the
 * block of settings; the steps; the texts and the reasons. The page speaks of Discord, the test of a platform of its own.
 */
class AccessPageTest {

    private static final Path PAGE = Path.of("src/main/docs/access.md");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern BLOCK = Pattern.compile("```(\\w+)\n(.*?)```", Pattern.DOTALL);
    private static final InboundFacts MENTION = new InboundFacts(true, false);
    private static final InboundFacts THREAD = InboundFacts.NONE.within(new ConversationId("flaky:channel:7"));

    private static final List<List<String>> WISHES = wishes();

    @TempDir
    static Path folder;

    private static ProgramUnderTest program;
    private static final List<Door> DOORS = new ArrayList<>();

    private static String page() {
        try {
            return Files.readString(PAGE);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The settings of each row of the table. */
    private static List<List<String>> wishes() {
        return page().lines()
                .dropWhile(line -> !line.startsWith("| I want"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> CODE.matcher(line.split("\\|")[2])
                        .results()
                        .map(found -> ours(found.group(1)))
                        .toList())
                .toList();
    }

    private static String ours(String text) {
        return text.replace("discord", "flaky");
    }

    private static String block(String language) {
        return BLOCK.matcher(page())
                .results()
                .filter(found -> found.group(1).equals(language))
                .map(found -> ours(found.group(2)))
                .findFirst()
                .orElseThrow();
    }

    @BeforeAll
    static void start() throws Exception {
        List<ConnectorId> ids = IntStream.range(0, WISHES.size())
                .mapToObj(wish -> ConnectorId.of("flaky:wish" + wish))
                .collect(Collectors.toCollection(ArrayList::new));
        ids.add(ConnectorId.of("flaky:ops"));
        List<FlakyPlatform> platforms = ids.stream().map(FlakyPlatform::fresh).toList();
        ProgramSetup setup = ProgramUnderTest.in(folder)
                .about(ids.get(0))
                .routes(RoutesUnderTest.copy(folder)
                        .withInboundSteps(block("yaml").indent(6)));
        for (ConnectorId id : ids) {
            setup.settings(Door.settings(id));
        }
        for (int wish = 0; wish < WISHES.size(); wish++) {
            for (String setting : WISHES.get(wish)) {
                setup.settings("palyra.connectors.flaky.wish" + wish + "." + setting);
            }
        }
        block("properties").lines().filter(line -> !line.startsWith("#")).forEach(setup::settings);
        program = setup.start();
        for (int i = 0; i < ids.size(); i++) {
            DOORS.add(Door.of(program, ids.get(i), platforms.get(i)));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        program.close();
    }

    @Test
    void eachWishIsTried() {
        assertThat(WISHES).hasSize(11);
        assertThat(tried().map(row -> row.get()[0]).collect(Collectors.toSet()))
                .isEqualTo(IntStream.range(0, WISHES.size()).boxed().collect(Collectors.toSet()));
    }

    private static String user(int id) {
        return "flaky:user:" + id;
    }

    /** The row of the table, who says it where, and what becomes of it. */
    static Stream<Arguments> tried() {
        return Stream.of(
                arguments(0, said("direct", 1, "hello"), "pairing_requested"),
                arguments(0, said("group", 1, "hello"), "not_mentioned"),
                arguments(0, said("mention", 1, "hello"), IN),
                arguments(1, said("direct", 42, "hello"), IN),
                arguments(1, said("group", 43, "hello"), IN),
                arguments(1, said("direct", 1, "hello"), "sender_not_allowed"),
                arguments(1, said("mention", 1, "hello"), "sender_not_allowed"),
                arguments(2, said("mention", 42, "hello"), IN),
                arguments(2, said("group", 42, "hello"), "not_mentioned"),
                arguments(2, said("mention", 1, "hello"), "sender_not_allowed"),
                arguments(2, said("direct", 1, "hello"), "pairing_requested"),
                arguments(3, said("direct", 1, "hello"), "direct_off"),
                arguments(3, said("mention", 1, "hello"), IN),
                arguments(4, said("direct", 1, "hello"), "pairing_requested"),
                arguments(4, said("mention", 1, "hello"), "groups_off"),
                arguments(5, said("direct", 1, "hello"), "direct_off"),
                arguments(5, said("channel", 1, "hello"), IN),
                arguments(5, said("thread", 1, "hello"), IN),
                arguments(5, said("mention", 1, "hello"), "conversation_not_allowed"),
                arguments(6, said("group", 1, "Hey Bot: hello"), IN),
                arguments(6, said("group", 1, "my palyras"), "not_mentioned"),
                arguments(7, said("mention", 13, "hello"), "sender_denied"),
                arguments(7, said("mention", 1, "hello"), IN),
                arguments(8, said("bot", 1, "hello"), "a bot wrote it that did not speak to this one (other-bots)"),
                arguments(9, said("direct", 1, "hello"), "pairing_requested"),
                arguments(10, said("direct", 1, "hello"), IN),
                arguments(10, said("group", 1, "hello"), IN));
    }

    private record Said(String where, String sender, String text) {}

    private static Said said(String where, int sender, String text) {
        return new Said(where, user(sender), text);
    }

    @ParameterizedTest
    @MethodSource("tried")
    void aWishComesTrue(int wish, Said said, String becomes) {
        assertThat(says(DOORS.get(wish), said)).isEqualTo(becomes);
    }

    private static String says(Door door, Said said) {
        InboundMessageEvent group = door.group(said.sender(), said.text()).build();
        return switch (said.where()) {
            case "direct" -> door.says(said.sender(), said.text());
            case "mention" -> door.says(group, MENTION);
            case "thread" -> door.says(group, THREAD);
            case "channel" ->
                door.says(InboundMessageEvent.builder(
                                group.envelopeId(),
                                door.id(),
                                new ConversationId("flaky:channel:7"),
                                group.senderId(),
                                said.text())
                        .build());
            case "bot" ->
                door.says(
                        door.group(said.sender(), said.text()).senderIsBot(true).build(), MENTION);
            default -> door.says(group);
        };
    }

    @Test
    void theSettingsAtTheTopLetTwoPeopleIn() {
        Door ops = DOORS.get(WISHES.size());

        assertThat(ops.says(user(42), "hello")).isEqualTo(IN);
        assertThat(ops.says(user(1), "hello")).isEqualTo("sender_not_allowed");
        assertThat(ops.says(ops.group(user(43), "hello").build(), MENTION)).isEqualTo(IN);
        assertThat(ops.says(ops.group(user(43), "hello").build())).isEqualTo("not_mentioned");
        assertThat(ops.says(ops.group(user(1), "hello").build(), MENTION)).isEqualTo("sender_not_allowed");
    }

    /** It stands before the question: a stranger's comment asks for nothing. */
    @Test
    void theFilterBeforeTheStep() {
        Door door = DOORS.get(0);

        assertThat(door.says(user(2), "// a comment")).isEqualTo("filtered by the inbound route");
        assertThat(door.events("access.requested", user(2))).isEmpty();
        assertThat(door.says(user(2), "hello")).isEqualTo("pairing_requested");
    }

    @Test
    void theTextsThatPeopleAreTold() {
        Door door = DOORS.get(0);
        door.says(user(3), "hello");
        String code = door.requestCode(user(3));
        door.desk().approve(door.id(), code, null, null);
        door.says(user(4), "pair 22222222");
        String pairing = door.desk().mint(door.id(), null, null).code();
        door.says(user(4), "pair " + pairing.substring(0, 4) + "-" + pairing.substring(4));
        door.awaitQuiet();

        List<String> told = new ArrayList<>(door.told(user(3)));
        told.addAll(door.told(user(4)));
        assertThat(told).hasSize(4);
        String page = page().replaceAll("\\s+", " ");
        assertThat(told).allSatisfy(text -> assertThat(page).contains(text.replace(code, "7KQ2MX")));
    }

    @Test
    void ownWords() {
        Door door = DOORS.get(9);
        door.says(user(5), "hello");

        assertThat(door.requestCode(user(5))).hasSize(6);
        assertThat(door.told(user(5)).get(0)).matches("Ask in the office for \\w{6}\\.");
    }

    /** In the table of reasons, and no others. A message for which somebody is asked first ends for another reason. */
    @Test
    void everyReasonForARefusal() {
        String table = page().substring(page().indexOf("| reason |"), page().indexOf("## The step"));
        Set<String> named = table.lines()
                .map(line -> line.split("\\|", 3))
                .filter(cells -> cells.length == 3)
                .flatMap(cells -> CODE.matcher(cells[1]).results())
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toSet());

        assertThat(named)
                .isEqualTo(Arrays.stream(AccessReason.values())
                        .filter(reason -> !reason.isAllowed() && reason != AccessReason.PAIRING_REQUIRED)
                        .map(AccessReason::wireName)
                        .collect(Collectors.toSet()));
    }

    @Test
    void theLimits() {
        String limits = page().substring(page().indexOf("## Limits"), page().indexOf("## What is refused"));

        assertThat(limits)
                .contains("%,d for 24 hours".formatted(Pairing.REQUESTS_MAX))
                .contains(Answers.A_MINUTE + " a minute")
                .contains(Pairing.WRONG_CODES_OF_SENDER + " an hour and sender, " + Pairing.WRONG_CODES_OF_INSTANCE)
                .contains("| " + AccessDesk.CODES_MAX + " of an instance")
                .contains("%,d |".formatted(AccessRuleSet.IDS_MAX));
        assertThat(Pairing.REQUEST_TTL).hasHours(24);
        assertThat(AccessDesk.CODE_TTL).hasMinutes(10);
        assertThat(page())
                .contains("At most " + MentionPatterns.COUNT_MAX + " patterns of " + MentionPatterns.BYTES_MAX);
        assertThat(page()).contains("more than %,d.".formatted(RefusalLog.SENDERS_MAX));
    }
}
