package io.palyra.connectors.slack;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.platform.session.Backoff;
import io.palyra.connectors.platform.session.ConnectionState;
import io.palyra.connectors.protocol.Readiness;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a socket open by which Slack sends events: the next one is opened before Slack closes one, and another where one breaks. All of
 * its state belongs to one thread, which also tells the listener; requests for tickets have a thread of their own.
 *
 * @see <a href="https://docs.slack.dev/apis/events-api/using-socket-mode">Slack: Using Socket Mode</a>
 */
final class SocketMode implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SocketMode.class);

    /**
     * How long a socket may say nothing, and has to last.
     *
     * @param pingInterval a dead peer is found within twice as long
     * @param helloWait until it has begun
     * @param quietMax after so long without an event another socket is opened: one may stay open, answer pings and bring nothing
     *     any more
     * @param proven one that ends sooner is no success: the next is not opened at once
     */
    record Timing(Duration pingInterval, Duration helloWait, Duration quietMax, Duration proven) {

        /** Silence costs a request for each conversation, of which Slack takes fifty a minute. */
        static final Timing USUAL = new Timing(
                Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofMinutes(15), Duration.ofSeconds(10));
    }

    /** How long one that Slack is about to close is still read. */
    private static final Duration RETIRED_WAIT = Duration.ofSeconds(10);

    private static final Duration CLOSE_WAIT = Duration.ofSeconds(1);

    /** Hears what becomes of it, from one thread. Returns at once. */
    interface Listener {

        /** Events come from now on. @param missed whether some may have been missed before */
        void opened(boolean missed);

        void received(Envelope envelope);

        /** No socket will open until an operator has done something. */
        void ended(Readiness readiness, String reason);
    }

    /**
     * What sockets are opened with.
     *
     * @param http guarded
     * @param events one thread
     */
    record Parts(
            Tickets tickets,
            OkHttpClient http,
            Identity self,
            ConnectionState state,
            Timing timing,
            ScheduledExecutorService events,
            ScheduledExecutorService requests) {}

    private final Parts parts;
    private final OkHttpClient http;
    private final Listener listener;
    private final Set<SocketLink> retired = new HashSet<>();
    private final Overlap overlap;
    private volatile @Nullable SocketLink current;

    /** The next one is on its way by one of these three: it is waited for, its ticket is asked for, or it opens. */
    private @Nullable Future<?> waiting;

    private boolean asking;
    private @Nullable SocketLink opening;
    private boolean over;
    private volatile boolean hasOpened;
    private final Backoff backoff = Backoff.fromNow();
    private long openedAt;
    private long heardAt;
    private boolean mayBeDeaf;
    private volatile int renewed;
    private volatile int others;
    private volatile int own;

    SocketMode(Parts parts, Listener listener) {
        this.parts = parts;
        this.listener = listener;
        this.overlap = new Overlap(listener::received);
        this.http = parts.http()
                .newBuilder()
                .pingInterval(parts.timing().pingInterval())
                .build();
    }

    /** Begins to open the first socket; returns at once. */
    void open() {
        run(this::ask);
        later(this::listen, parts.timing().quietMax());
    }

    /** Whether anything was heard lately. */
    private void listen() {
        if (over) {
            return;
        }
        Duration quiet = current == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - heardAt);
        Duration left = parts.timing().quietMax().minus(quiet);
        if (left.isNegative() || left.isZero()) {
            LOG.info("no event for {} s: another socket is opened, and the histories are read", quiet.toSeconds());
            mayBeDeaf = true;
            renewed = renewed + 1;
            ask();
            left = parts.timing().quietMax();
        }
        later(this::listen, left);
    }

    private void run(Runnable step) {
        later(step, Duration.ZERO);
    }

    private Future<?> later(Runnable step, Duration wait) {
        try {
            return parts.events().schedule(() -> guarded(step), wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the session has ended");
            return CompletableFuture.failedFuture(e);
        }
    }

    /** What is not acknowledged comes again. */
    private static void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.error("what came over a socket is left as it is", e);
        }
    }

    /** Each socket needs a ticket of its own. */
    private void ask() {
        if (over || asking || opening != null) {
            return;
        }
        stopWaiting();
        asking = true;
        try {
            parts.requests().execute(() -> {
                Tickets.Answer answer = parts.tickets().ask(hasOpened);
                run(() -> answered(answer));
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("the session has ended");
        }
    }

    private void answered(Tickets.Answer answer) {
        asking = false;
        if (over) {
            return;
        } else if (answer instanceof Tickets.Ticket ticket) {
            connect(ticket.url());
        } else if (answer instanceof Tickets.NotNow notNow) {
            again(notNow.reason(), notNow.stated());
        } else if (answer instanceof Tickets.Never never) {
            end(never.readiness(), never.reason());
        }
    }

    private void connect(String url) {
        SocketLink link = new SocketLink(new SocketLink.Listener() {
            @Override
            public void frame(SocketLink from, JsonNode frame) {
                run(() -> SocketMode.this.frame(from, frame));
            }

            @Override
            public void ended(SocketLink which, String reason, @Nullable Throwable failure) {
                run(() -> SocketMode.this.ended(which, reason, failure));
            }
        });
        opening = link;
        count();
        link.connect(http, url);
        later(
                () -> {
                    if (link.equals(opening)) {
                        link.cancel();
                    }
                },
                parts.timing().helloWait());
    }

    private void frame(SocketLink link, JsonNode frame) {
        parts.state().heard();
        switch (frame.path("type").asText()) {
            case "hello" -> hello(link, frame);
            case "disconnect" -> disconnect(link, frame.path("reason").asText());
            default -> {
                if (frame.hasNonNull("envelope_id")) {
                    heardAt = System.nanoTime();
                    received(link.envelope(frame));
                }
            }
        }
    }

    private void received(Envelope envelope) {
        if (retired.isEmpty() && overlap.isEmpty()) {
            listener.received(envelope);
        } else {
            overlap.hold(envelope, System.nanoTime());
            later(() -> overlap.release(System.nanoTime()), Overlap.HELD);
        }
    }

    private void hello(SocketLink link, JsonNode frame) {
        if (over || !link.equals(opening)) {
            return;
        }
        String appId = frame.path("connection_info").path("app_id").asText();
        String botsApp = parts.self().appId();
        if (botsApp != null && !appId.isEmpty() && !botsApp.equals(appId)) {
            end(
                    Readiness.MISCONFIGURED,
                    "the two tokens are of different apps: token of " + botsApp + ", app-token of " + appId
                            + "; take both from one app");
            return;
        }
        opening = null;
        SocketLink before = current;
        current = link;
        openedAt = System.nanoTime();
        heardAt = openedAt;
        boolean missed = before == null || mayBeDeaf;
        mayBeDeaf = false;
        if (before != null) {
            retire(before);
        }
        count();
        others = Math.max(0, frame.path("num_connections").asInt() - own);
        hasOpened = true;
        parts.state().began();
        later(() -> proven(link), parts.timing().proven());
        listener.opened(missed);
    }

    private void proven(SocketLink link) {
        if (link.equals(current)) {
            backoff.reset();
        }
    }

    private void retire(SocketLink link) {
        retired.add(link);
        later(link::close, RETIRED_WAIT);
    }

    private void disconnect(SocketLink link, String reason) {
        LOG.info("Slack ends a socket: {}", reason);
        switch (reason) {
            case "link_disabled" ->
                end(
                        Readiness.MISCONFIGURED,
                        "Socket Mode is off; switch it on in the app's settings (Socket Mode), then enable the connector again");
            case "too_many_websockets" -> {
                backoff.lengthen();
                if (waiting != null) {
                    stopWaiting();
                    again("Slack has enough sockets", null);
                }
                link.close();
            }
            default -> replace(link, reason);
        }
    }

    /** Where Slack ends each socket as soon as it is open, tickets would be gone within a second. */
    private void replace(SocketLink link, String reason) {
        if (link.equals(opening)) {
            // No hello comes any more
            link.cancel();
        } else if (link.equals(current) && isProven()) {
            ask();
        } else if (link.equals(current)) {
            again("Slack ends a socket that has just opened: " + reason, null);
        }
    }

    private boolean isProven() {
        return System.nanoTime() - openedAt >= parts.timing().proven().toNanos();
    }

    private void ended(SocketLink link, String reason, @Nullable Throwable failure) {
        if (retired.remove(link)) {
            count();
            if (failure != null && current != null) {
                // What it had not brought yet comes again late, or not at all
                listener.opened(true);
            }
            return;
        }
        if (link.equals(current)) {
            current = null;
            parts.state().lost(reason);
        } else if (link.equals(opening)) {
            opening = null;
        } else {
            return;
        }
        count();
        Optional<String> denied = SocketLink.denied(failure);
        if (denied.isPresent()) {
            end(Readiness.MISCONFIGURED, "egress denied: " + denied.get());
        } else if (!over) {
            again("a socket has ended: " + reason, null);
        }
    }

    private void again(String reason, @Nullable Duration stated) {
        if (current == null) {
            parts.state().lost(reason);
        }
        if (waiting != null || asking || opening != null) {
            LOG.debug("{}; the next one is on its way", reason);
            return;
        }
        Duration pause = backoff.next(stated);
        LOG.warn("{}; the next one in {} ms", reason, pause.toMillis());
        waiting = later(this::ask, pause);
    }

    private void stopWaiting() {
        Future<?> before = waiting;
        waiting = null;
        if (before != null) {
            before.cancel(false);
        }
    }

    private void end(Readiness readiness, String reason) {
        if (!over) {
            over = true;
            closeAll();
            parts.state().lost(reason);
            listener.ended(readiness, reason);
        }
    }

    private void count() {
        own = retired.size() + (current == null ? 0 : 1) + (opening == null ? 0 : 1);
    }

    private void closeAll() {
        SocketLink open = current;
        if (open != null) {
            open.close();
        }
        SocketLink next = opening;
        if (next != null) {
            next.cancel();
        }
        retired.forEach(SocketLink::close);
    }

    // For operators, by any thread

    /** How many more sockets of the app than these Slack counted when the newest one opened. */
    int others() {
        return others;
    }

    /** Envelopes that wait for the inbox. */
    int unacked() {
        SocketLink open = current;
        return open == null ? 0 : open.unacked();
    }

    Map<String, Object> view() {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("sockets", own);
        view.put("sockets_of_others", others);
        view.put("sockets_renewed_in_silence", renewed);
        view.put("unacked", unacked());
        return view;
    }

    /** Nothing more is told of from then on; whoever made the threads ends them afterwards. */
    @Override
    public void close() {
        CountDownLatch closed = new CountDownLatch(1);
        run(() -> {
            over = true;
            closeAll();
            closed.countDown();
        });
        try {
            if (!closed.await(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("the sockets are left to end with their threads");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
