package io.palyra.connectors.program.command;

import io.palyra.connectors.ext.JarCollector;
import io.palyra.connectors.program.ProgramStartException;
import io.palyra.connectors.program.TemporaryFolder;
import io.palyra.connectors.program.WorkingFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has Maven fetch a module with what it needs, and puts into {@code ext/} what the program does not have. */
@Command(
        name = "add",
        description = {
            "Fetch a module with what it needs, without what the program has, into ext/.",
            "Needs Maven (mvn); its settings, and the variable MAVEN_ARGS, say where from."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example: palyra-connectors ext add org.apache.camel:camel-mail"})
final class ExtAddCommand implements Callable<Integer> {

    private static final String COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies";
    private static final Pattern MODULE = Pattern.compile("([\\w.-]+):([\\w.-]+)(?::([\\w.-]+))?");
    private static final String CAMEL_GROUP = "org.apache.camel";

    @Parameters(
            paramLabel = "GROUP:ARTIFACT[:VERSION]",
            description = "As Maven names it. A module of Camel needs no version: the program's is taken.")
    private String module = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Matcher parts = MODULE.matcher(module);
        if (!parts.matches()) {
            throw wrong("is not GROUP:ARTIFACT or GROUP:ARTIFACT:VERSION");
        }
        try (TemporaryFolder work = TemporaryFolder.create("palyra-ext-")) {
            fetch(work.path(), pom(parts.group(1), parts.group(2), version(parts)));
            List<String> lines =
                    JarCollector.into(WorkingFolder.EXTENSIONS, work.path().resolve("jars"), ExtCommand.program());
            lines.forEach(spec.commandLine().getOut()::println);
            spec.commandLine().getOut().flush();
            spec.commandLine().getErr().println("The next start finds what is new.");
            return 0;
        }
    }

    private String version(Matcher parts) {
        if (parts.group(3) != null) {
            return parts.group(3);
        }
        String camel = CamelContext.class.getPackage().getImplementationVersion();
        if (!parts.group(1).equals(CAMEL_GROUP) || camel == null) {
            throw wrong("has no version: write GROUP:ARTIFACT:VERSION");
        }
        return camel;
    }

    private ParameterException wrong(String reason) {
        return new ParameterException(spec.commandLine(), "\"" + module + "\" " + reason);
    }

    private static String pom(String group, String artifact, String version) {
        return """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>local</groupId>
                  <artifactId>ext</artifactId>
                  <version>1</version>
                  <packaging>pom</packaging>
                  <dependencies>
                    <dependency>
                      <groupId>%s</groupId>
                      <artifactId>%s</artifactId>
                      <version>%s</version>
                    </dependency>
                  </dependencies>
                </project>
                """.formatted(group, artifact, version);
    }

    private static void fetch(Path work, String pom) throws IOException, InterruptedException {
        Path file = Files.writeString(work.resolve("pom.xml"), pom);
        Process maven;
        try {
            maven = new ProcessBuilder(
                            "mvn",
                            "-B",
                            "-q",
                            "-f",
                            file.toString(),
                            COPY,
                            "-DincludeScope=runtime",
                            "-DoutputDirectory=" + work.resolve("jars"))
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new ProgramStartException(
                    "mvn does not start: put Maven on the PATH, or copy the jars into ext/ yourself", e);
        }
        String said = new String(maven.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (maven.waitFor() != 0) {
            throw new ProgramStartException("Maven has not fetched it: "
                    + said.lines()
                            .filter(line -> line.contains("ERROR"))
                            .findFirst()
                            .map(line -> line.replaceFirst(".*ERROR\\S* ", ""))
                            .orElse("it ended with " + maven.exitValue()));
        }
    }
}
