package io.palyra.connectors.discord;

import io.palyra.connectors.fake.discord.Channel;
import io.palyra.connectors.fake.discord.DiscordFault;
import io.palyra.connectors.fake.discord.DiscordFault.Scope;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.http.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** What goes wrong, by chance: one thing at a time, on one thread. */
final class Fire {

    private static final Duration ROUTE_WAIT = Duration.ofMillis(300);
    private static final Duration GLOBAL_WAIT = Duration.ofMillis(200);

    /** Faults that wait for a request; more would only wait for each other. */
    private static final int WAITING_MAX = 4;

    /** So many messages go through before another send fails: each failure makes the next wait longer. */
    private static final int SENDS_PER_FAULT = 3;

    /** One turn in so many is the gateway's. */
    private static final int GATEWAY_EVERY = 12;

    /** One turn in so many is the history's. */
    private static final int HISTORY_EVERY = 8;

    private record Named(String name, Fault fault) {}

    private static final List<Named> POST_FAULTS = List.of(
            new Named("429 route", DiscordFault.rateLimited(ROUTE_WAIT, Scope.USER)),
            new Named("429 global", DiscordFault.rateLimited(GLOBAL_WAIT, Scope.GLOBAL)),
            new Named("500", Fault.status(500)),
            new Named("503", Fault.status(503)),
            new Named("502 after accepting", Fault.statusAfterAccepting(502)),
            new Named("reset before accepting", Fault.resetBeforeAccepting()),
            new Named("reset after accepting", Fault.resetAfterAccepting()),
            new Named("closed after accepting", Fault.closedAfterAccepting()),
            new Named("broken body after accepting", Fault.brokenBodyAfterAccepting()));

    private static final List<Named> HISTORY_FAULTS = List.of(
            new Named("history 503", Fault.status(503)), new Named("history reset", Fault.resetBeforeAccepting()));

    private final FakeDiscord discord;
    private final List<Channel> places;
    private final Random random;
    private final Map<String, Integer> counts = new TreeMap<>();
    private int turns;
    private int acceptedBefore;

    Fire(FakeDiscord discord, List<Channel> places, Random random) {
        this.discord = discord;
        this.places = places;
        this.random = random;
    }

    void next() {
        turns++;
        if (turns % GATEWAY_EVERY == 0) {
            disturbGateway();
        } else if (discord.faults().left() < WAITING_MAX) {
            if (turns % HISTORY_EVERY == 0) {
                script("GET", any(HISTORY_FAULTS));
            } else if (sendMayFail()) {
                script("POST", any(POST_FAULTS));
            }
        }
    }

    private boolean sendMayFail() {
        int accepted = discord.ledger().accepted().size();
        boolean may = accepted >= acceptedBefore + SENDS_PER_FAULT;
        if (may) {
            acceptedBefore = accepted;
        }
        return may;
    }

    private void script(String method, Named fault) {
        String path = FakeDiscord.MESSAGES.replace("{channel}", any(places).id());
        discord.faults().next(method, path, fault.fault());
        count(fault.name());
    }

    /** A refused resume costs JDA seconds: every third time only. */
    private void disturbGateway() {
        switch (turns / GATEWAY_EVERY % 3) {
            case 0 -> {
                discord.gateway().refuseNextResume();
                discord.gateway().dropLinks();
                count("gateway dropped, resume refused");
            }
            case 1 -> {
                discord.gateway().dropLinks();
                count("gateway dropped");
            }
            default -> {
                discord.gateway().askToReconnect();
                count("gateway asks to reconnect");
            }
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
