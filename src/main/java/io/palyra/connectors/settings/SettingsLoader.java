package io.palyra.connectors.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads the settings: the file, overridden by environment variables, overridden by system properties. Only keys under
 * {@code palyra.} and variables that begin with {@code PALYRA_} are looked at; references in values are not resolved.
 */
public final class SettingsLoader {

    private SettingsLoader() {}

    /**
     * Reads and checks everything, so that all problems are reported at once.
     *
     * @param applicationProperties the file, in UTF-8; empty if there is none
     * @param environment usually {@link System#getenv()}
     * @param systemProperties usually {@link System#getProperties()}
     * @param kinds the connector kinds that instances may be declared of
     * @throws InvalidSettingException on unknown keys, invalid values, an unreadable file, or a bind address that needs
     *     an admin token; unknown variables are only {@linkplain Settings#warnings() warnings}
     */
    public static Settings load(
            Optional<Path> applicationProperties,
            Map<String, String> environment,
            Properties systemProperties,
            Set<ConnectorKindOptions> kinds) {
        return load(
                sources -> applicationProperties.ifPresent(sources::readFile), environment, systemProperties, kinds);
    }

    /**
     * The same, with what another program has read already in place of the file.
     *
     * @param given its settings; those that are not under {@code palyra.} are not looked at
     * @param origin where they are from, in words
     */
    public static Settings loadGiven(
            Properties given,
            String origin,
            Map<String, String> environment,
            Properties systemProperties,
            Set<ConnectorKindOptions> kinds) {
        return load(sources -> sources.readGiven(given, origin), environment, systemProperties, kinds);
    }

    private static Settings load(
            Consumer<SettingSources> first,
            Map<String, String> environment,
            Properties systemProperties,
            Set<ConnectorKindOptions> kinds) {
        Findings findings = new Findings();
        ConnectorKeys connectorKeys = new ConnectorKeys(kinds);
        SettingSources sources = new SettingSources(new KeyCatalog(connectorKeys), findings);
        first.accept(sources);
        sources.readSystemProperties(systemProperties);
        sources.readEnvironment(environment);

        SettingReader reader = new SettingReader(sources.winners(), findings);
        reader.warnOfWrittenOutSecrets();
        return assemble(reader, new ConnectorDeclarations(connectorKeys, reader, findings).declared(), findings);
    }

    /** Reads every part before the first problem is thrown. */
    private static Settings assemble(SettingReader reader, List<DeclaredConnector> connectors, Findings findings) {
        String host = reader.read(SettingKeys.HTTP_HOST);
        int port = reader.read(SettingKeys.HTTP_PORT);
        List<String> allowedHosts =
                reader.readOptional(SettingKeys.HTTP_ALLOWED_HOSTS).orElse(List.of());
        Optional<SecretReference> adminToken = reader.readOptional(SettingKeys.ADMIN_TOKEN);
        Settings.Admin admin = new Settings.Admin(
                new TokenDeclarations(reader, findings).declared(),
                reader.read(SettingKeys.VIEWER_SEES_TEXT),
                reader.read(SettingKeys.APPROVALS));
        Settings.Console console = new Settings.Console(
                reader.read(SettingKeys.CONSOLE_ENABLED), reader.readOptional(SettingKeys.CONSOLE_BASE_PATH));
        Settings.Ingress ingress = new Settings.Ingress(
                reader.read(SettingKeys.INGRESS_HOST), reader.readOptional(SettingKeys.INGRESS_PORT));
        Settings.Vault vault = new Settings.Vault(reader.read(SettingKeys.VAULT_FUNCTION));
        Settings.Store store = new Settings.Store(
                reader.read(SettingKeys.STORE_URL),
                reader.readOptional(SettingKeys.STORE_USERNAME),
                reader.readOptional(SettingKeys.STORE_PASSWORD),
                reader.read(SettingKeys.STORE_SYNCHRONOUS),
                reader.read(SettingKeys.STORE_READ_TIMEOUT));
        Settings.Node node = new Settings.Node(
                reader.readOptional(SettingKeys.NODE_NAME),
                reader.readOptional(SettingKeys.NODE_URL),
                reader.read(SettingKeys.CLUSTER_LEASE));
        Settings.Daemon daemon = new Settings.Daemon(
                reader.read(SettingKeys.DAEMON_ENDPOINT),
                reader.read(SettingKeys.DAEMON_TIMEOUT),
                reader.read(SettingKeys.DAEMON_CONCURRENCY));
        Settings.Inbox inbox = new Settings.Inbox(reader.read(SettingKeys.INBOX_DEDUPE_WINDOW));
        Settings.Outbox outbox = new Settings.Outbox(
                reader.read(SettingKeys.OUTBOX_CLAIM_LANES),
                reader.read(SettingKeys.OUTBOX_CLAIM_ROWS_PER_LANE),
                reader.read(SettingKeys.OUTBOX_LEASE),
                reader.read(SettingKeys.OUTBOX_ON_DEAD_LETTER),
                reader.read(SettingKeys.OUTBOX_ON_UNKNOWN));
        Settings.Retention retention = new Settings.Retention(
                reader.read(SettingKeys.RETENTION_DELIVERED),
                reader.read(SettingKeys.RETENTION_EVENTS),
                reader.read(SettingKeys.RETENTION_DEAD_LETTERS),
                reader.read(SettingKeys.RETENTION_STATISTICS));
        Settings.Shutdown shutdown = new Settings.Shutdown(reader.read(SettingKeys.SHUTDOWN_DEADLINE));
        Settings.Health health = new Settings.Health(
                reader.read(SettingKeys.HEALTH_SESSION_LOST),
                reader.read(SettingKeys.HEALTH_DAEMON_FAILING),
                reader.read(SettingKeys.HEALTH_OLDEST_DUE),
                reader.read(SettingKeys.HEALTH_STORE_FREE_MB),
                reader.read(SettingKeys.HEALTH_STORE_WAL_MB));
        Settings.Logs logs = new Settings.Logs(
                reader.read(SettingKeys.LOGS_FORMAT),
                reader.read(SettingKeys.LOGS_LEVEL),
                reader.read(SettingKeys.LOGS_MESSAGE_TEXT));

        requireTokenUnlessLoopback(host, adminToken, findings);
        requireAdministrator(admin, adminToken, findings);
        requireSomebodyWhoDecides(admin, adminToken, findings);
        requirePortOfItsOwn(ingress, port, findings);
        warnOfWhatTheStoreDoesNotKnow(store, findings);
        findings.throwIfAnyProblem();
        return new Settings(
                new Settings.Http(host, port, allowedHosts, adminToken),
                admin,
                console,
                ingress,
                vault,
                store,
                node,
                daemon,
                inbox,
                outbox,
                retention,
                shutdown,
                health,
                logs,
                connectors,
                findings.warnings(),
                reader.effectiveValues(),
                reader.shown());
    }

    /** Without his token, whoever has none at all would be let in. */
    private static void requireAdministrator(
            Settings.Admin admin, Optional<SecretReference> adminToken, Findings findings) {
        if (adminToken.isEmpty() && !admin.tokens().isEmpty()) {
            findings.problem(admin.tokens().get(0).key() + " needs " + SettingKeys.ADMIN_TOKEN.name()
                    + ", the administrator's token, beside it: as long as there is none, everybody may call");
        }
    }

    /** The administrator may not decide what he requests himself. */
    private static void requireSomebodyWhoDecides(
            Settings.Admin admin, Optional<SecretReference> adminToken, Findings findings) {
        boolean someoneDecides =
                admin.tokens().stream().anyMatch(token -> token.role().includes(Role.APPROVER));
        if (admin.approvals() != ApprovalPolicy.OFF && (adminToken.isEmpty() || !someoneDecides)) {
            findings.problem(SettingKeys.APPROVALS.name() + " = \"" + admin.approvals()
                    + "\" needs two people with tokens, as nobody decides his own request: set "
                    + SettingKeys.ADMIN_TOKEN.name() + ", and beside it palyra.admin.tokens.<name>.token and"
                    + " palyra.admin.tokens.<name>.role=approver (or admin)");
        }
    }

    private static void requirePortOfItsOwn(Settings.Ingress ingress, int httpPort, Findings findings) {
        if (httpPort != 0 && ingress.port().filter(port -> port == httpPort).isPresent()) {
            findings.problem(SettingKeys.INGRESS_PORT.name() + " = \"" + httpPort + "\" is the port of "
                    + SettingKeys.HTTP_PORT.name() + ", where the admin API listens; set another one");
        }
    }

    private static void warnOfWhatTheStoreDoesNotKnow(Settings.Store store, Findings findings) {
        if (store.isPostgres() && store.synchronous() != Synchronous.FULL) {
            findings.warning(
                    SettingKeys.STORE_SYNCHRONOUS.name() + " is SQLite's and has no effect on PostgreSQL, where"
                            + " each commit survives a loss of power; if the last ones need not, add"
                            + " options=-c%20synchronous_commit=off to " + SettingKeys.STORE_URL.name());
        }
        if (!store.isPostgres()
                && (store.username().isPresent() || store.password().isPresent())) {
            findings.warning(SettingKeys.STORE_USERNAME.name() + " and " + SettingKeys.STORE_PASSWORD.name()
                    + " have no effect on a SQLite file; is " + SettingKeys.STORE_URL.name()
                    + " to be jdbc:postgresql://…?");
        }
    }

    private static void requireTokenUnlessLoopback(
            String host, Optional<SecretReference> adminToken, Findings findings) {
        if (adminToken.isEmpty() && !HostNames.isLoopback(host)) {
            findings.problem(SettingKeys.HTTP_HOST.name() + " = \"" + host + "\" lets other machines connect and needs "
                    + SettingKeys.ADMIN_TOKEN.name()
                    + ": put the token into an environment variable of your own, such as"
                    + " ADMIN_TOKEN, and set palyra.admin.token={{env:ADMIN_TOKEN}}; or put it into PALYRA_ADMIN_TOKEN,"
                    + " which is this setting itself");
        }
    }
}
