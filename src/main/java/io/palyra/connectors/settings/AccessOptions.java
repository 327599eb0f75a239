package io.palyra.connectors.settings;

import io.palyra.connectors.access.AccessRuleSet;
import io.palyra.connectors.access.DirectRule;
import io.palyra.connectors.access.GroupRule;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.WireEnum;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the options {@code access-…} of an instance, each into a set of rules that says nothing else. */
final class AccessOptions {

    private static final ValueParser<List<String>> LIST = ValueParser.listOf(text -> text);

    private AccessOptions() {}

    static ValueParser<AccessRuleSet> of(AccessRuleSet.Field field) {
        return switch (field) {
            case DM -> parsing(text -> rules(WireEnum.parse(DirectRule.class, text, "access-dm"), null));
            case GROUPS -> parsing(text -> rules(null, WireEnum.parse(GroupRule.class, text, "access-groups")));
            case ALLOW_FROM -> parsing(text -> new AccessRuleSet(null, null, LIST.parse(text), null, null, null, null));
            case DENY_FROM -> parsing(text -> new AccessRuleSet(null, null, null, LIST.parse(text), null, null, null));
            case ALLOW_CONVERSATIONS ->
                parsing(text -> new AccessRuleSet(null, null, null, null, LIST.parse(text), null, null));
            case MENTION_PATTERNS ->
                parsing(text -> new AccessRuleSet(null, null, null, null, null, LIST.parse(text), null));
            case PAIRING_TEXT -> parsing(text -> new AccessRuleSet(null, null, null, null, null, null, text));
        };
    }

    private static AccessRuleSet rules(@Nullable DirectRule dm, @Nullable GroupRule groups) {
        return new AccessRuleSet(dm, groups, null, null, null, null, null);
    }

    /** What is allowed, in the words of the rules themselves. */
    private static ValueParser<AccessRuleSet> parsing(Function<String, AccessRuleSet> read) {
        return text -> {
            try {
                return read.apply(text);
            } catch (InvalidEnvelopeException e) {
                throw new IllegalArgumentException(e.reason(), e);
            }
        };
    }
}
