package io.palyra.connectors.settings;

import io.palyra.connectors.access.AccessRuleSet;
import io.palyra.connectors.access.DirectRule;
import io.palyra.connectors.access.GroupRule;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.WireEnum;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the options {@code access-…} of an instance, each into a set of rules that says nothing else. */
final class AccessOptions {

    private static final ValueParser<List<String>> LIST = ValueParser.listOf(text -> text);

    private static final String IDS = "at most " + AccessRuleSet.IDS_MAX + " ids separated by commas, each of at most "
            + AccessRuleSet.ID_CHARS_MAX + " characters";

    private static final String PATTERNS = "at most " + AccessRuleSet.PATTERNS_MAX
            + " words separated by commas, each of at most " + AccessRuleSet.PATTERN_BYTES_MAX + " bytes";

    private static final String PAIRING_TEXT = "a text of at most " + AccessRuleSet.PAIRING_TEXT_CHARS_MAX
            + " characters with " + AccessRuleSet.CODE + ", where the code of the request is to stand";

    private AccessOptions() {}

    static ValueParser<AccessRuleSet> of(AccessRuleSet.Field field) {
        return switch (field) {
            case DM -> {
                ValueParser<DirectRule> rule = oneOf(DirectRule.class);
                yield text -> rules(rule.parse(text), null);
            }
            case GROUPS -> {
                ValueParser<GroupRule> rule = oneOf(GroupRule.class);
                yield text -> rules(null, rule.parse(text));
            }
            case ALLOW_FROM ->
                requiring(IDS, text -> new AccessRuleSet(null, null, LIST.parse(text), null, null, null, null));
            case DENY_FROM ->
                requiring(IDS, text -> new AccessRuleSet(null, null, null, LIST.parse(text), null, null, null));
            case ALLOW_CONVERSATIONS ->
                requiring(IDS, text -> new AccessRuleSet(null, null, null, null, LIST.parse(text), null, null));
            case MENTION_PATTERNS ->
                requiring(PATTERNS, text -> new AccessRuleSet(null, null, null, null, null, LIST.parse(text), null));
            case PAIRING_TEXT ->
                requiring(PAIRING_TEXT, text -> new AccessRuleSet(null, null, null, null, null, null, text));
        };
    }

    private static AccessRuleSet rules(@Nullable DirectRule dm, @Nullable GroupRule groups) {
        return new AccessRuleSet(dm, groups, null, null, null, null, null);
    }

    private static <E extends Enum<E> & WireEnum> ValueParser<E> oneOf(Class<E> type) {
        return text -> Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.wireName().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(Arrays.stream(type.getEnumConstants())
                        .map(WireEnum::wireName)
                        .collect(Collectors.joining(" or "))));
    }

    /** The rules say what they refuse; a setting says what it takes. */
    private static ValueParser<AccessRuleSet> requiring(String allowed, ValueParser<AccessRuleSet> read) {
        return text -> {
            try {
                return read.parse(text);
            } catch (InvalidEnvelopeException e) {
                throw new IllegalArgumentException(allowed, e);
            }
        };
    }
}
