package io.palyra.connectors.access;

import io.palyra.connectors.protocol.ConnectorId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rules that are likely not meant so.
 *
 * @param code names the kind of warning; stable
 * @param message says what is odd, and the way out
 */
public record AccessWarning(String code, String message) {

    /** Entries of a list that are named, each in a warning of its own. */
    static final int NAMED_MAX = 20;

    static List<AccessWarning> of(
            ConnectorId connectorId,
            AccessRules rules,
            boolean hasGrants,
            boolean enforced,
            AccessInstances instances) {
        boolean isForTests = instances.isOpenByDefault(connectorId);
        List<AccessWarning> warnings = new ArrayList<>();
        AccessRuleSet written = rules.written();
        List<String> allowFrom = Objects.requireNonNull(written.allowFrom());
        boolean takesAll =
                rules.groups() == GroupRule.ALL || (rules.groups() == GroupRule.MENTION && rules.anyTextSpeaksToBot());
        if (!isForTests && takesAll && allowFrom.isEmpty()) {
            warnings.add(new AccessWarning(
                    "open_group",
                    "everything that anybody says where the bot is goes to the daemon; groups: mention without the"
                            + " pattern * takes only what speaks to the bot"));
        }
        if (!isForTests && rules.direct() == DirectRule.OPEN) {
            warnings.add(new AccessWarning(
                    "open_dm",
                    "everybody who finds the bot may command it in a direct conversation; dm: pairing has you asked"
                            + " first"));
        }
        if (rules.direct() == DirectRule.ALLOWLIST && allowFrom.isEmpty() && !hasGrants) {
            warnings.add(new AccessWarning(
                    "nobody_dm", "dm is allowlist and nobody is in allow_from: no direct message can get through"));
        }
        if (rules.groups() == GroupRule.ALLOWLIST && allowFrom.isEmpty()) {
            warnings.add(new AccessWarning(
                    "nobody_group",
                    "groups is allowlist and nobody is in allow_from: no group message can get through"));
        }
        if (rules.groups() != GroupRule.MENTION
                && !Objects.requireNonNull(written.mentionPatterns()).isEmpty()) {
            warnings.add(new AccessWarning(
                    "unused_patterns", "mention_patterns are looked at only where groups is mention"));
        }
        if (rules.groups() == GroupRule.OFF
                && !Objects.requireNonNull(written.allowConversations()).isEmpty()) {
            warnings.add(new AccessWarning(
                    "unused_conversations", "allow_conversations counts for nothing while groups is off"));
        }
        warnings.addAll(unmatchedIds(written, connectorId, instances));
        List<String> both =
                allowFrom.stream().filter(rules::deniesListed).limit(NAMED_MAX).toList();
        both.forEach(sender -> warnings.add(new AccessWarning(
                "allowed_and_denied", sender + " is in allow_from and in deny_from; deny_from wins")));
        if (!enforced && !rules.isOpenToAll()) {
            warnings.add(new AccessWarning(
                    "not_enforced",
                    "the inbound route template does not ask palyra-access before palyra-inbox: nothing of this"
                            + " instance gets to the daemon"));
        }
        return warnings;
    }

    /** @param rules of which every field says something */
    static List<AccessWarning> unmatchedIds(AccessRuleSet rules, ConnectorId connectorId, AccessInstances instances) {
        Predicate<String> isSender = id -> instances.isSenderId(connectorId, id);
        return Stream.of(
                        unmatched(
                                "allow_from",
                                rules.allowFrom(),
                                isSender,
                                "nobody can have this id, so it lets nobody in"),
                        unmatched(
                                "deny_from",
                                rules.denyFrom(),
                                isSender,
                                "nobody can have this id, so it keeps nobody out"),
                        unmatched(
                                "allow_conversations",
                                rules.allowConversations(),
                                id -> instances.isConversationId(connectorId, id),
                                "no conversation can have this id, so nothing is taken of it"))
                .flatMap(warnings -> warnings)
                .toList();
    }

    private static Stream<AccessWarning> unmatched(
            String field, @Nullable List<String> ids, Predicate<String> isId, String consequence) {
        return Objects.requireNonNull(ids).stream()
                .filter(isId.negate())
                .limit(NAMED_MAX)
                .map(id -> new AccessWarning(
                        "unmatched_id",
                        field + " has " + AccessRuleSet.shown(id) + ": " + consequence
                                + "; ids are written as events have them, letter by letter, or bare"));
    }
}
