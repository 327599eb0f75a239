package io.palyra.connectors.routes;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorKind;
import io.palyra.connectors.supervisor.InboundRoutes;
import io.palyra.connectors.supervisor.InboundTemplates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
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
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.RoutesLoader;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/** Tries route files in a context of their own, all together as they would run. Touches nothing that runs. */
final class RouteTrial {

    /**
     * Consumers that wait to be called, and schedules: they are started. Here the scheduler stands still, and what serves
     * webhooks takes no paths.
     */
    private static final Set<String> STARTED = Set.of("direct", "seda", "quartz", "platform-http");

    private static final ConnectorKind ALWAYS_THERE = new ConnectorKind("echo");

    private final CamelContext running;

    /** @param running whose settings, beans and class path the files see */
    RouteTrial(CamelContext running) {
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
        Blame blame = new Blame(isSuspect);
        try (TrialContext trial = TrialContext.like(running)) {
            try {
                tryAll(trial, files, blame);
                return RouteParts.of(trial);
            } catch (Exception | Error e) {
                BrokenRoutesException broken = blame.ofStep(RouteErrors.broken(trial, e, files), files);
                throw RouteErrors.withoutSecrets(
                        running, broken.file().isPresent() ? broken : blamed(broken, files), files);
            }
        } catch (BrokenRoutesException e) {
            throw e;
        } catch (Exception | Error e) {
            throw new BrokenRoutesException(RouteErrors.describe(e));
        }
    }

    /** The parser does not always say in which file it was: the one that it cannot read alone. */
    private BrokenRoutesException blamed(BrokenRoutesException broken, Collection<RouteFile> files) throws Exception {
        for (RouteFile file : files) {
            try (TrialContext trial = TrialContext.like(running)) {
                PluginHelper.getRoutesLoader(trial).findRoutesBuilders(List.of(file));
            } catch (Exception | Error e) {
                if (RouteErrors.describe(e).equals(broken.getMessage())) {
                    return new BrokenRoutesException(
                            RouteErrors.inFile(file.path(), String.valueOf(broken.getMessage())), file.path());
                }
            }
        }
        return broken;
    }

    private void tryAll(TrialContext trial, Collection<RouteFile> files, Blame blame) throws Exception {
        files.stream()
                .map(RouteFile::complaint)
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(complaint -> {
                    throw complaint;
                });
        TakenNames names = new TakenNames(blame);
        List<RoutesBuilder> builders = builders(trial, files, names);
        for (RoutesBuilder builder : builders) {
            if (builder instanceof RouteConfigurationsBuilder configurations) {
                configurations.addRouteConfigurationsToCamelContext(trial);
            }
        }
        for (RoutesBuilder builder : builders) {
            builder.addRoutesToCamelContext(trial);
            if (builder instanceof RouteBuilder routes) {
                names.take(routes);
            }
        }
        for (RoutesBuilder builder : builders) {
            builder.addTemplatedRoutesToCamelContext(trial);
        }
        KameletCycles.refuse(trial);
        InboundTemplateRules.check(trial);
        for (RouteTemplateDefinition template : InboundTemplates.in(trial)) {
            makeRoute(trial, template);
        }
        trial.init();
        refuseMissingPolicies(trial);
        CoreStages.check(trial);
        List<Route> started = new ArrayList<>();
        for (Route route : trial.madeRoutes()) {
            if (route.isAutoStartup()) {
                refuseSharedInput(route, started, blame);
                startInput(route);
                started.add(route);
            }
        }
    }

    /**
     * Makes a route of a template of inbound routes: of a connector that would have it and runs, and else of one that need
     * not exist.
     */
    private void makeRoute(TrialContext trial, RouteTemplateDefinition template) throws Exception {
        ConnectorId connectorId = connector(trial, template);
        TemplatedRouteBuilder route = TemplatedRouteBuilder.builder(trial, template.getId())
                .routeId("trial-of-" + template.getId())
                .parameter(InboundTemplates.PARAMETER, connectorId.value());
        RouteOrigins.keep(template, route);
        try {
            route.add();
        } catch (Exception e) {
            Path file = RouteFile.of(template.getResource()).orElse(null);
            throw file == null ? e : new BrokenRoutesException(RouteErrors.inFile(file, RouteErrors.describe(e)), file);
        }
    }

    private ConnectorId connector(TrialContext trial, RouteTemplateDefinition template) {
        return InboundRoutes.madeIn(running).stream()
                .filter(made -> InboundTemplates.of(trial, made.kind()) == template)
                .findFirst()
                .orElseGet(() -> trial.invent(
                        InboundTemplates.isOfKind(template)
                                ? new ConnectorKind(InboundTemplates.kind(template))
                                : ALWAYS_THERE));
    }

    /** Of YAML one by one, as of two beans with one name Camel keeps the last; sources of Java are compiled together. */
    private List<RoutesBuilder> builders(TrialContext trial, Collection<RouteFile> files, TakenNames names)
            throws Exception {
        RoutesLoader loader = PluginHelper.getRoutesLoader(trial);
        List<RoutesBuilder> builders = new ArrayList<>();
        for (RouteFile file : files) {
            if (file.isYaml()) {
                builders.addAll(loader.findRoutesBuilders(List.of(file)));
                for (String bean : trial.beansOf(file.path())) {
                    refuseBeanOfProgram(bean, file.path());
                    names.take("bean", bean, file.path());
                }
            }
        }
        List<Resource> others = files.stream()
                .filter(file -> !file.isYaml())
                .<Resource>map(file -> file)
                .toList();
        builders.addAll(loader.findRoutesBuilders(others));
        return builders;
    }

    /** It would be the program's from then on, and gone with the file. */
    private void refuseBeanOfProgram(String name, Path file) {
        if (running.getRegistry().lookupByName(name) != null
                && !TrialContext.beansOfFiles(running).contains(name)) {
            throw new BrokenRoutesException(
                    RouteErrors.inFile(
                            file,
                            "bean " + name + " is the program's own, or one of the settings; give it another name"),
                    file);
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
    private static void refuseSharedInput(Route route, List<Route> started, Blame blame) {
        Endpoint input = route.getEndpoint();
        for (Route other : started) {
            if (other.getEndpoint() == input
                    && !(input instanceof MultipleConsumersSupport several && several.isMultipleConsumersSupported())) {
                throw blame.ofTwo(
                        "route " + route.getId() + " consumes from " + input.getEndpointUri() + ", and so does route "
                                + other.getId(),
                        "; only one can",
                        fileOf(route),
                        fileOf(other));
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
}
