package io.palyra.connectors.admin;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.adapter.PastedSecret;
import io.palyra.connectors.adapter.SetupSheet;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorKind;
import io.palyra.connectors.protocol.HealthReport;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a connector is added: what to do on its platform, and whether that was done right. */
final class SetupCalls {

    static final String PROBE = ChannelCalls.CHANNELS + "/probe";

    private static final String KIND = "kind";
    private static final String NAME = "name";
    private static final String DEFAULT_NAME = "default";
    private static final Set<String> FIELDS = Set.of(KIND, NAME);

    private record Probe(@Nullable String kind, @Nullable String name) {}

    private record Probed(
            ConnectorId connectorId,
            boolean registered,
            @JsonUnwrapped HealthReport report) {}

    private record Setup(SetupSheet setup, List<DescribedOption> options) {}

    private final AdminServices services;

    SetupCalls(AdminServices services) {
        this.services = services;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/admin/v1/kinds/:kind/setup", this::setup).taking(NAME),
                Endpoint.post(PROBE, this::probe).on(Endpoint.Workers.WAITS));
    }

    private Answer setup(Call call) {
        ConnectorId connectorId =
                account(call.path().getOrDefault(KIND, ""), call.query(NAME).orElse(DEFAULT_NAME));
        return Answer.ok(new Setup(
                services.supervision().probes().sheet(connectorId),
                DescribedOption.of(services.context(), services.catalog().find(connectorId.kind()))));
    }

    private Answer probe(Call call) {
        ConnectorId connectorId = account(call);
        boolean registered = services.supervision().roster().isRegistered(connectorId);
        return Answer.ok(new Probed(
                connectorId, registered, services.supervision().probes().probe(connectorId)));
    }

    /**
     * The connector whose account a probe is about.
     *
     * @throws InvalidEnvelopeException naming the field
     */
    private ConnectorId account(Call call) {
        call.bodyObject().fieldNames().forEachRemaining(SetupCalls::refuseOther);
        Probe probe = call.body(Probe.class);
        return account(required(KIND, probe.kind()), required(NAME, probe.name()));
    }

    private static void refuseOther(String field) {
        if (!FIELDS.contains(field)) {
            throw new InvalidEnvelopeException(
                    KnownFields.shown(field),
                    "is no field of this call; a probe takes kind and name, asks with the secrets that belong to that name, and"
                            + " reaches what the settings of that name say; set URLs, hosts and references in application.properties");
        }
    }

    private static String required(String field, @Nullable String value) {
        if (value == null) {
            throw new InvalidEnvelopeException(field, "is required");
        }
        return value;
    }

    private ConnectorId account(String kind, String name) {
        ConnectorKind known = new ConnectorKind(kind);
        services.requireKnown(KIND, known);
        PastedSecret.refuse("name", name, services.catalog().all());
        try {
            return ConnectorId.of(known, name);
        } catch (InvalidEnvelopeException e) {
            throw new InvalidEnvelopeException(NAME, e.reason(), KnownFields.shown(name));
        }
    }

    /** What its event is about; to be asked of a call that was carried out. */
    static ConnectorId probed(JsonNode body) {
        return ConnectorId.of(
                new ConnectorKind(body.path(KIND).asText()), body.path(NAME).asText());
    }
}
