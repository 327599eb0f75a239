package io.palyra.connectors.routes;

import io.palyra.connectors.adapter.ConnectorEndpoint;
import io.palyra.connectors.supervisor.InboundRoutes;
import io.palyra.connectors.supervisor.InboundTemplates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.api.management.ManagedCamelContext;
import org.apache.camel.api.management.mbean.ManagedRouteMBean;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.RouteError;
import org.jspecify.annotations.Nullable;

/**
 * What a context has loaded, for people: neither secrets nor anything of a message.
 *
 * @param refused files that a reload could not load as they stand now: what they had before goes on
 */
public record LoadedRoutes(
        List<LoadedRoute> routes,
        List<Part> routeTemplates,
        List<Part> routeConfigurations,
        List<RefusedFile> refused) {

    /**
     * A route, also one that is stopped or could not be started.
     *
     * @param file the one it is from; null for what is from no file
     * @param uptimeMs since its start; null where it does not run
     * @param inFlight exchanges that are in it now
     * @param exchanges since its start; null without {@code camel.main.jmxEnabled}, as Camel counts for JMX only
     */
    public record LoadedRoute(
            String routeId,
            @Nullable String file,
            ServiceStatus state,
            @Nullable Long uptimeMs,
            int inFlight,
            @Nullable Exchanges exchanges,
            @Nullable LastError lastError) {}

    /** How many have ended. */
    public record Exchanges(long total, long failed) {}

    /** What went wrong last: at its start or stop, in one of its exchanges, or with its input. */
    public record LastError(String text, long atUnixMs) {}

    /** A template or a configuration; a configuration need not have an id. */
    public record Part(@Nullable String id, @Nullable String file) {}

    /** Which file, why, and when. */
    public record RefusedFile(String file, String error, long atUnixMs) {}

    /** As it is now. Does not block. */
    public static LoadedRoutes of(CamelContext context) {
        ModelCamelContext model = (ModelCamelContext) context;
        SafeRouteReload reload = context.hasService(SafeRouteReload.class);
        return new LoadedRoutes(
                context.getRoutes().stream()
                        .map(route -> of(model, route))
                        .sorted(Comparator.comparing(LoadedRoute::routeId))
                        .toList(),
                model.getRouteTemplateDefinitions().stream()
                        .map(template -> new Part(template.getId(), file(template.getResource())))
                        .toList(),
                model.getRouteConfigurationDefinitions().stream()
                        .map(configuration -> new Part(configuration.getId(), file(configuration.getResource())))
                        .toList(),
                reload == null
                        ? List.of()
                        : reload.refused().stream()
                                .map(it -> new RefusedFile(shown(it.file()), it.error(), it.atUnixMs()))
                                .toList());
    }

    private static LoadedRoute of(ModelCamelContext context, Route route) {
        String id = route.getId();
        ServiceStatus state = context.getRouteController().getRouteStatus(id);
        return new LoadedRoute(
                id,
                file(context, route).map(LoadedRoutes::shown).orElse(null),
                state == null ? ServiceStatus.Stopped : state,
                state != null && state.isStarted() ? route.getUptimeMillis() : null,
                context.getInflightRepository().size(id),
                exchanges(context, id),
                lastError(context, route));
    }

    private static @Nullable Exchanges exchanges(CamelContext context, String routeId) {
        ManagedCamelContext managed = context.getCamelContextExtension().getContextPlugin(ManagedCamelContext.class);
        ManagedRouteMBean counts = managed == null ? null : managed.getManagedRoute(routeId);
        try {
            return counts == null ? null : new Exchanges(counts.getExchangesTotal(), counts.getExchangesFailed());
        } catch (Exception e) {
            return null;
        }
    }

    private static @Nullable LastError lastError(ModelCamelContext context, Route route) {
        Optional<LastError> ofLife =
                Optional.ofNullable(route.getLastError()).map(error -> ofLife(context, route, error));
        LastFailures failures = LastFailures.in(context);
        Stream<LastError> ofExchanges = Stream.of(
                        route.getId(), route.getEndpoint().getEndpointUri())
                .flatMap(from -> failures.of(from).stream())
                .map(failure -> new LastError(failure.text(), failure.atUnixMs()));
        return Stream.concat(ofLife.stream(), ofExchanges)
                .max(Comparator.comparing(LastError::atUnixMs))
                .orElse(null);
    }

    /** Of a start or a stop, which has nothing to do with any message. */
    private static LastError ofLife(ModelCamelContext context, Route route, RouteError error) {
        String why = error.getException() == null ? "" : ": " + RouteErrors.describe(error.getException());
        String phase = error.getPhase().name().toLowerCase(Locale.ROOT);
        return new LastError(
                "its " + phase + " failed" + withoutSecrets(context, route, why),
                error.getDate().getTime());
    }

    private static String withoutSecrets(ModelCamelContext context, Route route, String why) {
        Optional<Path> file = file(context, route);
        if (file.isEmpty()) {
            return why;
        }
        try {
            return HiddenValues.in(context, Files.readString(file.get(), StandardCharsets.ISO_8859_1), why);
        } catch (IOException e) {
            return "; the log says why";
        }
    }

    /** A connector's route is from the file of the template that it is made of. */
    private static Optional<Path> file(ModelCamelContext context, Route route) {
        if (InboundRoutes.isInbound(route) && route.getEndpoint() instanceof ConnectorEndpoint endpoint) {
            return Optional.ofNullable(
                            InboundTemplates.of(context, endpoint.connectorId().kind()))
                    .flatMap(template -> RouteFile.of(template.getResource()));
        }
        return RouteOrigins.of(context, route.getId());
    }

    private static @Nullable String file(@Nullable Resource resource) {
        return RouteFile.of(resource).map(LoadedRoutes::shown).orElse(null);
    }

    /** As it is written from the working folder, where it is in there. */
    private static String shown(Path file) {
        Path folder = Path.of("").toAbsolutePath().normalize();
        return (file.startsWith(folder) ? folder.relativize(file) : file).toString();
    }
}
