package io.palyra.connectors.routes;

import io.palyra.connectors.supervisor.InboundTemplates;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.ResourceLoader;
import org.apache.camel.support.PluginHelper;

/** The core stages that come with the jar, for a context whose routes are somebody else's. */
public final class CoreRoutes {

    private static final String FOLDER = "classpath:io/palyra/connectors/routes/";
    private static final Set<String> RETRIES = Set.of("outbox-retries", "daemon-retries");

    private CoreRoutes() {}

    /**
     * Adds each file whose stage the context does not have. Nothing is started.
     *
     * @throws BrokenRoutesException where a stage of the context's own has no handlers of its own: what is added here is
     *     not applied to routes that are there already
     */
    public static void addMissing(ModelCamelContext context) throws Exception {
        CoreStages.checkHandlers(context);
        List<String> files = new ArrayList<>();
        if (context.getRouteConfigurationDefinitions().stream().noneMatch(it -> RETRIES.contains(it.getId()))) {
            files.add("retries");
        }
        if (context.getRouteTemplateDefinition(InboundTemplates.GENERAL) == null) {
            files.add("inbound");
        }
        if (CoreStages.routesFrom(context, CoreStages.INBOX_CONSUMER).isEmpty()) {
            files.add("daemon");
        }
        if (CoreStages.routesFrom(context, CoreStages.OUTBOX_CONSUMER).isEmpty()) {
            files.add("outbox");
        }
        ResourceLoader resources = PluginHelper.getResourceLoader(context);
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(files.stream()
                        .map(file -> resources.resolveResource(FOLDER + file + ".camel.yaml"))
                        .toList());
    }
}
