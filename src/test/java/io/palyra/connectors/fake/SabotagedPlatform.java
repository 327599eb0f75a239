package io.palyra.connectors.fake;

import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** What the {@code sabotaged} instance talks to, and the way in which the instance is bad. Thread safe. */
public final class SabotagedPlatform {

    public static final int TEXT_CHARS_MAX = 200;

    /** What somebody wrote, with the mark that the platform has given it. */
    public record Said(String id, Place place, Who by, To to, String text) {

        public enum To {
            PLAIN,
            MENTIONS_US,
            MENTIONS_EVERYBODY,
            MENTIONS_ANOTHER,
            ANSWERS_US,
            ANSWERS_ANOTHER
        }
    }

    /** @param parent of a thread */
    public record Place(String conversation, @Nullable String parent, boolean direct) {}

    /** @param account whose name and picture are shown */
    public record Who(String id, String account, String display, Kind kind) {

        public enum Kind {
            PERSON,
            BOT,
            WEBHOOK
        }
    }

    /** What the platform answers in place of taking a message, or after it has. */
    public record Fault(boolean takes, DeliveryOutcome outcome) {}

    private static volatile @Nullable SabotagedPlatform current;

    private final Sabotage sabotage;
    private final Map<String, OutboundMessageRequest> taken = new LinkedHashMap<>();
    private final Map<String, Fault> faults = new HashMap<>();
    private final Map<String, CountDownLatch> held = new HashMap<>();
    private final List<Said> said = new ArrayList<>();
    private int sessions;
    private int open;

    private SabotagedPlatform(Sabotage sabotage) {
        this.sabotage = sabotage;
    }

    /** In place of the one before; declared capabilities follow it. */
    public static SabotagedPlatform fresh(Sabotage sabotage) {
        SabotagedPlatform platform = new SabotagedPlatform(sabotage);
        current = platform;
        return platform;
    }

    static Optional<SabotagedPlatform> current() {
        return Optional.ofNullable(current);
    }

    boolean is(Sabotage asked) {
        return sabotage == asked;
    }

    /** The next message to the conversation. */
    public synchronized void failNext(String conversation, Fault fault) {
        faults.put(conversation, fault);
    }

    /** The next message to the conversation is taken when the result is open. */
    public synchronized CountDownLatch holdNext(String conversation) {
        CountDownLatch released = new CountDownLatch(1);
        held.put(conversation, released);
        return released;
    }

    public synchronized void say(Said message) {
        said.add(message);
        notifyAll();
    }

    public synchronized List<String> taken(String conversation) {
        return taken.values().stream()
                .filter(request -> request.conversationId().value().equals(conversation))
                .map(OutboundMessageRequest::text)
                .toList();
    }

    public synchronized int openSessions() {
        return open;
    }

    /** Answers the number of the session, from 1. */
    synchronized int open() {
        open++;
        return ++sessions;
    }

    synchronized void close() {
        open--;
        notifyAll();
    }

    /** What users said, the oldest first. */
    synchronized List<Said> said() {
        return List.copyOf(said);
    }

    /** Returns when there is more than that, or after a while. */
    synchronized void awaitMoreThan(int known) throws InterruptedException {
        if (said.size() <= known) {
            wait(50);
        }
    }

    /** Whether a message is still to come that is held then. */
    public synchronized boolean holds(String conversation) {
        return held.containsKey(conversation);
    }

    synchronized Optional<CountDownLatch> heldNext(String conversation) {
        return Optional.ofNullable(held.remove(conversation));
    }

    synchronized DeliveryOutcome take(OutboundMessageRequest request, String key) {
        Fault fault = faults.remove(request.conversationId().value());
        if (request.text().length() > TEXT_CHARS_MAX) {
            return new DeliveryOutcome.PermanentFailure("too long", io.palyra.connectors.protocol.Fault.MESSAGE, null);
        }
        if (fault == null || fault.takes()) {
            taken.putIfAbsent(key, request);
        }
        return fault == null ? new DeliveryOutcome.Delivered(new MessageId("id-" + key)) : fault.outcome();
    }
}
