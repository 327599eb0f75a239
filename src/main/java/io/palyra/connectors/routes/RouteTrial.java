package io.palyra.connectors.routes;

import io.palyra.connectors.supervisor.InboundRoutes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.Route;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/** Tries route files in a context of their own, all together as they would run. Touches nothing that runs. */
public final class RouteTrial {

    /**
     * Consumers that wait to be called, and schedules: they are started. Here the scheduler stands still, and what serves
     * webhooks takes no paths.
     */
    private static final Set<String> STARTED = Set.of("direct", "seda", "quartz", "platform-http");

    private static final Pattern DUPLICATE_STEP = Pattern.compile("Duplicate id detected: (\\S+?)\\.(\\s|$)");

    private final CamelContext running;

    /** @param running whose settings, beans and class path the files see */
    public RouteTrial(CamelContext running) {
        this.running = running;
    }

    /**
     * Loads the files.
     *
     * @param isSuspect which of two files is to blame where both cannot be
     * @return what each file has
     * @throws BrokenRoutesException naming what is wrong, and the file where it is known
     */
    Map<Path, RouteParts> load(Collection<RouteFile> files, Predicate<Path> isSuspect) {
        try (TrialContext trial = TrialContext.like(running)) {
            try {
                tryAll(trial, files, isSuspect);
                return RouteParts.of(trial);
            } catch (Exception | LinkageError e) {
                BrokenRoutesException broken = refusedStep(RouteErrors.broken(trial, e, files), files, isSuspect);
                throw broken.file().isPresent() ? broken : blamed(broken, files);
            }
        } catch (BrokenRoutesException e) {
            throw e;
        } catch (Exception | LinkageError e) {
            throw new BrokenRoutesException(RouteErrors.describe(e));
        }
    }

    /** Camel says which id two steps have, and of the files any one. */
    private static BrokenRoutesException refusedStep(
            BrokenRoutesException broken, Collection<RouteFile> files, Predicate<Path> isSuspect) {
        Matcher duplicate = DUPLICATE_STEP.matcher(String.valueOf(broken.getMessage()));
        if (!duplicate.find()) {
            return broken;
        }
        String id = duplicate.group(1);
        List<Path> having = files.stream()
                .filter(file -> file.givesId(id))
                .map(RouteFile::path)
                .toList();
        return having.isEmpty()
                ? broken
                : refused(
                        "step id " + id + " is taken",
                        "; give it another id",
                        having.get(having.size() - 1),
                        having.get(0),
                        isSuspect);
    }

    /** The parser does not always say in which file it was: the one that it cannot read alone. */
    private BrokenRoutesException blamed(BrokenRoutesException broken, Collection<RouteFile> files) throws Exception {
        for (RouteFile file : files) {
            try (TrialContext trial = TrialContext.like(running)) {
                PluginHelper.getRoutesLoader(trial).findRoutesBuilders(List.of(file));
            } catch (Exception | LinkageError e) {
                if (RouteErrors.describe(e).equals(broken.getMessage())) {
                    return new BrokenRoutesException(
                            RouteErrors.inFile(file.path(), String.valueOf(broken.getMessage())), file.path());
                }
            }
        }
        return broken;
    }

    private static void tryAll(TrialContext trial, Collection<RouteFile> files, Predicate<Path> isSuspect)
            throws Exception {
        Collection<RoutesBuilder> builders = PluginHelper.getRoutesLoader(trial).findRoutesBuilders(List.copyOf(files));
        for (RoutesBuilder builder : builders) {
            if (builder instanceof RouteConfigurationsBuilder configurations) {
                configurations.addRouteConfigurationsToCamelContext(trial);
            }
        }
        refuseNoList(files);
        Names names = new Names(isSuspect);
        for (RoutesBuilder builder : builders) {
            builder.addRoutesToCamelContext(trial);
            if (builder instanceof RouteBuilder routes) {
                names.take(routes);
            }
        }
        for (RoutesBuilder builder : builders) {
            builder.addTemplatedRoutesToCamelContext(trial);
        }
        if (trial.getRouteTemplateDefinition(InboundRoutes.TEMPLATE) != null) {
            TemplatedRouteBuilder.builder(trial, InboundRoutes.TEMPLATE)
                    .routeId("trial")
                    .parameter("connectorId", "echo:default")
                    .add();
        }
        trial.init();
        refuseMissingPolicies(trial);
        CoreStages.check(trial);
        List<Route> started = new ArrayList<>();
        for (Route route : trial.madeRoutes()) {
            if (route.isAutoStartup()) {
                refuseSharedInput(route, started, isSuspect);
                startInput(route);
                started.add(route);
            }
        }
    }

    /** Camel passes over what is no list of routes, and the routes from before would be gone without a word. */
    private static void refuseNoList(Collection<RouteFile> files) {
        for (RouteFile file : files) {
            if (file.isYamlWithoutList()) {
                throw new BrokenRoutesException(
                        RouteErrors.inFile(
                                file.path(),
                                "nothing in it is a route: a file of routes is a list, as in \"- route: …\""),
                        file.path());
            }
        }
    }

    /** Camel looks for some of them only when a message fails. */
    private static void refuseMissingPolicies(TrialContext trial) {
        for (RouteConfigurationDefinition configuration : trial.getRouteConfigurationDefinitions()) {
            for (OnExceptionDefinition handler : configuration.getOnExceptions()) {
                String reference = handler.getRedeliveryPolicyRef();
                if (reference != null
                        && CamelContextHelper.lookup(
                                        trial, CamelContextHelper.parseText(trial, reference), RedeliveryPolicy.class)
                                == null) {
                    Path file = RouteFile.of(configuration.getResource()).orElse(null);
                    throw new BrokenRoutesException(
                            RouteErrors.inFile(
                                    file,
                                    "routeConfiguration " + configuration.getId() + ": no bean " + reference
                                            + " is a RedeliveryPolicy"),
                            file);
                }
            }
        }
    }

    /** What Camel says only once the first one runs. */
    private static void refuseSharedInput(Route route, List<Route> started, Predicate<Path> isSuspect) {
        Endpoint input = route.getEndpoint();
        for (Route other : started) {
            if (other.getEndpoint() == input
                    && !(input instanceof MultipleConsumersSupport several && several.isMultipleConsumersSupported())) {
                throw refused(
                        "route " + route.getId() + " consumes from " + input.getEndpointUri() + ", and so does route "
                                + other.getId(),
                        "; only one can",
                        fileOf(route),
                        fileOf(other),
                        isSuspect);
            }
        }
    }

    private static void startInput(Route route) {
        Endpoint input = route.getEndpoint();
        if (STARTED.contains(CalledEndpoints.scheme(input.getEndpointUri()))) {
            try {
                ServiceHelper.startService(input.getComponent(), input, route.getConsumer());
            } catch (RuntimeException e) {
                Path file = fileOf(route);
                throw new BrokenRoutesException(
                        RouteErrors.inFile(file, "route " + route.getId() + ": " + RouteErrors.describe(e)), file);
            }
        }
    }

    private static @Nullable Path fileOf(Route route) {
        return RouteOrigins.of((ModelCamelContext) route.getCamelContext(), route.getId())
                .orElse(null);
    }

    private static BrokenRoutesException refused(
            String what, String wayOut, @Nullable Path second, @Nullable Path first, Predicate<Path> isSuspect) {
        Path culprit = Stream.of(Optional.ofNullable(second), Optional.ofNullable(first))
                .flatMap(Optional::stream)
                .filter(isSuspect)
                .findFirst()
                .orElse(second);
        Path other = Objects.equals(culprit, second) ? first : second;
        String where = other == null || other.equals(culprit) ? "" : " in " + other.getFileName();
        return new BrokenRoutesException(RouteErrors.inFile(culprit, what + where + wayOut), culprit);
    }

    /** The names that stand in the files; Camel would take the last of two, and say nothing. */
    private static final class Names {

        private final Map<String, @Nullable Path> taken = new HashMap<>();
        private final Predicate<Path> isSuspect;

        Names(Predicate<Path> isSuspect) {
            this.isSuspect = isSuspect;
        }

        void take(RouteBuilder file) {
            Path path = RouteFile.of(file.getResource()).orElse(null);
            file.getRouteCollection().getRoutes().forEach(route -> take("route id", custom(route), path));
            file.getTemplatedRouteCollection()
                    .getTemplatedRoutes()
                    .forEach(made -> take("route id", made.getRouteId(), path));
            file.getRouteTemplateCollection()
                    .getRouteTemplates()
                    .forEach(template -> take("route template", custom(template), path));
        }

        private static @Nullable String custom(OptionalIdentifiedDefinition<?> definition) {
            return definition.hasCustomIdAssigned() ? definition.getId() : null;
        }

        private void take(String what, @Nullable String id, @Nullable Path file) {
            if (id == null) {
                return;
            }
            String name = what + " " + id;
            if (taken.containsKey(name)) {
                throw refused(name + " is taken", "; give it another id", file, taken.get(name), isSuspect);
            }
            taken.put(name, file);
        }
    }
}
