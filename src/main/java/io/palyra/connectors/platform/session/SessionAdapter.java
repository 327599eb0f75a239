package io.palyra.connectors.platform.session;

import io.palyra.connectors.adapter.AccountProbe;
import io.palyra.connectors.adapter.ConnectorAdapter;
import io.palyra.connectors.adapter.ConnectorHost;
import io.palyra.connectors.adapter.ConnectorStartException;
import io.palyra.connectors.adapter.DeliveryException;
import io.palyra.connectors.adapter.HealthCheck;
import io.palyra.connectors.adapter.InboundSink;
import io.palyra.connectors.adapter.MessageOperations;
import io.palyra.connectors.adapter.ProbedAccount;
import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.net.EgressDeniedException;
import io.palyra.connectors.net.EgressGuard;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import io.palyra.connectors.protocol.DeleteRequest;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.EditRequest;
import io.palyra.connectors.protocol.Fault;
import io.palyra.connectors.protocol.HealthReport;
import io.palyra.connectors.protocol.MessageTarget;
import io.palyra.connectors.protocol.MutationResult;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.ReactRequest;
import io.palyra.connectors.protocol.ReadRequest;
import io.palyra.connectors.protocol.ReadResult;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.protocol.RetryClass;
import io.palyra.connectors.protocol.SearchRequest;
import io.palyra.connectors.protocol.SearchResult;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One account on a platform, used over a session that is opened with its token. Thread safe if the platform's part is; what it
 * answers comes from the session that is open.
 *
 * @param <W> an open session, and what works with it
 */
public abstract class SessionAdapter<W extends SessionWork>
        implements ConnectorAdapter, MessageOperations, HealthCheck, AccountProbe {

    private static final String TOKEN = "token";
    private static final String NOT_OPEN = "the session is not open";
    private static final Set<String> PLAIN = Set.of("http", "ws");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1]");

    /**
     * What the frame says of a platform.
     *
     * @param token what its token is called, such as {@code bot token}
     * @param variable an environment variable for it, as an example
     * @param hosts where the platform is; a connector whose spec lists hosts reaches those in their place
     * @param health of its reports
     */
    public record Terms(String token, String variable, List<String> hosts, HealthReports health) {

        public Terms {
            hosts = List.copyOf(hosts);
        }
    }

    private record Open<W extends SessionWork>(W work, String tokenEnd) {}

    private final ConnectorId connectorId;
    private final @Nullable ConnectorHost host;
    private final Terms terms;
    private volatile @Nullable Open<W> open;
    private volatile @Nullable ConnectorStartException lastRefusal;

    /** @param host null where there is no program around it: such an adapter does not start */
    protected SessionAdapter(ConnectorId connectorId, @Nullable ConnectorHost host, Terms terms) {
        this.connectorId = connectorId;
        this.host = host;
        this.terms = terms;
    }

    /** Begins to open the session; may block. What is returned is used from then on, and its session closed. */
    protected abstract W open(ConnectorHost program, String token, InboundSink sink) throws ConnectorStartException;

    /**
     * Asks the platform about an account, as {@link AccountProbe#probe}.
     *
     * @param reports says what it found
     * @throws ConnectorStartException where something is wrong that needs no answer of the platform
     */
    protected abstract HealthReport probe(ProbedAccount account, String token, HealthReports reports)
            throws ConnectorStartException;

    /**
     * The session that was just opened is in use: waits until it is connected, where that is wanted, and says what becomes of
     * its end. It is closed where this throws.
     */
    protected void opened(ConnectorHost program, W work) throws ConnectorStartException {}

    /** What is known without one, such as URLs. */
    protected Map<String, Object> settings() {
        return Map.of();
    }

    @Override
    public final void start(InboundSink sink) throws ConnectorStartException {
        try {
            begin(sink);
            lastRefusal = null;
        } catch (ConnectorStartException e) {
            lastRefusal = e;
            throw e;
        }
    }

    private void begin(InboundSink sink) throws ConnectorStartException {
        ConnectorHost program = host;
        if (program == null) {
            throw new ConnectorStartException(
                    Readiness.MISCONFIGURED,
                    "palyra-" + connectorId.kind() + " needs the program around it, which has tokens and cursors");
        }
        String token = program.token(connectorId).orElseThrow(() -> missingToken(program));
        W work = open(program, token, sink);
        open = new Open<>(work, Tokens.end(token));
        try {
            opened(program, work);
        } catch (ConnectorStartException | RuntimeException e) {
            stop();
            throw e;
        }
    }

    private ConnectorStartException missingToken(ConnectorHost program) {
        return new ConnectorStartException(
                Readiness.MISSING_CREDENTIAL,
                "no " + terms.token() + ": "
                        + program.troubleWithSecret(connectorId, TOKEN)
                                .map(why -> why + "; ")
                                .orElse("")
                        + "set palyra.connectors." + connectorId.kind() + "." + connectorId.name()
                        + ".token to a reference such as {{env:" + terms.variable() + "}},"
                        + " or give the instance's vault reference a value; then enable the connector again");
    }

    /**
     * What may be reached: the hosts of the instance's spec, or else those of the platform.
     *
     * @param urls that are certain to be reached
     * @throws ConnectorStartException where one of them is not let through
     */
    protected final EgressGuard guard(ConnectorInstanceSpec spec, boolean allowLoopback, URI... urls)
            throws ConnectorStartException {
        List<String> listed = spec.egressAllowlist();
        EgressGuard guard = new EgressGuard(listed.isEmpty() ? terms.hosts() : listed, allowLoopback);
        try {
            for (URI url : urls) {
                guard.check(url);
                requireTls(url);
            }
        } catch (EgressDeniedException e) {
            throw new ConnectorStartException(Readiness.MISCONFIGURED, "egress denied: " + e.getMessage());
        }
        return guard;
    }

    /** The token goes along with each request: in clear it stays on this machine. */
    private static void requireTls(URI url) throws ConnectorStartException {
        if (PLAIN.contains(url.getScheme().toLowerCase(Locale.ROOT))
                && !LOOPBACK.matcher(url.getHost()).matches()) {
            throw new ConnectorStartException(
                    Readiness.MISCONFIGURED,
                    url + " would send the token in clear: only loopback addresses are reached without TLS; use "
                            + (url.getScheme().equalsIgnoreCase("ws") ? "wss" : "https"));
        }
    }

    @Override
    public final void stop() {
        Open<W> last = open;
        open = null;
        if (last != null) {
            last.work().session().close();
        }
    }

    protected final ConnectorId connectorId() {
        return connectorId;
    }

    /** The session that is open; empty where there is none. */
    protected final Optional<W> work() {
        Open<W> now = open;
        return now == null ? Optional.empty() : Optional.of(now.work());
    }

    /** An answer of the session that is open, or of one that is not. */
    protected final <T> T ifOpen(Function<W, T> answer, Function<String, T> otherwise) {
        Open<W> now = open;
        return now == null ? otherwise.apply(NOT_OPEN) : answer.apply(now.work());
    }

    @Override
    public final DeliveryOutcome send(OutboundMessageRequest request) {
        return ifOpen(work -> work.session().inHand(() -> work.send(request)), SessionAdapter::later);
    }

    private static DeliveryOutcome later(String reason) {
        return new DeliveryOutcome.Retry(RetryClass.TRANSIENT_NETWORK, reason, null);
    }

    @Override
    public final Optional<Duration> disconnectedFor() {
        return work().flatMap(work -> work.session().state().disconnectedFor());
    }

    @Override
    public final Optional<String> disconnectedReason() {
        return work().flatMap(work -> work.session().state().lostReason());
    }

    @Override
    public final Map<String, Object> runtime() {
        Map<String, Object> runtime = new LinkedHashMap<>();
        Open<W> now = open;
        if (now != null) {
            runtime.putAll(now.work().view());
            runtime.put(TOKEN, now.tokenEnd());
        }
        runtime.putAll(settings());
        return runtime;
    }

    @Override
    public final HealthReport checkHealth(@Nullable String verifyConversation) {
        return ifOpen(work -> work.check(verifyConversation), notOpen -> {
            ConnectorStartException refusal = lastRefusal;
            return terms.health()
                    .refused(refusal == null ? Readiness.READY : refusal.readiness(), refusalOr(refusal, notOpen));
        });
    }

    @Override
    public final HealthReport probe(ProbedAccount account) {
        HealthReports reports = terms.health().ofProbes();
        try {
            return probe(account, required(account, TOKEN, terms.token()), reports);
        } catch (ConnectorStartException e) {
            return reports.unfit(e.readiness(), String.valueOf(e.getMessage()));
        }
    }

    /** @throws ConnectorStartException where the account has no such secret */
    protected static String required(ProbedAccount account, String option, String title)
            throws ConnectorStartException {
        return account.secret(option)
                .orElseThrow(() -> new ConnectorStartException(
                        Readiness.MISSING_CREDENTIAL, "no " + title + ": " + account.whyNoSecret(option)));
    }

    private static String refusalOr(@Nullable ConnectorStartException refusal, String notOpen) {
        return refusal == null ? notOpen : String.valueOf(refusal.getMessage());
    }

    private MessageOperations operations() throws DeliveryException {
        Open<W> now = open;
        if (now == null) {
            throw DeliveryException.of(notOpen(lastRefusal), UnknownResolution.OPERATOR);
        }
        return now.work().operations();
    }

    /** What only an operator can put right is not there later by itself. */
    private static DeliveryOutcome notOpen(@Nullable ConnectorStartException refusal) {
        return refusal == null || refusal.readiness() == Readiness.READY
                ? later(refusalOr(refusal, NOT_OPEN))
                : new DeliveryOutcome.PermanentFailure(
                        refusalOr(refusal, NOT_OPEN), Fault.CONNECTOR, refusal.readiness());
    }

    @Override
    public final boolean isDirect(MessageTarget target) throws DeliveryException {
        return operations().isDirect(target);
    }

    @Override
    public final ReadResult read(ReadRequest request) throws DeliveryException {
        return operations().read(request);
    }

    @Override
    public final SearchResult search(SearchRequest request) throws DeliveryException {
        return operations().search(request);
    }

    @Override
    public final MutationResult edit(EditRequest request) throws DeliveryException {
        return operations().edit(request);
    }

    @Override
    public final MutationResult delete(DeleteRequest request) throws DeliveryException {
        return operations().delete(request);
    }

    @Override
    public final MutationResult addReaction(ReactRequest request) throws DeliveryException {
        return operations().addReaction(request);
    }

    @Override
    public final MutationResult removeReaction(ReactRequest request) throws DeliveryException {
        return operations().removeReaction(request);
    }
}
