package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.adapter.ConnectorType;
import io.palyra.connectors.adapter.PastedSecret;
import io.palyra.connectors.adapter.SetupSheet;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.WireFormat;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What to do on a platform before a connector works there, and whether it was done right. */
@Command(
        name = "setup",
        description = {
            "Say how a connector is set up on its platform, and probe whether that was done right.",
            "Registers nothing. Secrets are read where their references point, never from here."
        },
        exitCodeList = {
            "0:no check of the probe has failed",
            "1:one has failed, or the probe was refused",
            "2:wrong usage",
            "3:the program is not reachable: there are the steps, and no probe"
        },
        footer = {"", "Example: palyra-connectors channels setup discord ops"})
final class SetupCommand extends ClientCommand {

    /** As long as nobody says otherwise; the running program knows. */
    private static final String VAULT_FUNCTION = "env";

    /** The kinds on board, for completion. */
    static final class Kinds implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return ConnectorType.all().stream()
                    .map(type -> type.kind().value())
                    .sorted()
                    .iterator();
        }
    }

    @Parameters(
            index = "0",
            paramLabel = "KIND",
            completionCandidates = Kinds.class,
            description = "What it speaks, one of ${COMPLETION-CANDIDATES}.")
    private String kind = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "Its name behind the colon; default ${DEFAULT-VALUE}.")
    private String name = "";

    private @Nullable CliException notReached;

    @Override
    public Integer call() {
        refuseSecret();
        AdminApi api = api();
        ObjectNode answer = AdminApi.object();
        answer.setAll(sheet(api));
        if (!options().json()) {
            new SetupView(screen(), answer.path("setup")).show();
        }
        if (notReached != null) {
            printJson(answer);
            throw new CliException(
                    notReached.exitCode(),
                    "no probe: " + notReached.getMessage() + "; once the secrets are in their places and it runs: "
                            + "`palyra-connectors channels setup " + kind + " " + name + "`");
        }
        return probe(api, answer);
    }

    /** Before it is sent, or shown. */
    private void refuseSecret() {
        try {
            PastedSecret.refuse("name", name, ConnectorType.all());
        } catch (InvalidEnvelopeException e) {
            throw new CliException(CliException.USAGE, "NAME: " + e.reason());
        }
    }

    /** From the running program, which knows its own vault; else what this one has on board says the same of an environment. */
    private ObjectNode sheet(AdminApi api) {
        try {
            return (ObjectNode) api.get(AdminApi.setup(kind) + AdminApi.query(Map.of("name", name)))
                    .json();
        } catch (CliException e) {
            if (e.exitCode() != CliException.UNREACHABLE) {
                throw e;
            }
            notReached = e;
            return AdminApi.object().set("setup", WireFormat.toTree(onBoard()));
        }
    }

    private SetupSheet onBoard() {
        ConnectorType type = ConnectorType.all().stream()
                .filter(known -> known.kind().value().equals(kind))
                .findFirst()
                .orElseThrow(() -> new CliException(
                        CliException.USAGE,
                        "KIND: there is no " + kind + " on board, one of " + String.join(", ", new Kinds())
                                + "; of what stands in ext/ the running program knows"));
        try {
            return SetupSheet.of(type, ConnectorId.of(type.kind(), name), VAULT_FUNCTION);
        } catch (InvalidEnvelopeException e) {
            throw new CliException(CliException.USAGE, "NAME: " + e.reason() + ", not " + name);
        }
    }

    private int probe(AdminApi api, ObjectNode answer) {
        ObjectNode body = AdminApi.object().put("kind", kind).put("name", name);
        JsonNode probe;
        try {
            probe = Progress.during(err(), "asking the platform", () -> api.post(AdminApi.probe(), body))
                    .json();
        } catch (CliException e) {
            printJson(answer);
            throw e;
        }
        answer.set("probe", probe);
        printJson(answer);
        RefreshView report = new RefreshView(screen(), withoutGuess(probe));
        if (!options().json()) {
            screen().line("");
            report.show();
        }
        boolean failed = report.hasFailed();
        String connector = text(probe, "connector_id");
        if (failed) {
            next("channels setup " + kind + " " + name);
        } else {
            next((probe.path("registered").asBoolean() ? "channels enable " : "channels add ") + connector);
        }
        return failed ? CliException.FAILED : 0;
    }

    /** Where the platform was not reached, that says nothing of what the connector would be. */
    private static JsonNode withoutGuess(JsonNode probe) {
        ObjectNode shown = probe.deepCopy();
        if (text(probe, "readiness").equals("ready")
                && probe.path("checks").findValuesAsText("status").contains("failed")) {
            shown.remove("readiness");
        }
        return shown;
    }

    private void printJson(ObjectNode answer) {
        if (options().json()) {
            out().println(Screen.printableJson(answer.toString()));
            out().flush();
        }
    }
}
