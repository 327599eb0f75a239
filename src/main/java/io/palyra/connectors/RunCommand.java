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
        spec.commandLine().getErr().print(Banner.of(application.settings().http(), server.port()));
        spec.commandLine().getErr().flush();
    }
}
