package io.palyra.connectors.fake.discord;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** How the gateway misbehaves when a bot comes. Thread safe. */
final class GatewayScript {

    /** How a link ends in place of an answer. */
    record Closing(int code, String reason) {}

    private static final Duration HEARTBEAT = Duration.ofSeconds(41);

    private final Queue<Closing> identifies = new ConcurrentLinkedQueue<>();
    private final AtomicInteger resumesToRefuse = new AtomicInteger();
    private final List<GatewayLink> held = new ArrayList<>();
    private boolean holding;
    private volatile Duration heartbeat = HEARTBEAT;
    private volatile boolean silent;
    private volatile @Nullable String resumeUrl;
    private volatile Begun whenBegun = Begun.STAYS;
    private volatile Resumed whenResumed = Resumed.WORKS;

    void closeNextIdentify(int code, String reason) {
        identifies.add(new Closing(code, reason));
    }

    Optional<Closing> takeClosing() {
        return Optional.ofNullable(identifies.poll());
    }

    /** What becomes of a session that has just begun or was resumed. */
    enum Begun {
        STAYS,
        /** Its link is closed; it can be resumed. */
        LOSES_ITS_LINK,
        /** Its link is closed, and nobody knows it any more. */
        ENDS
    }

    void whenBegun(Begun begun) {
        whenBegun = begun;
    }

    Begun whenBegun() {
        return whenBegun;
    }

    /** What becomes of each RESUME from now on. */
    enum Resumed {
        WORKS,
        /** The link is closed without a word. */
        LOSES_ITS_LINK,
        /** Invalid session, that is said to be resumable all the same. */
        IS_TO_BE_TRIED_AGAIN
    }

    void whenResumed(Resumed resumed) {
        whenResumed = resumed;
    }

    Resumed whenResumed() {
        return whenResumed;
    }

    void refuseNextResume() {
        resumesToRefuse.incrementAndGet();
    }

    boolean refusesResume() {
        return resumesToRefuse.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
    }

    synchronized void holdLinks() {
        holding = true;
    }

    synchronized boolean held(GatewayLink link) {
        return holding && held.add(link);
    }

    /** @return the links that have waited */
    synchronized List<GatewayLink> greetLinks() {
        holding = false;
        List<GatewayLink> waiting = List.copyOf(held);
        held.clear();
        return waiting;
    }

    void heartbeat(Duration interval) {
        heartbeat = interval;
    }

    Duration heartbeat() {
        return heartbeat;
    }

    void silent(boolean nowSilent) {
        silent = nowSilent;
    }

    boolean isSilent() {
        return silent;
    }

    void resumeUrl(@Nullable String url) {
        resumeUrl = url;
    }

    Optional<String> resumeUrl() {
        return Optional.ofNullable(resumeUrl);
    }
}
