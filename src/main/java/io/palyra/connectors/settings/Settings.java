package io.palyra.connectors.settings;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * What {@link SettingsLoader} found, with defaults filled in. Immutable; no {@code toString} in here shows a secret.
 *
 * @param connectors the declared instances, ordered by kind and name
 * @param warnings what the operator should hear about although the start goes on, each a single line
 * @param effectiveValues every palyra key that has a value, with the text of that value; secrets left out
 * @param shown every setting that there is, with where it is from, for people
 */
public record Settings(
        Http http,
        Admin admin,
        Console console,
        Ingress ingress,
        Vault vault,
        Store store,
        Node node,
        Daemon daemon,
        Inbox inbox,
        Outbox outbox,
        Retention retention,
        Shutdown shutdown,
        Health health,
        Logs logs,
        List<DeclaredConnector> connectors,
        List<String> warnings,
        Map<String, String> effectiveValues,
        List<ShownSetting> shown) {

    /** The largest value of a setting that counts something. */
    public static final int MAX_COUNT = 10_000;

    public Settings {
        connectors = List.copyOf(connectors);
        warnings = List.copyOf(warnings);
        effectiveValues = Map.copyOf(effectiveValues);
        shown = List.copyOf(shown);
    }

    /** {@link #effectiveValues()} as properties, a new object each time: lets Camel resolve <code>{{palyra.…}}</code>. */
    public Properties asProperties() {
        Properties properties = new Properties();
        properties.putAll(effectiveValues);
        return properties;
    }

    /**
     * Where the admin API, health, metrics and console listen.
     *
     * @param host name or address, lower case, IPv6 without brackets
     * @param port 0 for any free port
     * @param allowedHosts further names that the {@code Host} header may carry, lower case
     * @param adminToken what callers have to show; always there where the host is not loopback
     */
    public record Http(String host, int port, List<String> allowedHosts, Optional<SecretReference> adminToken) {

        public static final int MAX_PORT = 65_535;

        public Http {
            if (port < 0 || port > MAX_PORT) {
                throw new IllegalArgumentException("port " + port + " is not from 0 to " + MAX_PORT);
            }
            if (adminToken.isEmpty() && !HostNames.isLoopback(host)) {
                throw new IllegalArgumentException(host + " is not a loopback address and needs an admin token");
            }
            allowedHosts = List.copyOf(allowedHosts);
        }

        /** Whether only this machine can connect. */
        public boolean isLoopback() {
            return HostNames.isLoopback(host);
        }
    }

    /**
     * Who may call the admin API besides the administrator.
     *
     * @param tokens none where there is no administrator's
     * @param viewerSeesText whether callers who only read see texts of messages
     * @param approvals which changes of messages a second person has to allow
     */
    public record Admin(List<NamedToken> tokens, boolean viewerSeesText, ApprovalPolicy approvals) {

        /** Whose name the administrator's token has. */
        public static final String ADMINISTRATOR = "admin";

        public Admin {
            tokens = List.copyOf(tokens);
        }
    }

    /** A token of the admin API, with the name that the log gives its owner. */
    public record NamedToken(String name, SecretReference token, Role role) {

        /** The setting that refers to it. */
        public String key() {
            return new TokenKeys.Key(name, TokenKeys.TOKEN).text();
        }
    }

    /**
     * The pages for operators.
     *
     * @param basePath what a proxy has before every path of the admin port, such as {@code /palyra}
     */
    public record Console(boolean enabled, Optional<String> basePath) {}

    /**
     * Where users' routes are called from outside: their {@code platform-http:} paths.
     *
     * @param host name or address, lower case, IPv6 without brackets
     * @param port 0 for any free port; empty where there is to be none
     */
    public record Ingress(String host, Optional<Integer> port) {}

    /**
     * Where secrets are kept.
     *
     * @param function the property function that resolves a vault ref, such as {@code env}
     */
    public record Vault(String function) {}

    /**
     * The database.
     *
     * @param url {@code jdbc:sqlite:<file>}, or {@code jdbc:postgresql://…} without user and password
     * @param username of the server's user; where it is empty the driver takes the operating system's
     * @param synchronous how SQLite syncs a commit
     * @param readTimeout how long a read of {@code palyraStore} may take
     */
    public record Store(
            String url,
            Optional<String> username,
            Optional<SecretReference> password,
            Synchronous synchronous,
            Duration readTimeout) {

        public Store {
            Durations.requirePositive(readTimeout);
        }

        /** Whether it is a server's, and no file. */
        public boolean isPostgres() {
            return url.startsWith(StoreUrl.POSTGRESQL);
        }

        /** Leaves out the values of the URL's options. */
        @Override
        public String toString() {
            return "Store[url=" + StoreUrl.shown(url) + ", username=" + username + ", password=" + password
                    + ", synchronous=" + synchronous + ", readTimeout=" + readTimeout + "]";
        }

        /** With the password itself in place of the reference to it. */
        public Store withPassword(String resolved) {
            return new Store(url, username, Optional.of(new SecretReference(resolved)), synchronous, readTimeout);
        }
    }

    /**
     * This program among others that share the store.
     *
     * @param name no two that run have the same; where it is empty, the machine's name
     * @param url where others reach its admin API
     * @param lease how long it may be silent before others take it for lost, at least {@link #MIN_LEASE}
     */
    public record Node(Optional<String> name, Optional<String> url, Duration lease) {

        public static final Duration MIN_LEASE = Duration.ofSeconds(5);

        public Node {
            if (lease.compareTo(MIN_LEASE) < 0) {
                throw new IllegalArgumentException("a lease of " + lease + " is shorter than " + MIN_LEASE);
            }
        }
    }

    /**
     * The AI-agent daemon that answers inbound messages.
     *
     * @param endpoint a Camel endpoint URI
     * @param timeout how long one message waits for its answer
     * @param concurrency the most inbound conversations that are handed to the daemon at once, 1 to {@value #MAX_COUNT}
     */
    public record Daemon(String endpoint, Duration timeout, int concurrency) {

        public Daemon {
            Durations.requirePositive(timeout);
            requireCount(concurrency);
        }

        /** The endpoint without its user and query, where passwords and tokens stand. */
        public String address() {
            return ShownText.address(endpoint);
        }

        @Override
        public String toString() {
            return "Daemon[endpoint=" + address() + ", timeout=" + timeout + ", concurrency=" + concurrency + "]";
        }
    }

    /**
     * What comes in.
     *
     * @param dedupeWindow how long an envelope that was seen is recognised again
     */
    public record Inbox(Duration dedupeWindow) {

        public Inbox {
            Durations.requirePositive(dedupeWindow);
        }
    }

    /**
     * What goes out.
     *
     * @param claimLanes most conversations of one connector in delivery at once, 1 to {@value #MAX_COUNT}
     * @param claimRowsPerLane most messages of one conversation per claim, 1 to {@value #MAX_COUNT}
     * @param lease how long a claimed conversation is safe from others, at least {@link #MIN_LEASE}
     * @param onDeadLetter whether a conversation goes on after a dead letter
     * @param onUnknown whether a conversation goes on while an outcome is unknown and cannot be resolved
     */
    public record Outbox(
            int claimLanes, int claimRowsPerLane, Duration lease, LanePolicy onDeadLetter, LanePolicy onUnknown) {

        public static final Duration MIN_LEASE = Duration.ofSeconds(5);

        public Outbox {
            requireCount(claimLanes);
            requireCount(claimRowsPerLane);
            Durations.require(lease, MIN_LEASE, "a lease is at least " + MIN_LEASE);
        }
    }

    /** How long settled rows, log events and dead letters are kept. */
    public record Retention(Duration delivered, Duration events, Duration deadLetters, Duration statistics) {

        public Retention {
            Durations.requirePositive(delivered);
            Durations.requirePositive(events);
            Durations.requirePositive(deadLetters);
        }
    }

    /**
     * How the program stops.
     *
     * @param deadline how long a stop waits for what is in flight; the rest stays as rows
     */
    public record Shutdown(Duration deadline) {

        public Shutdown {
            Durations.requirePositive(deadline);
        }
    }

    /**
     * From when on something is not healthy.
     *
     * @param sessionLost how long a connector may be without its platform session
     * @param daemonFailing how long every call of the daemon may fail
     * @param oldestDue how long a conversation may be due without being taken in hand
     * @param storeFreeMb the least room on the store's disk, in MiB, 1 to {@value #MAX_COUNT}
     * @param storeWalMb the largest write-ahead log of the store, in MiB, 1 to {@value #MAX_COUNT}
     */
    public record Health(
            Duration sessionLost, Duration daemonFailing, Duration oldestDue, int storeFreeMb, int storeWalMb) {

        public Health {
            Durations.requirePositive(sessionLost);
            Durations.requirePositive(daemonFailing);
            Durations.requirePositive(oldestDue);
            requireCount(storeFreeMb);
            requireCount(storeWalMb);
        }
    }

    /**
     * What the log says.
     *
     * @param level of the program's own loggers: debug, info, warn or error
     * @param messageText whether the texts of messages are logged as well
     */
    public record Logs(LogFormat format, String level, boolean messageText) {}

    /** Leaves out {@link #effectiveValues()} and {@link #shown()}, which say the same again and may hold options of unknown meaning. */
    @Override
    public String toString() {
        return "Settings[" + http + ", " + admin + ", " + console + ", " + ingress + ", " + vault + ", " + store + ", "
                + daemon + ", "
                + inbox + ", "
                + outbox + ", "
                + retention + ", " + shutdown + ", " + health + ", " + logs + ", connectors=" + connectors
                + ", warnings="
                + warnings + "]";
    }

    private static void requireCount(int count) {
        if (count < 1 || count > MAX_COUNT) {
            throw new IllegalArgumentException("count " + count + " is not from 1 to " + MAX_COUNT);
        }
    }
}
