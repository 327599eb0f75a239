package io.palyra.connectors.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.palyra.connectors.fake.Sabotage;
import io.palyra.connectors.store.StoreUnderTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: each rule of the contract finds the connector that breaks it.
 *
 * <p>Method: one connector with one switch for each fault. Switched off it keeps every rule; with a switch on, the rule
 * fails and says why.
 */
class SabotagedContractTest {

    /** Longer than the first wait of a retry. */
    private static final Duration PATIENCE = Duration.ofMillis(1_500);

    @Nested
    class WithoutSabotage extends ConnectorContract {

        @Override
        protected PlatformUnderTest startPlatform() {
            return new SabotagedPlatformUnderTest(Sabotage.NONE);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ONE_KEY_IS_ONE_MESSAGE                     | DOUBLES_THE_SAME_KEY        | receipt of the second send
                    A_FAILURE_IS_TRIED_AGAIN                   | SWALLOWS_FAILURES           | ["behind"]
                    AN_UNKNOWN_OUTCOME_IS_RESOLVED_AS_DECLARED | GUESSES_UNKNOWN_OUTCOMES    | DEAD
                    A_REFUSED_MESSAGE_ENDS_ALONE               | BLAMES_ITSELF_FOR_A_MESSAGE | PENDING
                    LIMITS_ARE_THE_PLATFORMS_OWN               | DECLARES_TOO_LONG_TEXTS     | DEAD
                    WHAT_IS_DECLARED_WORKS                     | DECLARES_WHAT_FAILS         | SEARCH is declared and fails
                    A_MISSING_CREDENTIAL_IS_SAID_AND_MENDED    | STARTS_WITHOUT_CREDENTIAL   | MISSING_CREDENTIAL
                    A_NEW_SESSION_COSTS_NO_ATTEMPT             | DOES_NOT_OPEN_AGAIN         | attempts
                    A_STOP_LOSES_NOTHING_IN_HAND               | FORGETS_WHAT_IS_IN_HAND     | "stop1"
                    A_RESTART_GOES_ON_IN_ORDER                 | SKIPS_WHAT_CAME_WHILE_DOWN  | "echo: after"
                    A_REPETITION_IS_ROUTED_ONCE                | NEW_ENVELOPE_EACH_TIME      | "echo: once", "echo: once"
                    A_BOT_IS_HEARD_ONLY_WHERE_IT_SPEAKS_TO_US  | TAKES_EVERYTHING_AS_A_MENTION | "echo: among ourselves"
                    TWO_BOTS_DO_NOT_TALK_FOR_EVER              | HIDES_BOTS                  | "echo: one too many"
                    THE_CURSOR_FOLLOWS_THE_COMMIT              | MOVES_THE_CURSOR_FIRST      | [echo: one] of [echo: one, echo: two]
                    WHO_MENTIONS_THE_BOT_IS_HEARD              | HIDES_MENTIONS              | [mentionsBot]
                    WHO_ANSWERS_THE_BOT_IS_HEARD               | HIDES_ANSWERS               | [repliesToBot]
                    WHO_SPEAKS_TO_OTHERS_IS_NOT                | IS_EVERYBODY                | speaks to us: MENTIONS_EVERYBODY
                    WHO_SPEAKS_TO_OTHERS_IS_NOT                | IS_ANSWERED_BY_ALL          | speaks to us: ANSWERS_ANOTHER
                    WHO_SPEAKS_TO_OTHERS_IS_NOT                | TAKES_EVERYTHING_AS_A_MENTION | speaks to us: PLAIN
                    WHAT_WAS_MISSED_IS_KNOWN_AS_WELL           | KNOWS_NOTHING_OF_HISTORY    | [before] of [before, echo: mentioned meanwhile
                    A_SENDER_IS_HIS_ID_AND_NO_NAME             | TAKES_NAMES_FOR_IDS         | the same person under another name
                    LISTS_NAME_SENDERS_BY_THEIR_IDS            | DRESSES_IDS                 | the sender's id, canonical or bare
                    NO_PROGRAM_IS_A_PERSON                     | HIDES_BOTS                  | sender_is_bot of a BOT
                    NO_PROGRAM_IS_A_PERSON                     | TAKES_WEBHOOKS_FOR_PEOPLE   | sender_is_bot of a WEBHOOK
                    NO_PROGRAM_IS_A_PERSON                     | LENDS_IDS                   | refused, of Author[kind=WEBHOOK
                    A_STRANGER_IS_LET_IN_WHERE_HE_IS_ALONE     | HIDES_DIRECT_CONVERSATIONS  | direct, with one person
                    A_STRANGER_IS_LET_IN_WHERE_HE_IS_ALONE     | TAKES_GROUPS_FOR_DIRECT     | direct, in a group
                    A_THREAD_IS_IN_ITS_CONVERSATION            | HIDES_PARENTS               | or within
                    """)
    void isFound(ContractRule rule, Sabotage sabotage, String evidence, @TempDir Path folder) throws Exception {
        String found = broken(rule, sabotage, folder.resolve("quick"), PATIENCE);
        if (!found.contains(evidence)) {
            // A busy machine was slower than what is to be seen
            found = broken(rule, sabotage, folder.resolve("patient"), ConnectorContract.PATIENCE);
        }
        assertThat(found).contains("breaks the rule " + rule, evidence);
    }

    private static String broken(ContractRule rule, Sabotage sabotage, Path folder, Duration patience)
            throws Exception {
        try (Subject subject = Subject.start(
                new SabotagedPlatformUnderTest(sabotage),
                StoreUnderTest.ofPrograms(),
                Files.createDirectory(folder),
                patience)) {
            AssertionError failure = catchThrowableOfType(AssertionError.class, () -> rule.check(subject));
            assertThat(failure).as("%s is found", sabotage).isNotNull();
            return String.valueOf(failure.getMessage());
        }
    }

    /** A rule that nobody has seen fail is no rule. */
    @Test
    void everyRuleHasItsSabotage() throws Exception {
        String table = SabotagedContractTest.class
                .getDeclaredMethod("isFound", ContractRule.class, Sabotage.class, String.class, Path.class)
                .getAnnotation(CsvSource.class)
                .textBlock();
        Set<ContractRule> shown = table.lines()
                .map(line -> ContractRule.valueOf(
                        line.substring(0, line.indexOf('|')).strip()))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(ContractRule.class)));
        assertThat(shown).containsExactlyElementsOf(Arrays.asList(ContractRule.values()));
    }
}
