package io.palyra.connectors.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Rules that are likely not meant so.
 *
 * @param code names the kind of warning; stable
 * @param message says what is odd, and the way out
 */
public record AccessWarning(String code, String message) {

    /** Entries of a list that are named, each in a warning of its own. */
    static final int NAMED_MAX = 20;

    static List<AccessWarning> of(AccessRules rules, boolean hasGrants, boolean enforced, boolean isForTests) {
        List<AccessWarning> warnings = new ArrayList<>();
        AccessRuleSet written = rules.written();
        List<String> allowFrom = Objects.requireNonNull(written.allowFrom());
        if (!isForTests && rules.groups() == GroupRule.ALL && allowFrom.isEmpty()) {
            warnings.add(new AccessWarning(
                    "open_group",
                    "everything that anybody says where the bot is goes to the daemon; groups: mention takes only what"
                            + " speaks to the bot"));
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
}
