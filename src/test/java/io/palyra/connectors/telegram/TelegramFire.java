package io.palyra.connectors.telegram;

import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.telegram.FakeTelegram;
import io.palyra.connectors.fake.telegram.TelegramFault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** What goes wrong, by chance: one thing at a time, on one thread. */
final class TelegramFire {

    private static final Duration WAIT = Duration.ofSeconds(1);

    /** Faults that wait for a request; more would only wait for each other. */
    private static final int WAITING_MAX = 4;

    /** One turn in so many is the connections'. */
    private static final int CUT_EVERY = 20;

    /** One turn in so many is the polls'. */
    private static final int POLL_EVERY = 4;

    private record Named(String name, Fault fault) {}

    /** Which leave the message to be sent again, or nobody knows whether it was made. */
    private static final List<Named> SEND_FAULTS = List.of(
            new Named("429", TelegramFault.rateLimited(WAIT)),
            new Named("429 without a wait", TelegramFault.rateLimited()),
            new Named("429 of a proxy", Fault.status(429).with("Retry-After", "1")),
            new Named("500", TelegramFault.refused(500, "Internal Server Error: restart")),
            new Named(
                    "500 after accepting", TelegramFault.refusedAfterAccepting(500, "Internal Server Error: restart")),
            new Named("502", Fault.status(502)),
            new Named("502 after accepting", Fault.statusAfterAccepting(502)),
            new Named("503 at once", Fault.status(503).with("Retry-After", "0")),
            new Named("portal", TelegramFault.portal()),
            new Named("portal after accepting", TelegramFault.portalAfterAccepting()),
            new Named("reset before accepting", Fault.resetBeforeAccepting()),
            new Named("reset after accepting", Fault.resetAfterAccepting()),
            new Named("closed after accepting", Fault.closedAfterAccepting()),
            new Named("short answer", TelegramFault.shortAnswerAfterAccepting()),
            new Named("broken JSON", TelegramFault.brokenJsonAfterAccepting()),
            new Named("scheduled", TelegramFault.scheduledAfterAccepting()));

    private static final List<Named> POLL_FAULTS = List.of(
            new Named("poll 500", TelegramFault.refused(500, "Internal Server Error")),
            new Named("poll 502", Fault.status(502)),
            new Named("poll 429", TelegramFault.rateLimited(WAIT)),
            new Named("poll portal", TelegramFault.portal()),
            new Named("poll broken JSON", TelegramFault.brokenJsonAfterAccepting()),
            new Named("poll reset", Fault.resetBeforeAccepting()),
            new Named("poll reset after its answer", Fault.resetAfterAccepting()),
            new Named("poll short", TelegramFault.shortAnswerAfterAccepting()));

    /** After which an operator has to enable the connector again: each once. */
    private static final List<Named> ENDS = List.of(
            new Named("send 401", TelegramFault.refused(401, "Unauthorized")),
            new Named("send 302", Fault.redirect("https://portal.example/")));

    private final FakeTelegram telegram;
    private final Random random;
    private final Map<String, Integer> counts = new TreeMap<>();
    private int turns;
    private int ends;
    private int pollsBefore;

    TelegramFire(FakeTelegram telegram, Random random) {
        this.telegram = telegram;
        this.random = random;
    }

    void next() {
        turns++;
        if (turns % CUT_EVERY == 0) {
            telegram.cutConnections();
            count("connections cut");
        } else if (telegram.faults().left() >= WAITING_MAX) {
            return;
        } else if (turns % POLL_EVERY == 0) {
            disturbPoll();
        } else if (turns % 20 == 7 && ends < ENDS.size()) {
            script("sendMessage", ENDS.get(ends++));
        } else {
            // Each in its turn: in a few seconds chance would leave some out
            script("sendMessage", SEND_FAULTS.get(turns % SEND_FAULTS.size()));
        }
    }

    /** Not two in a row: each makes the next wait twice as long. */
    private void disturbPoll() {
        if (telegram.polls().started() > pollsBefore) {
            pollsBefore = telegram.polls().started();
            script("getUpdates", POLL_FAULTS.get(random.nextInt(POLL_FAULTS.size())));
        }
    }

    private void script(String method, Named fault) {
        telegram.faults().next(TelegramFault.to(method), fault.fault());
        count(fault.name());
    }

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    /** How often what was scripted; read it once nothing more happens. */
    Map<String, Integer> counts() {
        return counts;
    }
}
