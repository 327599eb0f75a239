package io.palyra.connectors.program.command;

import io.palyra.connectors.admin.AdminServer;
import io.palyra.connectors.ext.Extensions;
import io.palyra.connectors.ingress.IngressServer;
import io.palyra.connectors.program.AdminServerStarter;
import io.palyra.connectors.program.Banner;
import io.palyra.connectors.program.ConnectorApplication;
import io.palyra.connectors.program.WorkingFolder;
import io.palyra.connectors.settings.LogFormat;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs the program until it is asked to stop. */
@Command(name = "run", description = "Run the program (the default).", mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Extensions extensions = WorkingFolder.extensions();
        var settings = WorkingFolder.settings(Map.of());
        // Not a constant: the settings say how the log is written
        Logger log = LoggerFactory.getLogger(RunCommand.class);
        settings.warnings().forEach(log::warn);
        extensions.findings().forEach(log::warn);
        if (!extensions.jars().isEmpty()) {
            log.info("On the class path besides: {}", String.join(", ", extensions.jars()));
        }
        ConnectorApplication application = new ConnectorApplication(settings);
        application.onStarted(this::openAdminApi);
        application.run();
        return 0;
    }

    private void openAdminApi(ConnectorApplication application) {
        AdminServer server = AdminServerStarter.start(application);
        String banner = Banner.of(
                application.settings().http(),
                server.port(),
                application.settings().console(),
                application.ingress().map(IngressServer::address),
                application.program().supervision().roster().sandbox());
        if (application.settings().logs().format() == LogFormat.JSON) {
            // Whoever collects them takes every line for one
            banner.lines().forEach(LoggerFactory.getLogger(RunCommand.class)::info);
        } else {
            spec.commandLine().getErr().print(banner);
            spec.commandLine().getErr().flush();
        }
    }
}
