package io.palyra.connectors.program;

import io.palyra.connectors.admin.AdminServer;
import io.palyra.connectors.admin.AdminServices;
import io.palyra.connectors.admin.AdminTokens;
import io.palyra.connectors.settings.Settings;
import java.net.URI;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/** Opens the admin API once everything behind it works, and closes it before anything behind it stops. */
public final class AdminServerStarter {

    /** Bytes of a request; above it 413. An attachment may carry 2 MiB inline. */
    private static final int BODY_BYTES_MAX = 3 * 1024 * 1024;

    private AdminServerStarter() {}

    /** To be registered with {@link ConnectorApplication#onStarted}. */
    public static AdminServer start(ConnectorApplication application) {
        AdminServer server = new AdminServer(services(application), options(application));
        server.start();
        application.beforeStop(server::close);
        return server;
    }

    /** In the context of another program, which closes it. */
    static AdminServer start(ConnectorProgram program, Settings settings, CamelContext context) {
        AdminServer server = new AdminServer(services(program, settings, context), options(settings, context));
        server.start();
        return server;
    }

    /** What the API calls in the program. */
    public static AdminServices services(ConnectorApplication application) {
        return services(application.program(), application.settings(), application.context());
    }

    private static AdminServices services(ConnectorProgram program, Settings settings, CamelContext context) {
        return new AdminServices(
                program.supervision(),
                program.catalog(),
                program.inboxStore(),
                program.outbox(),
                program.outboxStore(),
                program.deadLetters(),
                program.deadLetterDesk(),
                program.jobs(),
                program.approvals(),
                program.daemonDesk(),
                program.unknownOutcomes(),
                program.outboxSurvey(),
                program.lookups(),
                program.statistics(),
                program.sessions(),
                program.access().desk(),
                program.events(),
                program.eventSearch(),
                program.eventTail(),
                program.transactions(),
                program.directory(),
                program.clock(),
                context,
                settings.shown(),
                program.meters()::scrape);
    }

    /** Where and for whom it listens, as the settings say. */
    public static AdminServer.Options options(ConnectorApplication application) {
        return options(application.settings(), application.context());
    }

    private static AdminServer.Options options(Settings settings, CamelContext context) {
        Settings.Http http = settings.http();
        Set<String> hosts = Stream.concat(
                        http.allowedHosts().stream(),
                        settings.node().url().map(url -> URI.create(url).getHost()).stream())
                .collect(Collectors.toUnmodifiableSet());
        AdminTokens tokens = ResolvedTokens.of(settings, context::resolvePropertyPlaceholders);
        return new AdminServer.Options(
                http.host(),
                http.port(),
                hosts,
                tokens,
                settings.console().enabled(),
                settings.console().basePath(),
                BODY_BYTES_MAX);
    }
}
