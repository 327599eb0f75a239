package io.palyra.connectors.settings;

import static io.palyra.connectors.settings.SettingKey.withDefault;
import static io.palyra.connectors.settings.SettingKey.withoutDefault;

import io.palyra.connectors.settings.Settings.Outbox;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Every fixed key with its default and its limits. The connectors' keys are in {@link ConnectorKeys}. */
final class SettingKeys {

    static final SettingKey<String> HTTP_HOST = withDefault("palyra.http.host", "127.0.0.1", HostNames::parse);
    static final SettingKey<Integer> HTTP_PORT =
            withDefault("palyra.http.port", "8080", ValueParser.wholeNumber(0, Settings.Http.MAX_PORT));
    static final SettingKey<List<String>> HTTP_ALLOWED_HOSTS =
            withoutDefault("palyra.http.allowed-hosts", ValueParser.listOf(HostNames::parse));
    static final SettingKey<SecretReference> ADMIN_TOKEN = withoutDefault("palyra.admin.token", SecretReference::new);
    static final SettingKey<Boolean> VIEWER_SEES_TEXT =
            withDefault("palyra.admin.viewer-sees-text", "false", ValueParser::parseBoolean);
    static final SettingKey<ApprovalPolicy> APPROVALS =
            withDefault("palyra.approvals", "off", ValueParser.oneOf(ApprovalPolicy.class));

    static final SettingKey<Boolean> CONSOLE_ENABLED =
            withDefault("palyra.console.enabled", "true", ValueParser::parseBoolean);
    static final SettingKey<String> CONSOLE_BASE_PATH = withoutDefault(
            "palyra.console.base-path",
            ValueParser.text(
                    text -> text.matches("(?!/(?:admin|console|observe)(?:/|\\z))(?:/[A-Za-z0-9._~-]*[A-Za-z0-9_~-])+"),
                    "a path that begins with / and does not end with it, such as /palyra; /admin, /console and /observe are"
                            + " the program's own"));

    static final SettingKey<String> INGRESS_HOST = withDefault("palyra.ingress.host", "127.0.0.1", HostNames::parse);
    static final SettingKey<Integer> INGRESS_PORT =
            withoutDefault("palyra.ingress.port", ValueParser.wholeNumber(0, Settings.Http.MAX_PORT));

    static final SettingKey<String> VAULT_FUNCTION = withDefault(
            "palyra.vault.function",
            "env",
            ValueParser.text(
                    text -> text.matches("[a-z][a-z0-9-]*"), "the name of a property function, such as env or file"));

    static final SettingKey<String> STORE_URL =
            withDefault("palyra.store.url", "jdbc:sqlite:data/palyra-connectors.db", StoreUrl::parse);
    static final SettingKey<String> STORE_USERNAME = withoutDefault("palyra.store.username", text -> text);
    static final SettingKey<SecretReference> STORE_PASSWORD =
            withoutDefault("palyra.store.password", SecretReference::new);
    static final SettingKey<Synchronous> STORE_SYNCHRONOUS =
            withDefault("palyra.store.synchronous", "FULL", ValueParser.oneOf(Synchronous.class));
    static final SettingKey<Duration> STORE_READ_TIMEOUT =
            withDefault("palyra.store.read-timeout", "30s", Durations::parse);

    static final SettingKey<String> NODE_NAME = withoutDefault(
            "palyra.node.name",
            ValueParser.text(
                    text -> text.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,127}"),
                    "a name of letters, digits, dots, dashes and underscores, of 128 at most"));
    static final SettingKey<String> NODE_URL = withoutDefault("palyra.node.url", NodeUrl::parse);
    static final SettingKey<Duration> CLUSTER_LEASE = withDefault(
            "palyra.cluster.lease",
            "15s",
            ValueParser.durationOfAtLeast(Settings.Node.MIN_LEASE, "a duration of at least 5s, such as 15s"));

    static final SettingKey<String> DAEMON_ENDPOINT = withDefault(
            "palyra.daemon.endpoint",
            "bean:embeddedDaemon",
            ValueParser.text(
                    text -> text.matches("([A-Za-z][A-Za-z0-9+.-]*:|\\{\\{).+"),
                    "a Camel endpoint URI, such as https://daemon.example.org/route"));
    static final SettingKey<Duration> DAEMON_TIMEOUT = withDefault("palyra.daemon.timeout", "120s", Durations::parse);
    static final SettingKey<Integer> DAEMON_CONCURRENCY = count("palyra.daemon.concurrency", "64");

    static final SettingKey<Duration> INBOX_DEDUPE_WINDOW =
            withDefault("palyra.inbox.dedupe-window", "7d", Durations::parse);

    static final SettingKey<Integer> OUTBOX_CLAIM_LANES = count("palyra.outbox.claim-lanes", "64");
    static final SettingKey<Integer> OUTBOX_CLAIM_ROWS_PER_LANE = count("palyra.outbox.claim-rows-per-lane", "16");
    static final SettingKey<Duration> OUTBOX_LEASE = withDefault(
            "palyra.outbox.lease",
            "60s",
            ValueParser.durationOfAtLeast(Outbox.MIN_LEASE, "a duration of at least 5s, such as 60s or 5m"));
    static final SettingKey<LanePolicy> OUTBOX_ON_DEAD_LETTER =
            withDefault("palyra.outbox.on-dead-letter", "continue", ValueParser.oneOf(LanePolicy.class));
    static final SettingKey<LanePolicy> OUTBOX_ON_UNKNOWN =
            withDefault("palyra.outbox.on-unknown", "hold", ValueParser.oneOf(LanePolicy.class));

    static final SettingKey<Duration> RETENTION_DELIVERED =
            withDefault("palyra.retention.delivered", "7d", Durations::parse);
    static final SettingKey<Duration> RETENTION_EVENTS =
            withDefault("palyra.retention.events", "30d", Durations::parse);
    static final SettingKey<Duration> RETENTION_DEAD_LETTERS =
            withDefault("palyra.retention.dead-letters", "90d", Durations::parse);
    static final SettingKey<Duration> RETENTION_STATISTICS =
            withDefault("palyra.retention.statistics", "7d", Durations::parse);

    static final SettingKey<Duration> SHUTDOWN_DEADLINE =
            withDefault("palyra.shutdown.deadline", "25s", Durations::parse);

    static final SettingKey<Duration> HEALTH_SESSION_LOST =
            withDefault("palyra.health.session-lost", "30s", Durations::parse);
    static final SettingKey<Duration> HEALTH_DAEMON_FAILING =
            withDefault("palyra.health.daemon-failing", "1m", Durations::parse);
    static final SettingKey<Duration> HEALTH_OLDEST_DUE =
            withDefault("palyra.health.oldest-due", "10m", Durations::parse);
    static final SettingKey<Integer> HEALTH_STORE_FREE_MB = count("palyra.health.store-free-mb", "200");
    static final SettingKey<Integer> HEALTH_STORE_WAL_MB = count("palyra.health.store-wal-mb", "1000");

    static final SettingKey<LogFormat> LOGS_FORMAT =
            withDefault("palyra.logs.format", "text", ValueParser.oneOf(LogFormat.class));
    static final SettingKey<String> LOGS_LEVEL = withDefault(
            "palyra.logs.level",
            "info",
            ValueParser.text(Set.of("debug", "info", "warn", "error")::contains, "debug, info, warn or error"));
    static final SettingKey<Boolean> LOGS_MESSAGE_TEXT =
            withDefault("palyra.logs.message-text", "false", ValueParser::parseBoolean);

    static final List<SettingKey<?>> ALL = List.of(
            HTTP_HOST,
            HTTP_PORT,
            HTTP_ALLOWED_HOSTS,
            ADMIN_TOKEN,
            VIEWER_SEES_TEXT,
            APPROVALS,
            CONSOLE_ENABLED,
            CONSOLE_BASE_PATH,
            INGRESS_HOST,
            INGRESS_PORT,
            VAULT_FUNCTION,
            STORE_URL,
            STORE_USERNAME,
            STORE_PASSWORD,
            STORE_SYNCHRONOUS,
            STORE_READ_TIMEOUT,
            NODE_NAME,
            NODE_URL,
            CLUSTER_LEASE,
            DAEMON_ENDPOINT,
            DAEMON_TIMEOUT,
            DAEMON_CONCURRENCY,
            INBOX_DEDUPE_WINDOW,
            OUTBOX_CLAIM_LANES,
            OUTBOX_CLAIM_ROWS_PER_LANE,
            OUTBOX_LEASE,
            OUTBOX_ON_DEAD_LETTER,
            OUTBOX_ON_UNKNOWN,
            RETENTION_DELIVERED,
            RETENTION_EVENTS,
            RETENTION_DEAD_LETTERS,
            RETENTION_STATISTICS,
            SHUTDOWN_DEADLINE,
            HEALTH_SESSION_LOST,
            HEALTH_DAEMON_FAILING,
            HEALTH_OLDEST_DUE,
            HEALTH_STORE_FREE_MB,
            HEALTH_STORE_WAL_MB,
            LOGS_FORMAT,
            LOGS_LEVEL,
            LOGS_MESSAGE_TEXT);

    private SettingKeys() {}

    private static SettingKey<Integer> count(String name, String defaultText) {
        return withDefault(name, defaultText, ValueParser.wholeNumber(1, Settings.MAX_COUNT));
    }
}
