package io.palyra.connectors.access;

import io.palyra.connectors.access.AccessDesk.Step;
import io.palyra.connectors.adapter.OtherBots;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides by rules and facts alone whether a message is let in. The first step that decides is the last one. Pure; takes no
 * time that grows with the number of grants.
 */
final class AccessPolicy {

    /** Whether an operator has let the sender in. Asked only where it matters. */
    @FunctionalInterface
    interface Grants {
        boolean has(AccessQuestion question);
    }

    private record Asked(AccessRules rules, OtherBots otherBots, Grants grants, AccessQuestion question) {}

    @FunctionalInterface
    private interface Decider {
        @Nullable
        AccessReason decide(Asked asked);
    }

    /** @param passed what is so where the step does not decide */
    private record Named(String name, String passed, Decider decider) {

        Step ask(Asked asked) {
            AccessReason reason = decider.decide(asked);
            return reason == null ? new Step(name, null, passed) : Step.decided(name, reason);
        }
    }

    private static final List<Named> STEPS = List.of(
            new Named("deny-from", "the sender is not in access-deny-from", AccessPolicy::denied),
            new Named(
                    "other-bots",
                    "a person wrote it, or a bot that other-bots does not keep out",
                    AccessPolicy::otherBot),
            new Named("dm", "it is no direct conversation", AccessPolicy::direct),
            new Named("groups", "access-groups is not off", AccessPolicy::groupsOff),
            new Named(
                    "allow-conversations",
                    "access-allow-conversations names this conversation, or none",
                    AccessPolicy::conversation),
            new Named("allow-from", "access-allow-from names this sender, or nobody", AccessPolicy::groupSender),
            new Named("mention", "", AccessPolicy::group));

    private AccessPolicy() {}

    static AccessReason decide(AccessRules rules, OtherBots otherBots, Grants grants, AccessQuestion question) {
        Asked asked = new Asked(rules, otherBots, grants, question);
        for (Named step : STEPS) {
            AccessReason reason = step.decider().decide(asked);
            if (reason != null) {
                return reason;
            }
        }
        throw new IllegalStateException("no step of the access policy decides");
    }

    /** The same, with each step up to the one that decides. */
    static List<Step> explain(AccessRules rules, OtherBots otherBots, Grants grants, AccessQuestion question) {
        Asked asked = new Asked(rules, otherBots, grants, question);
        List<Step> steps = new ArrayList<>();
        for (Named named : STEPS) {
            Step step = named.ask(asked);
            steps.add(step);
            if (step.decided() != null) {
                break;
            }
        }
        return steps;
    }

    private static @Nullable AccessReason denied(Asked asked) {
        return asked.rules().denies(asked.question().senderId()) ? AccessReason.SENDER_DENIED : null;
    }

    private static @Nullable AccessReason otherBot(Asked asked) {
        AccessQuestion question = asked.question();
        return question.senderIsBot()
                        && !asked.otherBots()
                                .letsIn(question.direct() || question.facts().speaksToBot())
                ? AccessReason.OTHER_BOT
                : null;
    }

    private static @Nullable AccessReason direct(Asked asked) {
        AccessQuestion question = asked.question();
        if (!question.direct()) {
            return null;
        }
        return switch (asked.rules().direct()) {
            case OFF -> AccessReason.DIRECT_OFF;
            case OPEN -> AccessReason.DIRECT_OPEN;
            case ALLOWLIST, PAIRING -> {
                if (asked.rules().allows(question.senderId())) {
                    yield AccessReason.SENDER_ALLOWED;
                } else if (asked.grants().has(question)) {
                    yield AccessReason.SENDER_GRANTED;
                }
                // A bot asks for nothing, and would answer the answer
                yield asked.rules().direct() == DirectRule.PAIRING && !question.senderIsBot()
                        ? AccessReason.PAIRING_REQUIRED
                        : AccessReason.SENDER_NOT_ALLOWED;
            }
        };
    }

    private static @Nullable AccessReason groupsOff(Asked asked) {
        return asked.rules().groups() == GroupRule.OFF ? AccessReason.GROUPS_OFF : null;
    }

    private static @Nullable AccessReason conversation(Asked asked) {
        AccessQuestion question = asked.question();
        return asked.rules()
                        .takesFrom(question.conversationId(), question.facts().parent())
                ? null
                : AccessReason.CONVERSATION_NOT_ALLOWED;
    }

    private static @Nullable AccessReason groupSender(Asked asked) {
        AccessRules rules = asked.rules();
        boolean matters = rules.groups() == GroupRule.ALLOWLIST || rules.namesSenders();
        if (matters && !rules.allows(asked.question().senderId())) {
            return AccessReason.SENDER_NOT_ALLOWED;
        }
        return rules.groups() == GroupRule.ALLOWLIST ? AccessReason.SENDER_ALLOWED : null;
    }

    private static AccessReason group(Asked asked) {
        if (asked.rules().groups() == GroupRule.ALL) {
            return AccessReason.GROUP_OPEN;
        }
        return asked.rules().speaksToBot(asked.question()) ? AccessReason.MENTIONED : AccessReason.NOT_MENTIONED;
    }
}
