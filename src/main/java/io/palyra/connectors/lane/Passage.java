package io.palyra.connectors.lane;

import io.palyra.connectors.lane.storage.LaneQueue;
import io.palyra.connectors.time.Moment;
import io.palyra.connectors.time.SteadyClock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The way of messages to the far side of a direction: outbound the platform of one connector, inbound the daemon. Knows, as
 * attempts have shown, whether it is open, and who may try while it is closed.
 *
 * <p>It is open until three attempts in a row have failed in more than one lane; then one message at a time
 * tries, after 1 s and then after twice as long, at most 60 s; one that has never been tried need not wait longer than 5 s.
 * A single lane that fails closes nothing: its own policy makes it wait, and whether others get through shows with their
 * first message. A limit of everything closes at once until its end, and so does a connector that is not ready until
 * somebody lets one message try.
 *
 * <p>Memory only: what is lost with it is when lanes are claimed, no message. Pure but for its clock; thread safe; never
 * blocks.
 */
public final class Passage {

    /** A probe without an outcome lets another one go after this time: a message that hangs is not the only probe. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * Signs of life other than a message that got through bring a probe forward at most so often, and at most once in the
     * time between two probes: reads may work, and sessions open, while every send fails.
     */
    static final Duration BETWEEN_SIGNS = Duration.ofSeconds(10);

    /** A message that has never been tried need not wait for the next probe, so long after the one before. */
    static final Duration UNTRIED_AFTER = Duration.ofSeconds(5);

    /** What an answer has changed. */
    public enum Change {
        /** Nothing was closed, nothing waits long. */
        NONE,
        /** Everything that is due may be claimed again. */
        OPENED,
        /** Besides, what waits for another attempt should not wait any longer. */
        RECOVERED
    }

    /** What a sign of life means. */
    public enum Sign {
        /** Nothing waits for it, or it came too soon after the last one. */
        NONE,
        /** Nothing has failed since the start: it matters to what an earlier process has left. */
        FIRST,
        /** What has failed may get through now. */
        LIFE
    }

    private enum State {
        OPEN,
        UNREACHABLE,
        LIMITED,
        NOT_READY
    }

    /**
     * A message that tries.
     *
     * @param early before the next probe was due, which stays as it is then
     */
    private record Trial(long lane, long since, boolean early) {

        Trial moved(long ms) {
            return new Trial(lane, since + ms, early);
        }
    }

    /** A limit of everything. */
    private record Limit(long since, String reason) {

        Limit moved(long ms) {
            return new Limit(since + ms, reason);
        }
    }

    private final SteadyClock clock;

    /** How far the clock had been moved when it was asked last: what is kept here is on that clock. */
    private long jumpedMs;

    private final DoubleSupplier random;

    /** Whether an answer changes nothing: asked for every message, so without a lock. */
    private volatile boolean calm = true;

    /** Whether a sign of life may change something; also at first, for what an earlier process has left waiting. */
    private volatile boolean signsMatter = true;

    private State state = State.OPEN;
    private @Nullable Failing failing;

    /** An outage was found, and nothing has been answered since then. */
    private boolean unanswered;

    private @Nullable Limit limit;
    private @Nullable Trial trial;
    private ProbeWait wait;
    private int failedProbes;

    /** A session was opened while a message tried: should it fail, it may have been too early. */
    private boolean tryAgainAtOnce;

    private long lastTried = LaneQueue.ANY_LANE;
    private long lastTriedAt;
    private @Nullable Long lastSign;
    private long openedAt;

    /** @param random between 0 and 1, spreads the waits */
    public Passage(SteadyClock clock, DoubleSupplier random) {
        this.clock = clock;
        this.random = random;
        Moment now = clock.now();
        this.jumpedMs = now.jumpedMs();
        this.wait = ProbeWait.none(now.unixMs());
    }

    /** What may be claimed now. */
    synchronized Turn turn() {
        if (state == State.OPEN) {
            return Turn.FREE;
        }
        long now = now();
        Trial current = trial;
        if (current != null) {
            ProbeWait patience = new ProbeWait(current.since(), PATIENCE.toMillis());
            if (!patience.isOver(now)) {
                return new Turn.Wait(patience.end());
            }
        } else if (!wait.isOver(now)) {
            return state == State.UNREACHABLE ? untried(now) : new Turn.Wait(wait.end());
        }
        return new Turn.Probe(lastTried);
    }

    private Turn untried(long now) {
        ProbeWait since = new ProbeWait(Math.max(lastTriedAt, wait.from()), UNTRIED_AFTER.toMillis());
        return since.isOver(now)
                ? new Turn.Untried(lastTried, wait.end())
                : new Turn.Wait(Math.min(since.end(), wait.end()));
    }

    /** This lane was claimed to try; it may not try after all where things have changed meanwhile. */
    synchronized void tries(long lane) {
        Turn turn = turn();
        if (turn instanceof Turn.Probe || turn instanceof Turn.Untried) {
            lastTriedAt = now();
            trial = new Trial(lane, lastTriedAt, turn instanceof Turn.Untried);
            lastTried = lane;
        }
    }

    /** Whether the next message of a claimed lane may be handed over. */
    synchronized boolean admits(long lane) {
        return state == State.OPEN || trial != null && trial.lane() == lane;
    }

    /**
     * A lane is no longer in hand. Where it tried and nothing came of it, another one may try a moment later.
     *
     * @return whether it was the one that tried
     */
    synchronized boolean released(long lane) {
        Trial ended = trial;
        if (ended == null || ended.lane() != lane) {
            return false;
        }
        trial = null;
        if (!ended.early()) {
            wait = ProbeWait.after(0, 0, now());
        }
        return true;
    }

    /** Whether a message tries at this moment. */
    public synchronized boolean isTried() {
        return trial != null;
    }

    /** A message got through; see {@link Reachability#answered}. A connector that is not ready stays closed by it. */
    public Change answered() {
        return calm ? Change.NONE : open(false);
    }

    /** Opens whatever it was closed for. */
    public Change opened() {
        return open(true);
    }

    private synchronized Change open(boolean anyway) {
        long now = now();
        Failing was = failing;
        failing = null;
        unanswered = false;
        lastSign = null;
        boolean lasted = was != null && was.hasLasted(now);
        if (state == State.OPEN) {
            calm = true;
            return lasted ? Change.RECOVERED : Change.NONE;
        }
        // What was handed over before the limit was stated may be answered after it
        if (!anyway && (state == State.NOT_READY || state == State.LIMITED && trial == null)) {
            return Change.NONE;
        }
        boolean notReady = state == State.NOT_READY;
        state = State.OPEN;
        limit = null;
        trial = null;
        failedProbes = 0;
        tryAgainAtOnce = false;
        openedAt = now;
        calm = true;
        return lasted || notReady ? Change.RECOVERED : Change.OPENED;
    }

    /** An attempt failed; see {@link Reachability#failed}. */
    public synchronized void failed(long lane, String reason) {
        long now = now();
        Failing seen = failing == null ? Failing.first(now, lane, reason) : failing.again(now, lane, reason);
        failing = seen;
        calm = false;
        signsMatter = true;
        if (state == State.OPEN) {
            if (seen.isOutage() && seen.severalLanes()) {
                close(State.UNREACHABLE, ProbeWait.after(0, 0, now));
            }
        } else if (trial != null && trial.lane() == lane) {
            trialFailed(trial, now);
        }
        unanswered = unanswered || isUnreachable(seen);
    }

    private boolean isUnreachable(Failing seen) {
        return state == State.UNREACHABLE || state == State.OPEN && seen.isOutage();
    }

    private void trialFailed(Trial failed, long now) {
        trial = null;
        if (failed.early() && state == State.UNREACHABLE && !tryAgainAtOnce) {
            return;
        }
        failedProbes++;
        if (state == State.NOT_READY) {
            wait = ProbeWait.endless(now);
            return;
        }
        state = State.UNREACHABLE;
        limit = null;
        wait = tryAgainAtOnce ? ProbeWait.none(now) : ProbeWait.after(failedProbes, random.getAsDouble(), now);
        tryAgainAtOnce = false;
    }

    /** Everything is limited for so long from now on. How long a limit that is met again and again lasts is the core's affair. */
    public synchronized void limited(Duration time, String reason) {
        if (state == State.NOT_READY) {
            return;
        }
        long now = now();
        ProbeWait stated = new ProbeWait(now, time.toMillis());
        trial = null;
        boolean again = state == State.LIMITED;
        limit = new Limit(again && limit != null ? limit.since() : now, reason);
        close(State.LIMITED, again ? stated.orLonger(wait) : stated);
    }

    /** Closed until {@link #opened} or {@link #letOneTry}. */
    public synchronized void notReady() {
        close(State.NOT_READY, ProbeWait.endless(now()));
        trial = null;
    }

    private void close(State now, ProbeWait until) {
        state = now;
        wait = until;
        calm = false;
        signsMatter = true;
    }

    /** One message may try at once, unless one does or a limit is in force. */
    public synchronized void letOneTry() {
        if (state != State.LIMITED) {
            wait = ProbeWait.none(now());
        }
    }

    /**
     * The far side shows a sign of life, which is no proof that messages get through.
     *
     * @param session a session was opened; otherwise it is an answer, perhaps to the message that tries
     * @return what waits for it; a probe may go at once then, unless a limit is in force
     */
    public Sign signOfLife(boolean session) {
        return signsMatter ? heard(session) : Sign.NONE;
    }

    private synchronized Sign heard(boolean session) {
        long now = now();
        long pause = Math.max(BETWEEN_SIGNS.toMillis(), state == State.UNREACHABLE ? wait.lengthMs() : 0);
        boolean soon = lastSign != null && !new ProbeWait(lastSign, pause).isOver(now);
        if (soon || trial != null && !session) {
            return Sign.NONE;
        }
        signsMatter = state != State.OPEN;
        // The first session after the start is no sign of an end
        lastSign = failing == null ? lastSign : Long.valueOf(now);
        if (state == State.UNREACHABLE) {
            tryAgainAtOnce = trial != null;
            letOneTry();
        }
        if (state != State.OPEN && state != State.UNREACHABLE) {
            return Sign.NONE;
        }
        return failing == null ? Sign.FIRST : Sign.LIFE;
    }

    /** The time, on which everything that is kept here is from then on: what has begun, began as long ago as before. */
    private long now() {
        Moment now = clock.now();
        if (now.jumpedMs() != jumpedMs) {
            move(now.jumpedMs() - jumpedMs);
            jumpedMs = now.jumpedMs();
        }
        return now.unixMs();
    }

    private void move(long ms) {
        failing = failing == null ? null : failing.moved(ms);
        limit = limit == null ? null : limit.moved(ms);
        trial = trial == null ? null : trial.moved(ms);
        wait = wait.moved(ms);
        lastTriedAt += ms;
        lastSign = lastSign == null ? null : Long.valueOf(lastSign + ms);
        openedAt = openedAt == 0 ? 0 : openedAt + ms;
    }

    /** Whether due lanes have to wait, and not for want of somebody who takes them. */
    public synchronized boolean isClosed() {
        return state != State.OPEN;
    }

    /** When it opened last (unix ms); 0 where it was never closed. */
    public synchronized long openedAt() {
        now();
        return openedAt;
    }

    /** What keeps messages from getting through; empty where nothing does, and where the connector is not ready. */
    public synchronized Optional<Outage> outage() {
        long now = now();
        if (limit != null && state == State.LIMITED) {
            return Optional.of(outage(Outage.Kind.LIMITED, limit.since(), limit.reason()));
        }
        Failing seen = failing;
        if (seen == null || !isUnreachable(seen)) {
            return Optional.empty();
        }
        boolean tried = trial != null || seen.isRecent(now);
        return tried ? Optional.of(outage(Outage.Kind.UNREACHABLE, seen.since(), seen.reason())) : Optional.empty();
    }

    /**
     * Whether no message has got through since nothing did, and nobody has opened it: also once that is so long ago that
     * {@link #outage} says nothing of it any more.
     */
    public synchronized boolean isUnanswered() {
        return unanswered;
    }

    private Outage outage(Outage.Kind kind, long since, String reason) {
        boolean probing = state != State.OPEN;
        return new Outage(
                kind,
                since,
                failing == null ? 0 : failing.count(),
                reason,
                probing,
                trial != null,
                probing && trial == null ? wait.end() : null);
    }
}
