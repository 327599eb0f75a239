package io.palyra.connectors.routes;

import io.palyra.connectors.adapter.KnownConnectors;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorKind;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.RouteService;
import org.apache.camel.main.MainHelper;
import org.apache.camel.main.SimpleMain;
import org.apache.camel.model.BeanFactoryDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.processor.aggregate.AggregateProcessor;
import org.apache.camel.processor.aggregate.MemoryAggregationRepository;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.TypeConverterSupport;
import org.jspecify.annotations.Nullable;

/**
 * A context configured as the running one: components, data formats, languages, beans and properties are as its settings
 * say. Its routes are made, with every endpoint, option and consumer, but none is started. It opens no port and makes no
 * folder; beans are made anew, so what a constructor or an init method does is done.
 */
final class TrialContext extends DefaultCamelContext {

    private static final String INVENTED = "trial";

    /** What camel-main may configure here; the rest opens ports, loads routes or supervises. */
    private static final List<String> CONFIGURED = List.of(
            "camel.component.",
            "camel.dataformat.",
            "camel.language.",
            "camel.beans.",
            "camel.ssl.",
            "camel.rest.",
            "camel.threadpool.",
            "camel.vault.",
            "camel.variable.");

    private final Set<ConnectorId> invented = new HashSet<>();

    private TrialContext(CamelContext running) {
        super(new TrialRegistry(running.getRegistry(), beansOfFiles(running)));
        running.getRegistry().findByTypeWithName(KnownConnectors.class).forEach(this::knowInvented);
        getCamelContextExtension().setName("route-trial");
        setApplicationContextClassLoader(running.getApplicationContextClassLoader());
        FormerNames.in(this);
        setSourceLocationEnabled(true);
        setSSLContextParameters(running.getSSLContextParameters());
        setStreamCaching(running.isStreamCaching());
        setAutowiredEnabled(running.isAutowiredEnabled());
        getGlobalOptions().putAll(running.getGlobalOptions());
        getPropertiesComponent().addPropertiesSource(new RunningProperties(running));
        getTypeConverterRegistry().addFallbackTypeConverter(new RunningConverters(running), false);
        getCamelContextExtension().registerEndpointCallback((uri, endpoint) -> touchNothing(endpoint));
        getCamelContextExtension().addInterceptStrategy((context, definition, target, next) -> gatherNothing(target));
    }

    /** The names of the beans that route files have brought. */
    static Set<String> beansOfFiles(CamelContext running) {
        return running.getCamelContextExtension().getContextPlugin(Model.class).getCustomBeans().stream()
                .map(BeanFactoryDefinition::getName)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    /** Configured, but without routes. */
    static TrialContext like(CamelContext running) throws Exception {
        TrialContext trial = new TrialContext(running);
        trial.addService(new TrialTurns());
        SimpleMain main = new SimpleMain(trial);
        main.setDefaultPropertyPlaceholderLocation("false");
        main.setInitialProperties(settings(running));
        main.configure().setAutoConfigurationLogSummary(false);
        // What of them is meant for the trial is among the settings; the rest, such as where routes are, is not
        main.configure().setAutoConfigurationSystemPropertiesEnabled(false);
        main.configure().setAutoConfigurationEnvironmentVariablesEnabled(false);
        main.init();
        return trial;
    }

    private static Properties settings(CamelContext running) {
        // In the order of camel-main, the later ones winning
        Properties settings = running.getPropertiesComponent()
                .loadProperties(key -> CONFIGURED.stream().anyMatch(key::startsWith));
        settings.putAll(environment());
        settings.putAll(MainHelper.loadJvmSystemPropertiesAsProperties(CONFIGURED.toArray(String[]::new)));
        // Whatever store of jobs it has, a schedule is tried in memory and never runs
        settings.keySet().removeIf(key -> key.toString().startsWith("camel.component.quartz."));
        settings.setProperty("camel.component.quartz.auto-start-scheduler", "false");
        return settings;
    }

    /** As camel-main reads CAMEL_COMPONENT_… and the like; what else begins with CAMEL_ is for the program. */
    private static Properties environment() {
        String[] prefixes = CONFIGURED.toArray(String[]::new);
        Properties settings = MainHelper.loadEnvironmentVariablesAsProperties(prefixes);
        Map<String, String> variables = MainHelper.filterEnvVariables(prefixes);
        MainHelper names = new MainHelper();
        names.addComponentEnvVariables(variables, settings, false);
        names.addDataFormatEnvVariables(variables, settings, false);
        names.addLanguageEnvVariables(variables, settings, false);
        return settings;
    }

    private static Endpoint touchNothing(Endpoint endpoint) {
        if (endpoint instanceof GenericFileEndpoint<?> files && files.isAutoCreate()) {
            files.setAutoCreate(false);
            if (files instanceof FileEndpoint local) {
                local.setStartingDirectoryMustExist(false);
            }
        }
        return endpoint;
    }

    /** What is in a durable repository is for the routes that run: one that starts sends what has waited for too long. */
    private static Processor gatherNothing(Processor step) {
        if (step instanceof AggregateProcessor aggregate) {
            aggregate.setAggregationRepository(new MemoryAggregationRepository());
        }
        return AsyncProcessorConverterHelper.convert(step);
    }

    private void knowInvented(String bean, KnownConnectors known) {
        KnownConnectors more = connectorId -> {
            if (!invented.contains(connectorId)) {
                known.require(connectorId);
            }
        };
        getRegistry().bind(bean, KnownConnectors.class, more);
    }

    /** A connector that need not exist: routes that are tried may name it. */
    ConnectorId invent(ConnectorKind kind) {
        ConnectorId connectorId = ConnectorId.of(kind, INVENTED);
        invented.add(connectorId);
        return connectorId;
    }

    /** The names of the beans of a file. */
    List<String> beansOf(Path file) {
        return getCamelContextExtension().getContextPlugin(Model.class).getCustomBeans().stream()
                .filter(bean ->
                        RouteFile.of(bean.getResource()).filter(file::equals).isPresent())
                .map(BeanFactoryDefinition::getName)
                .filter(Objects::nonNull)
                .toList();
    }

    /** The routes that were made. */
    List<Route> madeRoutes() {
        Collection<RouteService> services = getRouteServices().values();
        return services.stream().map(RouteService::getRoute).toList();
    }

    /** Every property of the running context, wherever it comes from, resolved by its own functions. */
    private record RunningProperties(CamelContext running) implements PropertiesSource {

        @Override
        public String getName() {
            return "running";
        }

        @Override
        public @Nullable String getProperty(String name) {
            return running.getPropertiesComponent().resolveProperty(name).orElse(null);
        }
    }

    /** What only the running context can convert. */
    private static final class RunningConverters extends TypeConverterSupport {

        private final CamelContext running;

        RunningConverters(CamelContext running) {
            this.running = running;
        }

        @Override
        public <T> @Nullable T convertTo(Class<T> type, @Nullable Exchange exchange, Object value) {
            return running.getTypeConverter().tryConvertTo(type, value);
        }
    }
}
