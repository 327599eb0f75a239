package io.palyra.connectors.access;

import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.adapter.OtherBots;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The decision about a message once more, as the contract of access tells it and as slow as it may be: written without a look
 * at {@link AccessPolicy}, to be compared with it. Shares neither sets of ids nor patterns with it.
 */
final class PlainAccess {

    private PlainAccess() {}

    static AccessReason decide(
            AccessRuleSet rules, String kind, OtherBots otherBots, boolean granted, AccessQuestion question) {
        String sender = question.senderId().value();
        InboundFacts facts = question.facts();
        boolean marked = facts.mentionsBot() || facts.repliesToBot();

        // deny-from
        if (in(rules.denyFrom(), kind, sender)) {
            return AccessReason.SENDER_DENIED;
        }
        // other-bots
        if (question.senderIsBot()) {
            if (otherBots == OtherBots.NONE) {
                return AccessReason.OTHER_BOT;
            }
            if (otherBots == OtherBots.MENTION && !marked && !question.direct()) {
                return AccessReason.OTHER_BOT;
            }
        }
        // direct
        if (question.direct()) {
            if (rules.dm() == DirectRule.OFF) {
                return AccessReason.DIRECT_OFF;
            }
            if (rules.dm() == DirectRule.OPEN) {
                return AccessReason.DIRECT_OPEN;
            }
            if (in(rules.allowFrom(), kind, sender)) {
                return AccessReason.SENDER_ALLOWED;
            }
            if (granted) {
                return AccessReason.SENDER_GRANTED;
            }
            if (rules.dm() == DirectRule.PAIRING && !question.senderIsBot()) {
                return AccessReason.PAIRING_REQUIRED;
            }
            return AccessReason.SENDER_NOT_ALLOWED;
        }
        // group
        if (rules.groups() == GroupRule.OFF) {
            return AccessReason.GROUPS_OFF;
        }
        if (!rules.allowConversations().isEmpty()
                && !in(
                        rules.allowConversations(),
                        kind,
                        question.conversationId().value())
                && !(facts.parent() != null
                        && in(rules.allowConversations(), kind, facts.parent().value()))) {
            return AccessReason.CONVERSATION_NOT_ALLOWED;
        }
        if ((rules.groups() == GroupRule.ALLOWLIST || !rules.allowFrom().isEmpty())
                && !in(rules.allowFrom(), kind, sender)) {
            return AccessReason.SENDER_NOT_ALLOWED;
        }
        if (rules.groups() == GroupRule.MENTION) {
            return marked || mentions(rules.mentionPatterns(), question.text())
                    ? AccessReason.MENTIONED
                    : AccessReason.NOT_MENTIONED;
        }
        return rules.groups() == GroupRule.ALLOWLIST ? AccessReason.SENDER_ALLOWED : AccessReason.GROUP_OPEN;
    }

    /** Ids canonical, as {@code kind:word:id}, or bare; letter by letter. */
    static boolean in(@Nullable List<String> listed, String kind, String id) {
        for (String one : listed) {
            if (one.equals(id)) {
                return true;
            }
            String[] parts = id.split(":", 3);
            if (parts.length == 3 && parts[0].equals(kind) && parts[2].equals(one)) {
                return true;
            }
        }
        return false;
    }

    /** A substring between characters that are no part of a word, in any case; an asterisk alone is any text. */
    static boolean mentions(@Nullable List<String> patterns, String text) {
        int[] said = withoutEverybody(lower(text), patterns).codePoints().toArray();
        for (String pattern : patterns) {
            int[] word = lower(pattern).codePoints().toArray();
            for (int start = 0; start + word.length <= said.length; start++) {
                int end = start + word.length;
                if (Arrays.equals(said, start, end, word, 0, word.length)
                        && (start == 0 || !isWord(said[start - 1]))
                        && (end == said.length || !isWord(said[end]))) {
                    return true;
                }
            }
            if (pattern.equals("*")) {
                return true;
            }
        }
        return false;
    }

    /** Speaks to nobody in particular, unless a pattern names it. */
    private static String withoutEverybody(String said, List<String> patterns) {
        String left = said;
        for (String name : List.of("@everyone", "@here")) {
            boolean named = false;
            for (String pattern : patterns) {
                named |= lower(pattern).contains(name);
            }
            for (int at = left.indexOf(name); !named && at >= 0; at = left.indexOf(name, at + 1)) {
                int end = at + name.length();
                if (end == left.length() || !isWord(left.codePointAt(end))) {
                    left = left.substring(0, at) + " ".repeat(name.length()) + left.substring(end);
                }
            }
        }
        return left;
    }

    private static boolean isWord(int codePoint) {
        return Character.isLetterOrDigit(codePoint) || codePoint == '_';
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
