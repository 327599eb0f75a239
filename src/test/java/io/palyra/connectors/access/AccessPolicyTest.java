package io.palyra.connectors.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.adapter.OtherBots;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.SenderId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each row of the decision's order, and that a row stands before the next one. */
class AccessPolicyTest {

    private static final ConnectorId CONNECTOR = ConnectorId.of("discord:ops");
    private static final String ANN = "discord:user:42";
    private static final String ROOM = "discord:channel:7";
    private static final InboundFacts MENTION = new InboundFacts(true, false);
    private static final InboundFacts REPLY = new InboundFacts(false, true);
    private static final InboundFacts THREAD = InboundFacts.NONE.within(new ConversationId(ROOM));

    /** Rules that say something about one thing only. */
    private static AccessRuleSet dm(DirectRule rule) {
        return new AccessRuleSet(rule, null, null, null, null, null, null);
    }

    private static AccessRuleSet groups(GroupRule rule) {
        return new AccessRuleSet(null, rule, null, null, null, null, null);
    }

    private static AccessRuleSet allow(String... senders) {
        return new AccessRuleSet(null, null, List.of(senders), null, null, null, null);
    }

    private static AccessRuleSet deny(String... senders) {
        return new AccessRuleSet(null, null, null, List.of(senders), null, null, null);
    }

    private static AccessRuleSet conversations(String... conversations) {
        return new AccessRuleSet(null, null, null, null, List.of(conversations), null, null);
    }

    private static AccessRuleSet patterns(String... patterns) {
        return new AccessRuleSet(null, null, null, null, null, List.of(patterns), null);
    }

    private static AccessRuleSet all(AccessRuleSet... rules) {
        return Stream.of(rules).reduce(AccessRuleSet.NONE, AccessRuleSet::over);
    }

    private static AccessReason direct(OtherBots bots, boolean bot, boolean granted, AccessRuleSet... rules) {
        return decide(bots, granted, question(ANN, true, bot, InboundFacts.NONE, "hello"), rules);
    }

    private static AccessReason group(InboundFacts facts, AccessRuleSet... rules) {
        return decide(OtherBots.MENTION, true, question(ANN, false, false, facts, "hello palyra"), rules);
    }

    private static AccessQuestion question(
            String sender, boolean direct, boolean bot, InboundFacts facts, String text) {
        return new AccessQuestion(
                CONNECTOR,
                new SenderId(sender),
                new ConversationId(direct ? "discord:channel:dm" : facts.parent() == null ? ROOM : "thread"),
                direct,
                bot,
                facts,
                text);
    }

    private static AccessReason decide(
            OtherBots bots, boolean granted, AccessQuestion question, AccessRuleSet... rules) {
        return AccessPolicy.decide(
                new AccessRules(CONNECTOR, all(rules).over(AccessRuleSet.OF_PLATFORMS)),
                bots,
                ignored -> granted,
                question);
    }

    static Stream<Arguments> direct() {
        return Stream.of(
                arguments("deny wins", AccessReason.SENDER_DENIED, new AccessRuleSet[] {
                    deny(ANN), allow(ANN), dm(DirectRule.OPEN)
                }),
                arguments("off, also who is in the list", AccessReason.DIRECT_OFF, new AccessRuleSet[] {
                    dm(DirectRule.OFF), allow(ANN)
                }),
                arguments("open", AccessReason.DIRECT_OPEN, new AccessRuleSet[] {dm(DirectRule.OPEN)}),
                arguments("open, the list counts for nothing", AccessReason.DIRECT_OPEN, new AccessRuleSet[] {
                    dm(DirectRule.OPEN), allow("somebody else")
                }),
                arguments("in the list", AccessReason.SENDER_ALLOWED, new AccessRuleSet[] {
                    dm(DirectRule.ALLOWLIST), allow(ANN)
                }),
                arguments("in the list, pairing", AccessReason.SENDER_ALLOWED, new AccessRuleSet[] {allow(ANN)}),
                arguments("not in the list", AccessReason.SENDER_NOT_ALLOWED, new AccessRuleSet[] {
                    dm(DirectRule.ALLOWLIST), allow("somebody else")
                }),
                arguments("a stranger", AccessReason.PAIRING_REQUIRED, new AccessRuleSet[0]),
                arguments("conversations are for groups", AccessReason.PAIRING_REQUIRED, new AccessRuleSet[] {
                    conversations("elsewhere"), groups(GroupRule.OFF)
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("direct")
    void decidesAboutADirectMessage(String name, AccessReason reason, AccessRuleSet[] rules) {
        assertThat(direct(OtherBots.NONE, false, false, rules)).isEqualTo(reason);
    }

    @Test
    void aGrantLetsInWhereTheRuleIsAList() {
        assertThat(direct(OtherBots.NONE, false, true)).isEqualTo(AccessReason.SENDER_GRANTED);
        assertThat(direct(OtherBots.NONE, false, true, dm(DirectRule.ALLOWLIST)))
                .isEqualTo(AccessReason.SENDER_GRANTED);
        assertThat(direct(OtherBots.NONE, false, true, dm(DirectRule.OFF))).isEqualTo(AccessReason.DIRECT_OFF);
        assertThat(direct(OtherBots.NONE, false, true, deny("42"))).isEqualTo(AccessReason.SENDER_DENIED);
    }

    @Test
    void aBotAsksForNothing() {
        assertThat(direct(OtherBots.NONE, true, false, allow(ANN))).isEqualTo(AccessReason.OTHER_BOT);
        assertThat(direct(OtherBots.MENTION, true, false)).isEqualTo(AccessReason.SENDER_NOT_ALLOWED);
        assertThat(direct(OtherBots.ALL, true, false)).isEqualTo(AccessReason.SENDER_NOT_ALLOWED);
        assertThat(direct(OtherBots.MENTION, true, false, allow(ANN))).isEqualTo(AccessReason.SENDER_ALLOWED);
    }

    static Stream<Arguments> groups() {
        return Stream.of(
                arguments("deny wins", AccessReason.SENDER_DENIED, MENTION, new AccessRuleSet[] {
                    deny(ANN), allow(ANN), groups(GroupRule.ALL)
                }),
                arguments("off", AccessReason.GROUPS_OFF, MENTION, new AccessRuleSet[] {
                    groups(GroupRule.OFF), allow(ANN), conversations(ROOM)
                }),
                arguments("another conversation", AccessReason.CONVERSATION_NOT_ALLOWED, MENTION, new AccessRuleSet[] {
                    conversations("discord:channel:8"), groups(GroupRule.ALL), allow(ANN)
                }),
                arguments("that conversation", AccessReason.GROUP_OPEN, InboundFacts.NONE, new AccessRuleSet[] {
                    conversations(ROOM), groups(GroupRule.ALL)
                }),
                arguments("bare", AccessReason.GROUP_OPEN, InboundFacts.NONE, new AccessRuleSet[] {
                    conversations("7"), groups(GroupRule.ALL)
                }),
                arguments("a thread of it", AccessReason.GROUP_OPEN, THREAD, new AccessRuleSet[] {
                    conversations(ROOM), groups(GroupRule.ALL)
                }),
                arguments("that thread", AccessReason.GROUP_OPEN, THREAD, new AccessRuleSet[] {
                    conversations("thread"), groups(GroupRule.ALL)
                }),
                arguments("nobody in the list", AccessReason.SENDER_NOT_ALLOWED, MENTION, new AccessRuleSet[] {
                    groups(GroupRule.ALLOWLIST)
                }),
                arguments("in the list", AccessReason.SENDER_ALLOWED, InboundFacts.NONE, new AccessRuleSet[] {
                    groups(GroupRule.ALLOWLIST), allow("42")
                }),
                arguments("a list, and mention", AccessReason.SENDER_NOT_ALLOWED, MENTION, new AccessRuleSet[] {
                    allow("somebody else")
                }),
                arguments("a list, and all", AccessReason.SENDER_NOT_ALLOWED, MENTION, new AccessRuleSet[] {
                    groups(GroupRule.ALL), allow("somebody else")
                }),
                arguments("in it, not mentioned", AccessReason.NOT_MENTIONED, InboundFacts.NONE, new AccessRuleSet[] {
                    allow(ANN)
                }),
                arguments("mentioned", AccessReason.MENTIONED, MENTION, new AccessRuleSet[0]),
                arguments("a reply", AccessReason.MENTIONED, REPLY, new AccessRuleSet[0]),
                arguments(
                        "a pattern", AccessReason.MENTIONED, InboundFacts.NONE, new AccessRuleSet[] {patterns("Palyra")
                        }),
                arguments(
                        "a grant is for direct ones",
                        AccessReason.NOT_MENTIONED,
                        InboundFacts.NONE,
                        new AccessRuleSet[0]),
                arguments("all", AccessReason.GROUP_OPEN, InboundFacts.NONE, new AccessRuleSet[] {groups(GroupRule.ALL)
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("groups")
    void decidesAboutAMessageInAGroup(String name, AccessReason reason, InboundFacts facts, AccessRuleSet[] rules) {
        assertThat(group(facts, rules)).isEqualTo(reason);
    }

    @Test
    void aBotSpeaksToUsByAMentionOrAReplyAndNotByAPattern() {
        AccessRuleSet rules = patterns("palyra");
        for (InboundFacts facts : List.of(MENTION, REPLY)) {
            assertThat(decide(OtherBots.MENTION, false, question(ANN, false, true, facts, "palyra"), rules))
                    .isEqualTo(AccessReason.MENTIONED);
        }
        AccessQuestion byPattern = question(ANN, false, true, InboundFacts.NONE, "palyra");
        assertThat(decide(OtherBots.MENTION, false, byPattern, rules)).isEqualTo(AccessReason.OTHER_BOT);
        assertThat(decide(OtherBots.ALL, false, byPattern, rules)).isEqualTo(AccessReason.MENTIONED);
    }

    /** Another case, digits of another script, characters that look the same or cannot be seen, another kind's id. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "discord:user:Admin",
                "discord:user:\u0430dmin",
                "discord:user:admin\u200B",
                "discord:user:a\u0301dmin",
                "discord:user:\uFF41dmin",
                "DISCORD:user:admin",
                "slack:user:admin",
                "discord:admin",
                "user:admin",
                "discord:user:x:admin"
            })
    void anIdThatOnlyLooksLikeOneIsAnother(String sender) {
        for (String listed : List.of("discord:user:admin", "admin")) {
            assertThat(decide(
                            OtherBots.NONE,
                            false,
                            question(sender, true, false, InboundFacts.NONE, "hello"),
                            allow(listed),
                            dm(DirectRule.ALLOWLIST)))
                    .as("%s, listed as %s", sender, listed)
                    .isEqualTo(AccessReason.SENDER_NOT_ALLOWED);
        }
    }

    @Test
    void anIdIsWrittenCanonicalOrBare() {
        for (String listed : List.of("discord:user:42", "42")) {
            assertThat(direct(OtherBots.NONE, false, false, allow(listed))).isEqualTo(AccessReason.SENDER_ALLOWED);
        }
        for (String listed : List.of("4", "421", "user:42", "discord:42", "slack:user:42", "\uFF14\uFF12")) {
            assertThat(direct(OtherBots.NONE, false, false, allow(listed)))
                    .as(listed)
                    .isEqualTo(AccessReason.PAIRING_REQUIRED);
        }
    }
}
