package io.palyra.connectors.discord;

import com.neovisionaries.ws.client.HostnameUnverifiedException;
import io.palyra.connectors.net.ConnectGate;
import io.palyra.connectors.platform.http.PlatformExchange;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RetryAfter;
import io.palyra.connectors.platform.session.SameAccount;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.exceptions.ParsingException;
import net.dv8tion.jda.api.utils.SessionController;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where JDA waits before it identifies, and before it connects to the gateway at all. For one JDA, whose one session is begun on
 * a thread of the timer; the gateway is the one of the settings, as the egress guard has seen it.
 */
final class GatewayQueue implements SessionController, ConnectGate, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayQueue.class);

    /** Without an answer in this time a session is begun all the same. */
    private static final Duration ASK_WAIT = Duration.ofSeconds(3);

    private static final Duration FIRST_RECONNECT_WAIT = Duration.ofSeconds(2);

    private final URI gateway;
    private final PlatformExchange exchange;
    private final SessionStarts starts;
    private final LinkPace links;
    private final SameAccount accounts;
    private final ScheduledExecutorService timer;
    private final Consumer<String> onHold;
    private final Consumer<String> onUnreached;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final CompletableFuture<Void> waits = new CompletableFuture<>();
    private volatile @Nullable SessionConnectNode wanted;

    /**
     * @param timer with two threads: one may be busy with connecting, which waits for the other
     * @param onHold told why sessions are held back for longer; returns at once
     * @param onUnreached told why the gateway is not reached, each time; returns at once
     */
    GatewayQueue(
            URI gateway,
            PlatformExchange exchange,
            SessionStarts starts,
            LinkPace links,
            SameAccount accounts,
            ScheduledExecutorService timer,
            Consumer<String> onHold,
            Consumer<String> onUnreached) {
        this.gateway = gateway;
        this.exchange = exchange;
        this.starts = starts;
        this.links = links;
        this.accounts = accounts;
        this.timer = timer;
        this.onHold = onHold;
        this.onUnreached = onUnreached;
    }

    @Override
    public String getGateway() {
        return gateway.toString();
    }

    @Override
    public ShardedGateway getShardedGateway(JDA api) {
        return new ShardedGateway(gateway.toString(), 1);
    }

    @Override
    public void appendSession(SessionConnectNode node) {
        wanted = node;
        links.identifies();
        Duration wait = starts.wanted();
        tellHold();
        schedule(() -> begin(node, FIRST_RECONNECT_WAIT), wait);
    }

    @Override
    public void removeSession(SessionConnectNode node) {
        if (node.equals(wanted)) {
            wanted = null;
        }
    }

    private void begin(SessionConnectNode node, Duration reconnectWait) {
        if (!node.equals(wanted)) {
            return;
        }
        Duration wait = ask(node.getJDA()).map(starts::allowed).orElse(Duration.ZERO);
        if (!wait.isZero()) {
            tellHold();
            schedule(() -> begin(node, reconnectWait), wait);
            return;
        }
        connect(node, reconnectWait);
    }

    private void connect(SessionConnectNode node, Duration reconnectWait) {
        if (!node.equals(wanted)) {
            return;
        }
        Duration turn = accounts.takeTurn(node.getJDA().getSelfUser().getId(), SessionStarts.SPACING);
        if (!turn.isZero()) {
            waits.complete(null);
            schedule(() -> connect(node, reconnectWait), turn);
            return;
        }
        starts.started();
        try {
            node.run(true);
            closeUnwanted(node);
        } catch (IllegalStateException e) {
            // JDA says so of a gateway that cannot be reached
            String reason = reason(e);
            onUnreached.accept("the gateway is not reached: " + reason);
            LOG.warn("the gateway is not reached, again in {} s: {}", reconnectWait.toSeconds(), reason);
            Duration twice = reconnectWait.multipliedBy(2);
            schedule(
                    () -> begin(node, twice.compareTo(LinkPace.WAIT_MAX) < 0 ? twice : LinkPace.WAIT_MAX),
                    reconnectWait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String reason(IllegalStateException failure) {
        if (failure.getCause() instanceof HostnameUnverifiedException) {
            // That is all that the client says of any certificate which it does not take
            return "the certificate of " + gateway.getHost()
                    + " is not trusted, or is for another name; add its authority"
                    + " to the trust store that -Djavax.net.ssl.trustStore names, or correct the address";
        }
        return String.valueOf(failure.getMessage());
    }

    /** JDA has nothing to close yet where it shuts down while it connects, and would hold the link open that comes of it. */
    private void closeUnwanted(SessionConnectNode node) {
        if (closed.isDone()) {
            RawEvents.closeLink(node.getJDA());
        }
    }

    /** What Discord says of the day's sessions. A proxy that does not serve that is no reason not to begin one. */
    private Optional<SessionStarts.Limit> ask(JDA jda) {
        try {
            DataObject limit = new Rest(jda, exchange)
                    .object(RestCall.of(Requests.GATEWAY_BOT).within(ASK_WAIT))
                    .getObject("session_start_limit");
            int total = limit.getInt("total");
            int remaining = limit.getInt("remaining");
            Duration resetAfter = Duration.ofMillis(limit.getLong("reset_after"));
            boolean sane = total > 0
                    && remaining >= 0
                    && !resetAfter.isNegative()
                    && resetAfter.compareTo(RetryAfter.WAIT_MAX) <= 0;
            return sane ? Optional.of(new SessionStarts.Limit(total, remaining, resetAfter)) : Optional.empty();
        } catch (RequestException | ParsingException e) {
            LOG.debug("how many sessions are left today is not known: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** Done once a session had to wait before it was begun: whoever waits for it need not. */
    CompletableFuture<Void> waits() {
        return waits;
    }

    private void tellHold() {
        starts.held().ifPresent(reason -> {
            waits.complete(null);
            LOG.warn("no gateway session is opened for a while: {}", reason);
            onHold.accept(reason);
        });
    }

    private void schedule(Runnable task, Duration wait) {
        try {
            var unused = timer.schedule(task, wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the session ends");
        }
    }

    /** Before each connection to the gateway, a resumed session's too. */
    @Override
    public void pass() throws IOException {
        Duration wait = links.pauseLeft();
        if (!wait.isZero()) {
            CompletableFuture<Void> due = new CompletableFuture<>();
            schedule(() -> due.complete(null), wait);
            try {
                CompletableFuture.anyOf(due, closed).join();
            } catch (CompletionException e) {
                throw new IOException("the session ends", e);
            }
        }
    }

    @Override
    public void passed() {
        links.opened();
    }

    /** Lets nobody wait here any more. To be called before JDA shuts down: it waits for who connects. */
    @Override
    public void close() {
        wanted = null;
        closed.completeExceptionally(new IOException("the session ends"));
        timer.shutdownNow();
    }
}
