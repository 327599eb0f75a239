package io.palyra.connectors.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.access.AccessDesk;
import io.palyra.connectors.access.AccessDesk.IssuedCode;
import io.palyra.connectors.access.AccessRuleSet;
import io.palyra.connectors.access.AccessWarning;
import io.palyra.connectors.access.Grant;
import io.palyra.connectors.access.PairingRequest;
import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.settings.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who may talk to the daemon: rules, requests, codes and grants of an instance. */
final class AccessCalls {

    private static final String ACCESS = ChannelCalls.CHANNEL + "/access";

    /** Changes nothing. */
    static final String PREVIEW = ACCESS + "/preview";

    /**
     * How things stand.
     *
     * @param grants a page of them, the oldest first
     * @param requests a page of them, the oldest first
     * @param openRequests how many there are altogether, as {@code grantCount} is of grants
     */
    private record View(
            AccessRuleSet rules,
            List<String> declared,
            List<Grant> grants,
            int grantCount,
            @Nullable String nextAfterGrant,
            List<PairingRequest> requests,
            int openRequests,
            @Nullable String nextAfterRequest,
            List<IssuedCode> codes,
            boolean enforced,
            List<AccessWarning> warnings) {}

    /** Which part of the lists is asked for. */
    private record Pages(AgedPage<Grant> grants, AgedPage<PairingRequest> requests) {

        /** @throws InvalidEnvelopeException naming the parameter: before anything is changed */
        static Pages of(Call call) {
            int limit = call.limit();
            AgedPage<Grant> grants = new AgedPage<>(
                    Grant::createdAtUnixMs, grant -> grant.senderId().value());
            AgedPage<PairingRequest> requests = new AgedPage<>(PairingRequest::createdAtUnixMs, PairingRequest::code);
            return new Pages(
                    grants.from(call, "after_grant").of(limit),
                    requests.from(call, "after_request").of(limit));
        }
    }

    private record Ttl(@Nullable Long ttlMs) {}

    private record Granted(Grant grant) {}

    private record Denied(PairingRequest request) {}

    /** @param rules as if these held; what they say nothing about is as it is */
    private record Question(
            @Nullable SenderId senderId,
            @Nullable ConversationId conversationId,
            @Nullable String text,
            @Nullable Boolean isDirectMessage,
            boolean senderIsBot,
            boolean mentionsBot,
            boolean repliesToBot,
            @Nullable ConversationId parentConversationId,
            @Nullable AccessRuleSet rules) {}

    private final AdminServices services;
    private final AccessDesk desk;

    AccessCalls(AdminServices services) {
        this.services = services;
        this.desk = services.access();
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(ACCESS, this::show).taking("limit", "after_grant", "after_request"),
                Endpoint.post(ACCESS + "/rules", this::change),
                Endpoint.postOptional(ACCESS + "/requests/:code/approve", this::approve)
                        .by(Role.OPERATOR),
                Endpoint.postOptional(ACCESS + "/requests/:code/deny", this::deny)
                        .by(Role.OPERATOR),
                Endpoint.postOptional(ACCESS + "/codes", this::mint),
                Endpoint.delete(ACCESS + "/grants/:sender", this::revoke).by(Role.OPERATOR),
                Endpoint.post(PREVIEW, this::preview).by(Role.VIEWER));
    }

    private Answer show(Call call) {
        return answer(services.known(call), Pages.of(call));
    }

    private Answer answer(ConnectorId connectorId, Pages pages) {
        AccessDesk.View view = desk.view(connectorId);
        AgedPage.Page<Grant> granted = pages.grants().page(view.grants());
        AgedPage.Page<PairingRequest> asked = pages.requests().page(view.requests());
        return Answer.ok(new View(
                view.rules(),
                view.declared(),
                granted.entries(),
                view.grants().size(),
                granted.next(),
                asked.entries(),
                desk.openRequests(connectorId).open(),
                asked.next(),
                view.codes(),
                view.enforced(),
                view.warnings()));
    }

    /** A field that is absent stays as it is; with an explicit {@code null} it is as if no operator had ever set it. */
    private Answer change(Call call) {
        ConnectorId connectorId = services.known(call);
        ObjectNode body = call.bodyObject(AccessRuleSet.class);
        Set<AccessRuleSet.Field> reset = Arrays.stream(AccessRuleSet.Field.values())
                .filter(field -> body.path(field.wireName()).isNull())
                .collect(Collectors.toUnmodifiableSet());
        Pages pages = Pages.of(call);
        AccessRuleSet changes = WireFormat.convert(body, AccessRuleSet.class);
        desk.change(connectorId, changes, reset, call.caller().operator());
        return answer(connectorId, pages);
    }

    private Answer approve(Call call) {
        ConnectorId connectorId = services.known(call);
        Long ttlMs = call.body(Ttl.class).ttlMs();
        return Answer.ok(new Granted(
                desk.approve(connectorId, code(call), ttlMs, call.caller().operator())));
    }

    private Answer deny(Call call) {
        ConnectorId connectorId = services.known(call);
        call.noFields();
        return Answer.ok(
                new Denied(desk.deny(connectorId, code(call), call.caller().operator())));
    }

    private static String code(Call call) {
        return call.path().getOrDefault("code", "");
    }

    private Answer mint(Call call) {
        ConnectorId connectorId = services.known(call);
        Long ttlMs = call.body(Ttl.class).ttlMs();
        return Answer.ok(desk.mint(connectorId, ttlMs, call.caller().operator()))
                .with("Cache-Control", "no-store");
    }

    private Answer revoke(Call call) {
        ConnectorId connectorId = services.known(call);
        SenderId senderId;
        try {
            senderId = new SenderId(call.path().getOrDefault("sender", ""));
        } catch (InvalidEnvelopeException e) {
            throw new ProblemException(ProblemCode.UNKNOWN_ACCESS, String.valueOf(e.getMessage()));
        }
        desk.revoke(connectorId, senderId, call.caller().operator());
        return Answer.noContent();
    }

    private Answer preview(Call call) {
        ConnectorId connectorId = services.known(call);
        Question question = call.body(Question.class);
        return Answer.ok(desk.preview(
                connectorId,
                required(question.senderId(), "sender_id"),
                required(question.conversationId(), "conversation_id"),
                question.text() == null ? "" : question.text(),
                question.isDirectMessage() == null || question.isDirectMessage(),
                question.senderIsBot(),
                new InboundFacts(question.mentionsBot(), question.repliesToBot(), question.parentConversationId()),
                question.rules() == null ? AccessRuleSet.NONE : question.rules()));
    }

    private static <T> T required(@Nullable T value, String field) {
        if (value == null) {
            throw new InvalidEnvelopeException(field, "is required");
        }
        return value;
    }
}
