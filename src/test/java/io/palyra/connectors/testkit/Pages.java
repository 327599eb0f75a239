package io.palyra.connectors.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What routes have seen of the log of events: the messages that were delivered, in a file for each route. */
public final class Pages {

    private final Path folder;

    public Pages(Path folder) {
        this.folder = folder;
    }

    /** The text of a route file: a route that writes down what is delivered from its first start on. */
    public String route(String routeId) {
        return """
                - route:
                    id: %1$s
                    from:
                      uri: palyra-events:outbox.delivered
                      steps:
                        - setBody: {simple: "${header.CamelPalyraEventEnvelopeId};"}
                        - to: "file:%2$s?fileName=%1$s&fileExist=Append"
                """.formatted(routeId, folder);
    }

    /** Each message once, in the order in which the route has first seen them. */
    public List<String> of(String routeId) throws IOException {
        Path file = folder.resolve(routeId);
        return Files.exists(file)
                ? Stream.of(Files.readString(file).split(";")).distinct().toList()
                : List.of();
    }
}
