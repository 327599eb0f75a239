package io.palyra.connectors.test;

import io.palyra.connectors.adapter.ConnectorType;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.AdviceWithRouteBuilder;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.util.function.ThrowingConsumer;
import org.jspecify.annotations.Nullable;

/** What a program is to be started with, as a test has declared it. */
final class ProgramPlan {

    /** A change to a route file of before the start. */
    record Edit(String file, UnaryOperator<String> change) {}

    /** A change to a route in Camel's way. */
    record Advice(String routeId, ThrowingConsumer<AdviceWithRouteBuilder, Exception> changes) {

        void apply(ModelCamelContext context) {
            try {
                boolean runs = context.isStarted();
                AdviceWith.adviceWith(context, routeId, changes);
                if (runs) {
                    // The supervising route controller leaves what is added later as it is
                    context.getRouteController().startRoute(routeId);
                }
            } catch (Exception e) {
                throw new IllegalArgumentException(
                        "adviceWith: route " + routeId + " cannot be changed: " + e.getMessage(), e);
            }
        }
    }

    private final List<Path> routes = new ArrayList<>();
    private final Map<String, String> routeTexts = new LinkedHashMap<>();
    private final List<Edit> edits = new ArrayList<>();
    private final List<ThrowingConsumer<Path, Exception>> preparations = new ArrayList<>();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<Advice> advices = new ArrayList<>();
    private final Set<ConnectorKind> realKinds = new HashSet<>();
    private ConnectorId connector = ConnectorId.of("echo:default");
    private Optional<AnsweringDaemon> daemon = Optional.empty();

    List<Path> routes() {
        return routes;
    }

    /** By the name of the file. */
    Map<String, String> routeTexts() {
        return routeTexts;
    }

    void routeText(String file, String text) {
        if (!file.endsWith(ProgramFolder.ROUTE_FILE)) {
            throw new IllegalArgumentException("routeFile: " + file + " is not named *" + ProgramFolder.ROUTE_FILE
                    + ", so that it would not be loaded");
        }
        routeTexts.put(file, text);
    }

    List<Edit> edits() {
        return edits;
    }

    /** What is put into the folder besides. */
    List<ThrowingConsumer<Path, Exception>> preparations() {
        return preparations;
    }

    Map<String, String> settings() {
        return settings;
    }

    /** @param setting {@code key=value} */
    void setting(String setting) {
        String[] parts = setting.split("=", 2);
        if (parts.length < 2) {
            throw new IllegalArgumentException("settings: \"" + setting + "\" is not of the form key=value");
        }
        settings.put(parts[0].strip(), parts[1].strip());
    }

    /** Declares and enables an instance. */
    void enable(ConnectorId id) {
        settings.put("palyra.connectors." + id.kind() + "." + id.name() + ".enabled", "true");
    }

    /** The one that the platform's messages come to. */
    ConnectorId connector() {
        return connector;
    }

    void connector(ConnectorId first) {
        connector = first;
    }

    /** Those that no stand-in stands in for. */
    Set<ConnectorKind> realKinds() {
        return realKinds;
    }

    void notStoodIn(ConnectorKind kind) {
        List<ConnectorKind> all =
                ConnectorType.all().stream().map(ConnectorType::kind).toList();
        if (!all.contains(kind)) {
            throw new IllegalArgumentException("notStoodIn: there is no kind " + kind + "; there are "
                    + all.stream().map(ConnectorKind::value).sorted().collect(Collectors.joining(", ")));
        }
        realKinds.add(kind);
    }

    List<Advice> advices() {
        return advices;
    }

    void daemon(Function<String, @Nullable String> answers) {
        daemon = Optional.of(new AnsweringDaemon(answers));
        settings.put("palyra.daemon.endpoint", "bean:" + AnsweringDaemon.BEAN);
    }

    Optional<AnsweringDaemon> daemon() {
        return daemon;
    }
}
