package io.palyra.connectors;

import java.util.concurrent.Callable;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/** Runs the program until it is asked to stop. */
@Command(name = "run", description = "Run the program (the default).", mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Override
    public Integer call() throws Exception {
        var settings = ConnectorApplication.loadSettings();
        settings.warnings().forEach(LOG::warn);
        ConnectorApplication application = new ConnectorApplication(settings);
        application.run();
        return 0;
    }
}
