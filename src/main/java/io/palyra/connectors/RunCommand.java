package io.palyra.connectors;

import io.palyra.connectors.admin.AdminServer;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs the program until it is asked to stop. */
@Command(name = "run", description = "Run the program (the default).", mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        var settings = ConnectorApplication.loadSettings(Map.of());
        settings.warnings().forEach(LOG::warn);
        ConnectorApplication application = new ConnectorApplication(settings);
        application.onStarted(this::openAdminApi);
        application.run();
        return 0;
    }

    private void openAdminApi(ConnectorApplication application) {
        AdminServer server = AdminServerStarter.start(application);
        String base = "http://" + authority(application.settings().http().host(), server.port());
        spec.commandLine().getErr().printf("""
                Palyra Connectors runs. Admin API: %1$s/admin/v1/channels
                Say hello:  curl -s -H 'Content-Type: application/json' -d '{"text":"hello"}' %1$s/admin/v1/channels/echo:default/test
                See it:     curl -s '%1$s/admin/v1/channels/echo:default/logs?limit=10'
                Stop:       Ctrl-C
                """, base);
        spec.commandLine().getErr().flush();
    }

    private static String authority(String host, int port) {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
