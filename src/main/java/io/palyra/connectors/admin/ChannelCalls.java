package io.palyra.connectors.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.adapter.ConnectorType;
import io.palyra.connectors.adapter.PastedSecret;
import io.palyra.connectors.events.LoggedEvent;
import io.palyra.connectors.lane.storage.DeadLetter;
import io.palyra.connectors.lane.storage.DeadLetterStore;
import io.palyra.connectors.protocol.Availability;
import io.palyra.connectors.protocol.ConnectorCapabilitySet;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import io.palyra.connectors.protocol.ConnectorKind;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.settings.Role;
import io.palyra.connectors.supervisor.ConnectorStatus;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The connectors themselves: what kinds there are, which instances, and what happened to each. */
final class ChannelCalls {

    private static final String CONNECTOR_ID = "connector_id";

    /** What the settings have of an instance beside its definition, as somebody may write it here. */
    private static final Pattern OPTION =
            Pattern.compile("(?i)options|rules|access([-_].*)?|other[-_]?bots|bot[-_]?loop[-_]?limit");

    static final String CHANNELS = "/admin/v1/channels";
    static final String CHANNEL = CHANNELS + "/:id";

    /** Of a channel: what is asked of the node that runs it. */
    static final String RUNTIME = "/runtime";

    private record Channels(
            List<ConnectorStatus> connectors, @Nullable ConnectorId nextAfter) {}

    private record ChannelStatus(ConnectorStatus connector) {}

    private record Enabled(@Nullable Boolean enabled) {}

    private record Logs(
            List<LoggedEvent> events,
            List<DeadLetter> deadLetters,
            @Nullable Long nextBeforeEventId,
            @Nullable Long nextBeforeDeadLetterId) {}

    private record Kinds(List<Kind> kinds) {}

    /** A kind of connector, available or not. */
    private record Kind(
            ConnectorKind kind,
            Availability availability,
            @Nullable String reason,
            ConnectorCapabilitySet capabilities) {

        static Kind of(ConnectorType type) {
            return new Kind(
                    type.kind(), type.availability(), type.deferredReason().orElse(null), type.capabilities());
        }
    }

    private final AdminServices services;
    private final ChannelViews views;

    ChannelCalls(AdminServices services, ChannelViews views) {
        this.services = services;
        this.views = views;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/admin/v1/kinds", this::kinds),
                Endpoint.get(CHANNELS, this::list).taking("limit", "after"),
                Endpoint.post(CHANNELS, this::register),
                Endpoint.get(CHANNEL, call -> Answer.ok(views.channel(call.connectorId()))),
                Endpoint.get(CHANNEL + RUNTIME, call -> Answer.ok(views.runtime(services.known(call))))
                        .on(Endpoint.Workers.WAITS)
                        .inSession(),
                Endpoint.delete(CHANNEL, this::remove),
                Endpoint.post(CHANNEL + "/enabled", this::enable).by(Role.OPERATOR),
                Endpoint.get(CHANNEL + "/logs", this::logs)
                        .taking(EventCalls.filtered("limit", EventCalls.BEFORE, "before_dead_letter_id")));
    }

    private Answer kinds(Call call) {
        return Answer.ok(
                new Kinds(services.catalog().all().stream().map(Kind::of).toList()));
    }

    /** All of them unless a limit is given: there are seldom more than a handful. */
    private Answer list(Call call) {
        int limit = call.query("limit").isEmpty() ? Integer.MAX_VALUE : call.limit();
        String after = call.query("after").orElse("");
        List<ConnectorStatus> statuses = services.supervision().roster().statuses().stream()
                .sorted(Comparator.comparing(status -> status.connectorId().value()))
                .filter(status -> status.connectorId().value().compareTo(after) > 0)
                .toList();
        List<ConnectorStatus> page = page(statuses, limit);
        return Answer.ok(
                new Channels(page, statuses.size() > limit ? page.get(limit - 1).connectorId() : null));
    }

    private Answer register(Call call) {
        refuseOptions(call.bodyObject());
        refuseSecret(call.bodyObject().path(CONNECTOR_ID).asText());
        ConnectorInstanceSpec spec = withDefaults(call.body(ConnectorInstanceSpec.class));
        services.requireKnown(CONNECTOR_ID, spec.kind());
        services.supervision().supervisor().register(spec);
        return Answer.json(201, status(spec.connectorId())).with("Location", CHANNELS + "/" + spec.connectorId());
    }

    /** In place of the id, or of the name behind its kind. */
    private void refuseSecret(String id) {
        for (String pasted : List.of(id, id.substring(id.indexOf(':') + 1))) {
            PastedSecret.refuse(CONNECTOR_ID, pasted, services.catalog().all());
        }
    }

    /** Rules that were overlooked would leave the instance open to more people than the caller believes. */
    private static void refuseOptions(JsonNode body) {
        body.fieldNames().forEachRemaining(name -> {
            if (OPTION.matcher(name).matches()) {
                throw new InvalidEnvelopeException(
                        name,
                        "is no field of this call: rules of access are set by POST /channels/{id}/access/rules once the"
                                + " instance is registered, options in the settings");
            }
        });
    }

    /** What the caller leaves out is derived from the account's name. */
    private static ConnectorInstanceSpec withDefaults(ConnectorInstanceSpec spec) {
        ConnectorInstanceSpec derived =
                ConnectorInstanceSpec.forAccount(spec.kind(), spec.connectorId().name());
        return new ConnectorInstanceSpec(
                spec.connectorId(),
                spec.kind(),
                spec.principal(),
                spec.authProfileRef() == null ? derived.authProfileRef() : spec.authProfileRef(),
                spec.tokenVaultRef() == null ? derived.tokenVaultRef() : spec.tokenVaultRef(),
                spec.egressAllowlist(),
                spec.enabled());
    }

    private Answer remove(Call call) {
        services.supervision().supervisor().remove(call.connectorId());
        return Answer.noContent();
    }

    private Answer enable(Call call) {
        ConnectorId connectorId = services.known(call);
        Boolean enabled = call.body(Enabled.class).enabled();
        if (enabled == null) {
            throw new InvalidEnvelopeException("enabled", "is required");
        }
        services.supervision().supervisor().setEnabled(connectorId, enabled);
        return Answer.ok(status(connectorId));
    }

    private ChannelStatus status(ConnectorId connectorId) {
        return new ChannelStatus(services.supervision().roster().status(connectorId));
    }

    private Answer logs(Call call) {
        ConnectorId connectorId = services.known(call);
        int limit = call.limit();
        List<LoggedEvent> events = services.events()
                .latest(
                        connectorId,
                        EventCalls.filter(call, call.number(EventCalls.BEFORE).orElse(null)),
                        limit + 1);
        DeadLetterStore.Page letters = services.deadLetters()
                .latest(
                        connectorId,
                        new DeadLetterStore.Filter(
                                null,
                                null,
                                null,
                                call.number("before_dead_letter_id").orElse(null)),
                        limit);
        return Answer.ok(new Logs(
                page(events, limit),
                MessageTexts.shown(letters.letters(), call),
                events.size() > limit ? events.get(limit - 1).eventId() : null,
                letters.next()));
    }

    private static <T> List<T> page(List<T> found, int limit) {
        return found.subList(0, Math.min(limit, found.size()));
    }
}
