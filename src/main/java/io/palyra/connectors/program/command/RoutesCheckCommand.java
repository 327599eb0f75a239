package io.palyra.connectors.program.command;

import io.palyra.connectors.program.ConnectorApplication;
import io.palyra.connectors.program.ProgramStartException;
import io.palyra.connectors.program.TemporaryFolder;
import io.palyra.connectors.program.WorkingFolder;
import io.palyra.connectors.routes.RouteCheck;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tries route files as a start or a reload would. Touches no platform, folder, port or store. */
@Command(
        name = "check",
        description = "Try the files in routes/, together with others, and tell what would fail. Runs none of them.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:they would be loaded", "1:one would be refused", "2:wrong usage"},
        footer = {"", "Example: palyra-connectors routes check drafts/digest.camel.yaml"})
final class RoutesCheckCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "More files; one named as a file in routes/ is tried in its place.")
    private List<Path> files = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        for (Path file : files) {
            if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                throw new ProgramStartException("FILE: " + file + " cannot be read; name a file of routes");
            }
        }
        RouteCheck.Report report = check();
        PrintWriter out = spec.commandLine().getOut();
        report.ignored().forEach(spec.commandLine().getErr()::println);
        report.problems().forEach(out::println);
        out.printf(
                "%d files tried together, %s%n",
                report.files(),
                report.problems().isEmpty()
                        ? "all would be loaded"
                        : report.problems().size() + " would be refused");
        out.flush();
        return report.problems().isEmpty() ? 0 : 1;
    }

    private RouteCheck.Report check() throws Exception {
        WorkingFolder.extensions().findings().forEach(spec.commandLine().getErr()::println);
        try (TemporaryFolder folder = TemporaryFolder.create("palyra-routes-check-");
                ConnectorApplication application =
                        ConnectorApplication.withoutRoutes(WorkingFolder.settings(settings(folder)))) {
            application.start();
            return application.routeCheck().check(files);
        }
    }

    /** What a start and a stop say of a store that is thrown away is nobody's news. */
    private static Map<String, String> settings(TemporaryFolder folder) {
        Map<String, String> settings = new HashMap<>(folder.storeSettings());
        settings.put("palyra.logs.level", "warn");
        return settings;
    }
}
