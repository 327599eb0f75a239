package io.palyra.connectors.access;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.SenderId;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rules that hold for one instance, ready to decide by. Immutable. */
final class AccessRules {

    private final AccessRuleSet written;
    private final DirectRule direct;
    private final GroupRule groups;
    private final Ids allowFrom;
    private final Ids denyFrom;
    private final Set<String> bareDenied;
    private final Ids allowConversations;
    private final MentionPatterns patterns;

    /** @param written of which every field says something */
    AccessRules(ConnectorId connectorId, AccessRuleSet written) {
        this.written = written;
        direct = Objects.requireNonNull(written.dm());
        groups = Objects.requireNonNull(written.groups());
        allowFrom = Ids.of(connectorId, written.allowFrom());
        denyFrom = Ids.of(connectorId, written.denyFrom());
        bareDenied = denyFrom.ids().stream().map(denyFrom::bare).collect(Collectors.toUnmodifiableSet());
        allowConversations = Ids.of(connectorId, written.allowConversations());
        patterns = new MentionPatterns(Objects.requireNonNull(written.mentionPatterns()));
    }

    /** As they would be with these changes. */
    AccessRules changed(ConnectorId connectorId, AccessRuleSet changes) {
        return changes.equals(AccessRuleSet.NONE) ? this : new AccessRules(connectorId, changes.over(written));
    }

    /**
     * Ids in a list of a setting: canonical, as {@code discord:user:42}, or bare, as {@code 42}.
     *
     * @param prefix how the canonical ids of the instance's kind begin
     */
    private record Ids(String prefix, Set<String> ids) {

        static Ids of(ConnectorId connectorId, @Nullable List<String> ids) {
            return new Ids(connectorId.kind() + ":", Set.copyOf(Objects.requireNonNull(ids)));
        }

        boolean contains(String id) {
            return !ids.isEmpty() && (ids.contains(id) || ids.contains(bare(id)));
        }

        private String bare(String id) {
            int colon = id.startsWith(prefix) ? id.indexOf(':', prefix.length()) : -1;
            return colon < 0 ? id : id.substring(colon + 1);
        }
    }

    AccessRuleSet written() {
        return written;
    }

    DirectRule direct() {
        return direct;
    }

    GroupRule groups() {
        return groups;
    }

    boolean denies(SenderId senderId) {
        return denyFrom.contains(senderId.value());
    }

    /** Whether an entry of allow-from is in deny-from too, in either spelling. */
    boolean deniesListed(String allowed) {
        return denyFrom.contains(allowed) || bareDenied.contains(allowed);
    }

    boolean allows(SenderId senderId) {
        return allowFrom.contains(senderId.value());
    }

    boolean namesSenders() {
        return !allowFrom.ids().isEmpty();
    }

    /** Whether it may be taken from there; a thread counts as the conversation that it is in, too. */
    boolean takesFrom(ConversationId conversationId, @Nullable ConversationId parent) {
        return allowConversations.ids().isEmpty()
                || allowConversations.contains(conversationId.value())
                || (parent != null && allowConversations.contains(parent.value()));
    }

    boolean speaksToBot(AccessQuestion question) {
        return question.facts().speaksToBot() || patterns.matches(question.text());
    }

    /** Whether a pattern takes every text. */
    boolean anyTextSpeaksToBot() {
        return patterns.isAny();
    }

    /** Whether nobody has to be looked at: everybody is let in everywhere. */
    boolean isOpenToAll() {
        return direct == DirectRule.OPEN
                && groups == GroupRule.ALL
                && allowFrom.ids().isEmpty()
                && denyFrom.ids().isEmpty()
                && allowConversations.ids().isEmpty();
    }
}
