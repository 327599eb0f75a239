package io.palyra.connectors.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.access.AccessDesk.Step;
import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.adapter.OtherBots;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.time.SteadyClock;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/**
 * Goal: whatever rules and messages there are, the decision is the one that the contract tells. Method: rules, senders and
 * texts from a few pieces, so that they meet often, compared with {@link PlainAccess}; jqwik tells the seed of a failure.
 */
class AccessPropertiesTest {

    private static final ConnectorId CONNECTOR = ConnectorId.of("discord:ops");
    private static final ConnectorId OTHER = ConnectorId.of("discord:other");

    /** Canonical, bare, of another kind, and those that only look so. */
    private static final List<String> SENDERS = List.of(
            "discord:user:42",
            "42",
            "slack:user:42",
            "discord:user:4",
            "discord:channel:42",
            "discord:42",
            "user:42",
            "DISCORD:USER:42",
            "discord:user:\uFF14\uFF12",
            "discord:user:42\u200B",
            "discord:user:admin",
            "discord:user:\u0430dmin",
            "admin",
            "Admin",
            "discord:user:a:b",
            "a:b",
            "b");

    private static final List<String> CONVERSATIONS =
            List.of("discord:channel:7", "7", "discord:channel:8", "discord:channel:77", "slack:channel:7");

    private static final List<String> WORDS = List.of(
            "bot",
            "Bot",
            "BOT",
            "@bot",
            "bots",
            "robot",
            "_",
            "1",
            " ",
            " ",
            ",",
            "@everyone",
            "@here",
            "every",
            "one",
            "palyra",
            "pal",
            "\u00DF",
            "\u0130",
            "\uD801\uDC28",
            "*",
            "\n",
            "-");

    private record Case(AccessRuleSet rules, OtherBots otherBots, boolean granted, AccessQuestion question) {

        static Case of(Random random) {
            return new Case(
                    anyRules(random),
                    pick(random, List.of(OtherBots.values())),
                    random.nextInt(3) == 0,
                    new AccessQuestion(
                            CONNECTOR,
                            new SenderId(pick(random, SENDERS)),
                            new ConversationId(pick(random, CONVERSATIONS)),
                            random.nextBoolean(),
                            random.nextInt(4) == 0,
                            new InboundFacts(
                                    random.nextInt(4) == 0,
                                    random.nextInt(4) == 0,
                                    random.nextBoolean() ? null : new ConversationId(pick(random, CONVERSATIONS))),
                            text(random)));
        }

        AccessReason decided() {
            return AccessPolicy.decide(new AccessRules(CONNECTOR, rules), otherBots, ignored -> granted, question);
        }
    }

    private static AccessRuleSet anyRules(Random random) {
        return new AccessRuleSet(
                pick(random, List.of(DirectRule.values())),
                pick(random, List.of(GroupRule.values())),
                some(random, SENDERS),
                some(random, SENDERS),
                some(random, CONVERSATIONS),
                IntStream.range(0, random.nextInt(4))
                        .mapToObj(i -> pattern(random))
                        .toList(),
                "your code is {code}");
    }

    private static String pattern(Random random) {
        String text = text(random);
        return text.isBlank() ? "bot" : text;
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        IntStream.rangeClosed(0, random.nextInt(5)).forEach(i -> text.append(pick(random, WORDS)));
        return text.toString();
    }

    private static List<String> some(Random random, List<String> all) {
        return random.nextBoolean()
                ? List.of()
                : all.stream().filter(one -> random.nextInt(4) == 0).toList();
    }

    private static <T> T pick(Random random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    @Property(tries = 250_000, edgeCases = EdgeCasesMode.NONE)
    void decidesAsTheContractTells(@ForAll Random random) {
        Case one = Case.of(random);

        AccessReason decided = one.decided();
        AccessReason plain = PlainAccess.decide(
                one.rules(), CONNECTOR.kind().value(), one.otherBots(), one.granted(), one.question());
        if (decided != plain) {
            throw new AssertionError("decided " + decided + ", and not " + plain + ", about " + one);
        }
    }

    @Property(tries = 50_000, edgeCases = EdgeCasesMode.NONE)
    void nothingLetsInWhoIsDenied(@ForAll Random random) {
        Case one = Case.of(random);
        String sender = one.question().senderId().value();
        List<String> denied = new ArrayList<>(one.rules().denyFrom());
        denied.add(random.nextInt(1 + denied.size()), sender);
        AccessRuleSet rules = rules(null, denied).over(one.rules());

        Case withDenied = new Case(rules, one.otherBots(), true, one.question());
        if (withDenied.decided() != AccessReason.SENDER_DENIED) {
            throw new AssertionError("let in, or refused for another reason: " + withDenied);
        }
    }

    @Property(tries = 20_000, edgeCases = EdgeCasesMode.NONE)
    void thePreviewEndsWithTheDecision(@ForAll Random random) {
        Case one = Case.of(random);

        List<Step> steps = AccessPolicy.explain(
                new AccessRules(CONNECTOR, one.rules()), one.otherBots(), ignored -> one.granted(), one.question());

        assertThat(steps.get(steps.size() - 1).decided()).isEqualTo(one.decided());
        assertThat(steps.subList(0, steps.size() - 1)).allMatch(step -> step.decided() == null);
    }

    /** Rules, cases and pieces have to meet: a comparison in which one answer never comes up compares nothing. */
    @Property(tries = 1, edgeCases = EdgeCasesMode.NONE)
    void everyDecisionComesUp(@ForAll Random random) {
        Map<AccessReason, Integer> counted = new EnumMap<>(AccessReason.class);
        for (int i = 0; i < 20_000; i++) {
            counted.merge(Case.of(random).decided(), 1, Integer::sum);
        }

        assertThat(counted.keySet())
                .containsExactlyInAnyOrder(
                        AccessReason.SENDER_DENIED,
                        AccessReason.OTHER_BOT,
                        AccessReason.DIRECT_OFF,
                        AccessReason.DIRECT_OPEN,
                        AccessReason.SENDER_ALLOWED,
                        AccessReason.SENDER_GRANTED,
                        AccessReason.SENDER_NOT_ALLOWED,
                        AccessReason.PAIRING_REQUIRED,
                        AccessReason.GROUPS_OFF,
                        AccessReason.CONVERSATION_NOT_ALLOWED,
                        AccessReason.NOT_MENTIONED,
                        AccessReason.MENTIONED,
                        AccessReason.GROUP_OPEN);
        assertThat(counted.values()).allMatch(times -> times > 20);
    }

    /** Whatever happens to one instance, everything that is decided by is the same for the other one. */
    @Property(tries = 20_000, edgeCases = EdgeCasesMode.NONE)
    void nothingThatChangesOneInstanceChangesAnother(@ForAll Random random) {
        AccessBook book = new AccessBook(EMPTY, new TwoInstances(), SteadyClock.ofMachine());
        IntStream.range(0, 4).forEach(i -> change(book, random, OTHER));
        List<Object> before = everything(book, OTHER);

        IntStream.range(0, 4).forEach(i -> change(book, random, CONNECTOR));

        assertThat(everything(book, OTHER)).isEqualTo(before);
    }

    private static void change(AccessBook book, Random random, ConnectorId connector) {
        SenderId sender = new SenderId(pick(random, SENDERS));
        ConversationId conversation = new ConversationId(pick(random, CONVERSATIONS));
        switch (random.nextInt(6)) {
            case 0 -> book.changed(connector, anyRules(random));
            case 1 ->
                book.add(new Grant(connector, sender, "Ann", conversation, Grant.Way.CODE, null, 1, ends(random)));
            case 2 -> book.removeGrant(connector, sender);
            case 3 ->
                book.add(new PairingRequest(
                        connector,
                        sender,
                        "Ann",
                        conversation,
                        "7KQ2MX",
                        pick(random, List.of(PairingRequest.State.values())),
                        random.nextBoolean(),
                        1,
                        Objects.requireNonNullElse(ends(random), Long.MAX_VALUE)));
            case 4 -> book.removeRequest(connector, sender);
            default -> book.forget(connector);
        }
    }

    private static @Nullable Long ends(Random random) {
        return random.nextBoolean() ? null : random.nextBoolean() ? Long.valueOf(2) : Long.MAX_VALUE;
    }

    private static List<Object> everything(AccessBook book, ConnectorId connector) {
        List<Object> all = new ArrayList<>();
        all.add(book.rules(connector).written());
        all.add(Set.copyOf(book.grants(connector)));
        all.add(Set.copyOf(book.requests(connector)));
        all.add(book.isFull(connector));
        for (String sender : SENDERS) {
            AccessQuestion question = new AccessQuestion(
                    connector,
                    new SenderId(sender),
                    new ConversationId("discord:channel:7"),
                    true,
                    false,
                    InboundFacts.NONE,
                    "hello");
            all.add(AccessPolicy.decide(book.rules(connector), OtherBots.ALL, book::isGranted, question));
        }
        return all;
    }

    /** As that of a new store. */
    private static final AccessStore EMPTY = (AccessStore) Proxy.newProxyInstance(
            AccessStore.class.getClassLoader(),
            new Class<?>[] {AccessStore.class},
            (store, method, arguments) -> method.getReturnType() == Map.class ? Map.of() : List.of());

    private record TwoInstances() implements AccessInstances {

        @Override
        public void require(ConnectorId connectorId) {}

        @Override
        public AccessRuleSet declared(ConnectorId connectorId) {
            return AccessRuleSet.NONE;
        }

        @Override
        public boolean isOpenByDefault(ConnectorId connectorId) {
            return false;
        }

        @Override
        public OtherBots otherBots(ConnectorId connectorId) {
            return OtherBots.ALL;
        }

        @Override
        public boolean isSenderId(ConnectorId connectorId, String written) {
            return true;
        }

        @Override
        public boolean isConversationId(ConnectorId connectorId, String written) {
            return true;
        }

        @Override
        public boolean isEnforced(ConnectorId connectorId) {
            return true;
        }
    }

    private static AccessRuleSet rules(@Nullable List<String> allowFrom, @Nullable List<String> denyFrom) {
        return new AccessRuleSet(null, null, allowFrom, denyFrom, null, null, null);
    }
}
