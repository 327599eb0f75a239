package io.palyra.connectors.discord;

import io.palyra.connectors.platform.http.HttpAnswer;
import io.palyra.connectors.platform.http.RefusalBudget;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.protocol.LimitScope;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import net.dv8tion.jda.api.requests.RestRateLimiter;

/**
 * Counts the requests that Discord holds against us, and stops before it does: 10,000 answers of 401, 403 or 429 in ten
 * minutes have an address banned. What is read of channels and guilds has a budget of its own, a small one: reading stops first,
 * and never stops the sending. Thread safe.
 *
 * @see <a href="https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans">Discord:
 *     Invalid Request Limit</a>
 */
final class InvalidRequests implements RefusalBudget {

    static final Duration WINDOW = Duration.ofMinutes(10);

    /** A tenth of what Discord takes, as other programs may share the address. */
    static final int MAX_IN_WINDOW = 1_000;

    /** Of reads of channels, histories, guilds and members. */
    static final int READS_MAX_IN_WINDOW = 200;

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY_REQUESTS = 429;

    private final Clock clock;
    private final Deque<Long> reads = new ArrayDeque<>();
    private final Deque<Long> others = new ArrayDeque<>();

    InvalidRequests(Clock clock) {
        this.clock = clock;
    }

    /** Of a limit that it shares with others nobody is held to account. */
    @Override
    public void answered(String key, HttpAnswer answer) {
        int status = answer.status();
        boolean shared = "shared".equals(answer.header(RestRateLimiter.SCOPE_HEADER));
        if (status == UNAUTHORIZED || status == FORBIDDEN || (status == TOO_MANY_REQUESTS && !shared)) {
            count(key);
        }
    }

    synchronized void count(String key) {
        Deque<Long> times = isRead(key) ? reads : others;
        times.addLast(clock.millis());
        forgetOld(times, isRead(key) ? READS_MAX_IN_WINDOW : MAX_IN_WINDOW);
    }

    private static boolean isRead(String key) {
        return key.startsWith("GET /channels/") || key.startsWith("GET /guilds/");
    }

    @Override
    public synchronized Optional<RequestFailure> spent(String key) {
        forgetOld(reads, READS_MAX_IN_WINDOW);
        forgetOld(others, MAX_IN_WINDOW);
        if (isRead(key)) {
            return reads.size() < READS_MAX_IN_WINDOW
                    ? Optional.empty()
                    : Optional.of(new RequestFailure.Limited(
                            "Discord refused " + reads.size() + " reads of channels in " + WINDOW.toMinutes()
                                    + " minutes; none is made until they are fewer",
                            Duration.ofMillis(Math.max(1, reads.getFirst() + WINDOW.toMillis() - clock.millis() + 1)),
                            LimitScope.BUCKET));
        }
        return others.size() < MAX_IN_WINDOW
                ? Optional.empty()
                : Optional.of(new RequestFailure.Withheld("Discord refused " + others.size() + " requests in "
                        + WINDOW.toMinutes() + " minutes; sending stops before it bans this address"));
    }

    private void forgetOld(Deque<Long> times, int max) {
        long oldest = clock.millis() - WINDOW.toMillis();
        while (!times.isEmpty() && (times.getFirst() < oldest || times.size() > max)) {
            times.removeFirst();
        }
    }

    /** For operators. */
    synchronized Map<String, Object> view() {
        forgetOld(reads, READS_MAX_IN_WINDOW);
        forgetOld(others, MAX_IN_WINDOW);
        return Map.of(
                "last_10_minutes",
                others.size(),
                "limit",
                MAX_IN_WINDOW,
                "reads_last_10_minutes",
                reads.size(),
                "reads_limit",
                READS_MAX_IN_WINDOW);
    }
}
