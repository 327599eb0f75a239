package io.palyra.connectors.access;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.Texts;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rules as somebody has written them; what is null, he has not said anything about. Immutable; checked on construction.
 *
 * @param dm the option {@code access-dm}
 * @param groups the option {@code access-groups}
 * @param allowFrom ids of senders, as the platform's page writes them or bare; compared as they are, letter by letter
 * @param denyFrom the same; it wins over everything else
 * @param allowConversations ids of conversations; where there are some, no other group conversation is taken
 * @param mentionPatterns words that speak to the bot, see {@link MentionPatterns}
 * @param pairingText what a stranger is told; {@code {code}} stands for the code of the request
 */
public record AccessRuleSet(
        @Nullable DirectRule dm,
        @Nullable GroupRule groups,
        @Nullable List<String> allowFrom,
        @Nullable List<String> denyFrom,
        @Nullable List<String> allowConversations,
        @Nullable List<String> mentionPatterns,
        @Nullable String pairingText) {

    public static final int IDS_MAX = 10_000;
    public static final int PAIRING_TEXT_CHARS_MAX = 1_000;
    public static final String CODE = "{code}";

    public static final int ID_CHARS_MAX = 256;
    public static final int PATTERNS_MAX = MentionPatterns.COUNT_MAX;
    public static final int PATTERN_BYTES_MAX = MentionPatterns.BYTES_MAX;

    /** Of a value in an error. */
    private static final int SHOWN_CHARS_MAX = 64;

    /** Nothing is said. */
    public static final AccessRuleSet NONE = new AccessRuleSet(null, null, null, null, null, null, null);

    /** What holds where nobody says otherwise. */
    static final AccessRuleSet OF_PLATFORMS = new AccessRuleSet(
            DirectRule.PAIRING,
            GroupRule.MENTION,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            "Hello. Before I may answer you here, an operator has to let you in. Your request has the code " + CODE
                    + ": tell it to whoever runs this bot.");

    static final AccessRuleSet OPEN =
            new AccessRuleSet(DirectRule.OPEN, GroupRule.ALL, null, null, null, null, null).over(OF_PLATFORMS);

    /** @throws InvalidEnvelopeException naming the field as the API does, the value and what is allowed */
    public AccessRuleSet {
        allowFrom = ids(allowFrom, "allow_from");
        denyFrom = ids(denyFrom, "deny_from");
        allowConversations = ids(allowConversations, "allow_conversations");
        mentionPatterns = mentionPatterns == null ? null : MentionPatterns.checked(mentionPatterns);
        if (pairingText != null) {
            requirePairingText(pairingText);
        }
    }

    private static @Nullable List<String> ids(@Nullable List<String> ids, String field) {
        if (ids == null) {
            return null;
        }
        if (ids.size() > IDS_MAX) {
            throw new InvalidEnvelopeException(field, "has more than " + IDS_MAX + " ids", String.valueOf(ids.size()));
        }
        for (String id : ids) {
            if (id == null || id.isBlank() || id.length() > ID_CHARS_MAX || !id.equals(id.strip())) {
                throw new InvalidEnvelopeException(
                        field,
                        "has an entry that is no id: each has 1 to " + ID_CHARS_MAX
                                + " characters, and no space around it",
                        shown(id));
            }
        }
        return List.copyOf(new LinkedHashSet<>(ids));
    }

    private static void requirePairingText(String text) {
        if (Texts.isBlank(text) || text.length() > PAIRING_TEXT_CHARS_MAX || !text.contains(CODE)) {
            throw new InvalidEnvelopeException(
                    "pairing_text",
                    "has to be 1 to " + PAIRING_TEXT_CHARS_MAX + " characters with " + CODE
                            + " where the code of the request is to stand",
                    shown(text));
        }
    }

    /** As much of a value as an error may have. */
    static @Nullable String shown(@Nullable String text) {
        return text == null || text.length() <= SHOWN_CHARS_MAX ? text : text.substring(0, SHOWN_CHARS_MAX) + "…";
    }

    /** These rules, and the others' where these say nothing. */
    public AccessRuleSet over(AccessRuleSet others) {
        return new AccessRuleSet(
                first(dm, others.dm),
                first(groups, others.groups),
                first(allowFrom, others.allowFrom),
                first(denyFrom, others.denyFrom),
                first(allowConversations, others.allowConversations),
                first(mentionPatterns, others.mentionPatterns),
                first(pairingText, others.pairingText));
    }

    /** Without what they say about these fields. */
    AccessRuleSet without(Set<Field> fields) {
        return new AccessRuleSet(
                fields.contains(Field.DM) ? null : dm,
                fields.contains(Field.GROUPS) ? null : groups,
                fields.contains(Field.ALLOW_FROM) ? null : allowFrom,
                fields.contains(Field.DENY_FROM) ? null : denyFrom,
                fields.contains(Field.ALLOW_CONVERSATIONS) ? null : allowConversations,
                fields.contains(Field.MENTION_PATTERNS) ? null : mentionPatterns,
                fields.contains(Field.PAIRING_TEXT) ? null : pairingText);
    }

    private static <T> @Nullable T first(@Nullable T one, @Nullable T other) {
        return one != null ? one : other;
    }

    /** The settings by which everybody may talk to an instance, for a sentence. */
    public static String openingSettings(ConnectorId connectorId) {
        String instance = "palyra.connectors." + connectorId.kind() + "." + connectorId.name() + ".";
        return instance + Field.DM.option() + "=open and " + instance + Field.GROUPS.option() + "=all";
    }

    /** A field of the rules, as the API, the settings and errors call it. */
    public enum Field {
        DM(AccessRuleSet::dm),
        GROUPS(AccessRuleSet::groups),
        ALLOW_FROM(AccessRuleSet::allowFrom),
        DENY_FROM(AccessRuleSet::denyFrom),
        ALLOW_CONVERSATIONS(AccessRuleSet::allowConversations),
        MENTION_PATTERNS(AccessRuleSet::mentionPatterns),
        PAIRING_TEXT(AccessRuleSet::pairingText);

        private final Function<AccessRuleSet, @Nullable Object> value;

        Field(Function<AccessRuleSet, @Nullable Object> value) {
            this.value = value;
        }

        /** Whether the rules say something about it. */
        public boolean isIn(AccessRuleSet rules) {
            return value.apply(rules) != null;
        }

        /** In the admin API. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Of an instance, in the settings. */
        public String option() {
            return "access-" + wireName().replace('_', '-');
        }
    }
}
