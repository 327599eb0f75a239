package io.palyra.connectors.slack;

import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.slack.Channel;
import io.palyra.connectors.fake.slack.FakeSlack;
import io.palyra.connectors.fake.slack.SlackFault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** What goes wrong, by chance: one thing at a time, on one thread. */
final class SlackFire {

    private static final Duration WAIT = Duration.ofSeconds(1);

    /** Faults that wait for a request; more would only wait for each other. */
    private static final int WAITING_MAX = 4;

    /** So many messages go through before another send fails: each failure makes the next wait longer. */
    private static final int SENDS_PER_FAULT = 3;

    /** One turn in so many is the socket's. */
    private static final int SOCKET_EVERY = 12;

    /** One turn in so many is the history's. */
    private static final int HISTORY_EVERY = 6;

    private record Named(String name, Fault fault) {}

    private static final List<Named> POST_FAULTS = List.of(
            new Named("429", SlackFault.rateLimited(WAIT)),
            new Named("429 of a proxy", SlackFault.rateLimitedByProxy(WAIT)),
            new Named("ratelimited with 200", SlackFault.refused("ratelimited")),
            new Named("request_timeout", SlackFault.refused("request_timeout")),
            new Named("502 after accepting", Fault.statusAfterAccepting(502)),
            new Named("internal_error after accepting", SlackFault.refusedAfterAccepting("internal_error")),
            new Named("reset after accepting", Fault.resetAfterAccepting()),
            new Named("closed after accepting", Fault.closedAfterAccepting()),
            new Named("broken body after accepting", Fault.brokenBodyAfterAccepting()));

    /** After these half a minute passes before the message is missing: each comes so often. */
    private static final List<Named> SLOW_FAULTS = List.of(
            new Named("503", Fault.status(503)), new Named("reset before accepting", Fault.resetBeforeAccepting()));

    private static final List<Named> HISTORY_FAULTS = List.of(
            new Named("history 429", SlackFault.rateLimited(WAIT)),
            new Named("history 503", Fault.status(503)),
            new Named("history reset", Fault.resetBeforeAccepting()));

    private static final List<String> HISTORIES = List.of("conversations.history", "conversations.replies");

    private final FakeSlack slack;
    private final List<Channel> channels;
    private final Random random;
    private final int slowMax;
    private final int dropsMax;
    private final Map<String, Integer> counts = new TreeMap<>();
    private int turns;
    private int acceptedBefore;
    private int slow;
    private int drops;

    /**
     * @param slowMax how often something may cost half a minute
     * @param dropsMax how often sockets may break: each that has not been open for long makes the next wait twice as long
     */
    SlackFire(FakeSlack slack, List<Channel> channels, Random random, int slowMax, int dropsMax) {
        this.slack = slack;
        this.channels = channels;
        this.random = random;
        this.slowMax = slowMax;
        this.dropsMax = dropsMax;
    }

    void next() {
        turns++;
        if (turns % SOCKET_EVERY == 0) {
            disturbSocket();
        } else if (slack.faults().left() < WAITING_MAX) {
            if (turns % HISTORY_EVERY == 0) {
                script(any(HISTORIES), any(HISTORY_FAULTS));
            } else if (!sendMayFail()) {
                return;
            } else if (slow < slowMax && turns % 7 == 0) {
                slow++;
                script(SlackApi.POST, any(SLOW_FAULTS));
            } else {
                script(SlackApi.POST, any(POST_FAULTS));
            }
        }
    }

    private boolean sendMayFail() {
        int accepted = slack.ledger().accepted().size();
        boolean may = accepted >= acceptedBefore + SENDS_PER_FAULT;
        if (may) {
            acceptedBefore = accepted;
        }
        return may;
    }

    private void script(String method, Named fault) {
        slack.faults().times(1, SlackFault.to(method, any(channels)), fault.fault());
        count(fault.name());
    }

    private void disturbSocket() {
        boolean breaks = turns / SOCKET_EVERY % 2 == 1 && drops < dropsMax;
        if (!breaks) {
            slack.socket().disconnect("refresh_requested");
            count("sockets refreshed");
            return;
        }
        drops++;
        if (drops % 2 == 1) {
            slack.socket().dropLinks();
            count("sockets dropped");
        } else {
            slack.socket().closeLinks();
            count("sockets closed");
        }
    }

    private <E> E any(List<E> of) {
        return of.get(random.nextInt(of.size()));
    }

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    /** How often what was scripted; read it once nothing more happens. */
    Map<String, Integer> counts() {
        return counts;
    }
}
