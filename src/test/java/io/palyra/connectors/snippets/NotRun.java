package io.palyra.connectors.snippets;

import java.util.List;
import java.util.Optional;

/**
 * Blocks that no test of this package runs, and why.
 *
 * @param page as {@link Snippet#page} says it
 * @param language of the block
 * @param contains something of its text
 * @param why another test that runs it, or what stands in the way
 */
record NotRun(String page, String language, String contains, String why) {

    private static final String COMPILED = "DistributionIT compiles it and runs it";
    private static final String BESIDE = "DistributionIT runs it with the test beside it";

    static final List<NotRun> LIST = List.of(
            new NotRun("README.md", "java", "discord.onMessage", "is the bot that fails"),
            new NotRun("README.md", "sh", "mvn -B verify", "is the build that runs this test"),
            new NotRun("README.md", "sh", "kill -9 $PID", "KillItIT"),
            new NotRun("write-a-connector.md", "java", "class TailConnector", COMPILED),
            new NotRun("write-a-connector.md", "java", "class TailComponent", COMPILED),
            new NotRun("write-a-connector.md", "java", "class TailAdapter", COMPILED),
            new NotRun("write-a-connector.md", "java", "class HookAdapter", "WebhooksTest runs it, word for word"),
            new NotRun("write-a-connector.md", "java", "class TailContractTest", "leaves methods out, and says so"),
            new NotRun(
                    "write-a-connector.md",
                    "sh",
                    "mvn -q -DskipTests package",
                    "builds; DistributionIT sends the lines"),
            new NotRun("testing-routes.md", "yaml", "id: stand-up", BESIDE),
            new NotRun("testing-routes.md", "java", "class StandUpTest", COMPILED),
            new NotRun("testing-routes.md", "yaml", "id: nightly", BESIDE),
            new NotRun("testing-routes.md", "java", "class NightlyTest", COMPILED),
            new NotRun("testing-routes.md", "java", "class BusyDaemonTest", COMPILED),
            new NotRun("testing-routes.md", "java", "class EditTest", COMPILED),
            new NotRun("embedding.md", "java", "package acme", "EmbeddingIT compiles it and runs it"),
            new NotRun("embedding.md", "properties", "palyra.store.url", "the settings of those programs"),
            new NotRun("admin-api.md", "properties", "palyra.admin.tokens", "RolesTest has such settings"),
            new NotRun("console.md", "properties", "palyra.console.base-path", "ConsoleFilesTest has such a path"),
            new NotRun("ext.md", "sh", "ext add", "needs Maven and a repository; ExtensionsTest reads what it leaves"),
            new NotRun("discord.md", "sh", "mvn -q -Pplay", "waits for a person; PlayDiscordTest is one"),
            new NotRun("slack.md", "sh", "mvn -q -Pplay", "waits for a person, as on Discord"),
            new NotRun("telegram.md", "sh", "mvn -q -Pplay", "waits for a person, as on Discord"),
            new NotRun(
                    "logs-and-tracing.md", "bash", "opentelemetry-javaagent.jar", "the agent is not ours; TracingTest"),
            new NotRun("deploy/README.md", "sh", "systemctl", "needs root and systemd"),
            new NotRun("deploy/README.md", "sh", "podman build", "needs podman"),
            new NotRun("deploy/README.md", "sh", "kubectl apply", "needs Kubernetes; KubernetesTest reads the file"),
            new NotRun("deploy/README.md", "sh", "bin/palyra-connectors store backup", "DistributionIT, RestoreIT"),
            new NotRun("deploy/README.md", "sh", "sudo -u palyra", "needs root and podman; RestoreIT"),
            new NotRun("deploy/README.md", "sh", "palyra-connectors.db.broken", "RestoreIT"),
            new NotRun("postgresql.md", "sh", "pg_dump", "needs PostgreSQL's tools"),
            new NotRun("postgresql.md", "sh", "pg_restore", "needs PostgreSQL's tools; PostgresDatabaseTest checks"),
            new NotRun("postgresql.md", "sh", "store copy", "PostgresDatabaseTest copies one"),
            new NotRun("observability/README.md", "yaml", "livenessProbe", "is read by Kubernetes"),
            new NotRun("observability/README.md", "yaml", "scrape_configs", "is read by Prometheus"),
            new NotRun("observability/README.md", "json", "missing_credential", "is cut short; HealthChecksTest"));

    private boolean is(Snippet snippet) {
        return snippet.isOn(page, language) && snippet.text().contains(contains);
    }

    static Optional<NotRun> of(Snippet snippet) {
        return LIST.stream().filter(entry -> entry.is(snippet)).findFirst();
    }

    boolean isStale(List<Snippet> all) {
        return all.stream().noneMatch(this::is);
    }
}
