package io.palyra.connectors.reference;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.events.EventField;
import io.palyra.connectors.events.EventType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.model.ModelCamelContext;

/** The page as it should be. */
final class ReferencePage {

    static final Path FILE = Path.of("src/main/docs/reference.md");

    /** In one line. */
    static final String COMMAND = "mvn -q test -Dtest=ReferencePageTest -Dreference.write=true";

    private ReferencePage() {}

    /** @param context of a program with the routes as they are delivered */
    static String of(ModelCamelContext context) {
        Map<String, JsonNode> components = new TreeMap<>();
        CamelMetadata.components()
                .forEach((scheme, type) -> components.put(scheme, CamelMetadata.description(scheme, type)));
        return """
                # Reference

                What routes can refer to. This page is made by `%s` from the annotations in the code, the records and
                `routes/`; a test holds it to them. How these things are used: [routes of your own](routes.md), [SQL and
                events](sql.md). Settings: `application.properties`. Calls over HTTP: [admin API](admin-api.md).

                ## Endpoints

                Each has Camel's own options too (`bridgeErrorHandler`, `exceptionHandler`, `exchangePattern`, `lazyStartProducer`).
                Options of a connector belong into the settings (`palyra.connectors.<kind>.<name>.<option>`, with `-` in
                place of capitals), as all its endpoints share one session. `palyra-daemon` and `palyra-settle` are steps of
                the core routes.

                %s## Headers

                An inbound message is one at `from: palyra-<kind>`, admitted, at `from: palyra-inbox:*`, and, as JSON, the question to
                the daemon; an outbound message is one at `from: palyra-outbox:*`. A daemon behind HTTP gets `X-Palyra-Principal` and `X-Palyra-Connector-Id`.

                %s
                ## Bodies

                What text, bytes and files become: [bodies](routes.md#bodies). Names are those of the JSON; `${body.senderId}` and
                so on in `simple`. `unmarshal` reads them: `unmarshalType: io.palyra.connectors.protocol.OutboundMessageRequest`.

                %s
                ## Events

                For `from: palyra-events:<types>`, the logs, and `palyra_events_v1`. More types and fields may come.

                %s
                | field of `details` | type | |
                | --- | --- | --- |
                %s
                ## Beans

                %s
                ## Routes, steps, handlers

                Ids in `routes/` as delivered, for `adviceWith`, `routes check`, configurations of your own and the log.

                %s
                %s""".formatted(
                        COMMAND,
                        components.entrySet().stream()
                                .map(component -> CamelMetadata.section(component.getKey(), component.getValue()))
                                .collect(Collectors.joining()),
                        Markdown.table(List.of("header", "type", ""), CamelMetadata.headers(components)),
                        BodyTypes.table(),
                        Markdown.table(List.of("event", "says", "details"), eventTypes()),
                        fields(),
                        RouteBeans.table(context),
                        RouteIds.routes(context),
                        RouteIds.handlers(context));
    }

    private static Stream<List<String>> eventTypes() {
        return Arrays.stream(EventType.values())
                .map(type -> List.of(
                        Markdown.code(type.wireName()),
                        type.description(),
                        Markdown.codes(type.fields().stream().map(EventField::wireName))));
    }

    private static String fields() {
        return Arrays.stream(EventField.values())
                .map(field -> "| " + Markdown.code(field.wireName()) + " | " + field.type() + " | "
                        + field.description() + " |\n")
                .collect(Collectors.joining());
    }
}
