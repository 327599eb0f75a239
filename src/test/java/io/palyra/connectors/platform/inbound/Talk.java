package io.palyra.connectors.platform.inbound;

import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.platform.http.RefusalMeaning;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.SenderId;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A platform that nobody has. Its ids are seconds with a fraction, as text: they are ordered as numbers. Remembers what was said
 * in each room, and shows it unless it is told to fail.
 */
final class Talk implements MessageReader<Talk.Said>, FeedHistory<Talk.Said> {

    static final int PAGE_MAX = 100;

    /** @param text "garbage" cannot be read */
    record Said(String room, String id, String text) {}

    static final MessageOrder ORDER = new MessageOrder() {

        @Override
        public boolean isId(String text) {
            return text.matches("[0-9]{1,12}\\.[0-9]{6}");
        }

        @Override
        public int compare(String left, String right) {
            return new BigDecimal(left).compareTo(new BigDecimal(right));
        }

        @Override
        public long unixMs(String id) {
            return new BigDecimal(id).movePointRight(3).longValue();
        }

        @Override
        public String at(long unixMs) {
            long ms = Math.max(0, unixMs);
            return "%d.%03d000".formatted(ms / 1_000, ms % 1_000);
        }
    };

    private final Map<String, List<Said>> rooms = new ConcurrentHashMap<>();
    private final Map<String, RequestFailure> failures = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> settled = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile boolean lists = true;
    private volatile Consumer<String> listing = room -> {};
    private volatile Consumer<String> forbidding = room -> {};
    private @Nullable FeedCursors cursors;

    /** The platform names no room from now on. */
    void listsNothing() {
        lists = false;
    }

    /** Done whenever it is asked whether it names a room, before the answer. */
    void whenAskedForListing(Consumer<String> action) {
        listing = action;
    }

    /** Done whenever it is about to say that a room may not be read. */
    void whenForbidding(Consumer<String> action) {
        forbidding = action;
    }

    @Override
    public boolean isListed(String room) {
        listing.accept(room);
        return lists;
    }

    /** History is not answered until the gate opens. */
    void holdsHistory(CountDownLatch until) {
        gate = until;
    }

    void reads(FeedCursors from) {
        cursors = from;
    }

    /** So many seconds after the year 2026 began. */
    static String id(int second) {
        return "%d.%06d".formatted(1_767_225_600L + second, 17);
    }

    Said say(String room, int second, String text) {
        Said said = new Said(room, id(second), text);
        rooms.computeIfAbsent(room, name -> new CopyOnWriteArrayList<>()).add(said);
        return said;
    }

    void fails(String room, RequestFailure failure) {
        failures.put(room, failure);
    }

    void works(String room) {
        failures.remove(room);
    }

    static RequestFailure refusal(int status) {
        return new RequestFailure.Refused(status, "no", RefusalMeaning.TARGET, "Talk answered " + status);
    }

    List<String> asked() {
        return asked;
    }

    /** Live messages that it was told to be done with. */
    List<String> settled() {
        return settled;
    }

    List<String> refused() {
        return refused;
    }

    @Override
    public HistoryPage<Said> after(String room, String position) throws RequestException {
        asked.add(room);
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        RequestFailure failure = failures.get(room);
        if (failure != null) {
            throw new RequestException(failure);
        }
        List<Said> behind = rooms.getOrDefault(room, List.of()).stream()
                .filter(said -> ORDER.compare(said.id(), position) > 0)
                .toList();
        return new HistoryPage<>(behind.subList(0, Math.min(PAGE_MAX, behind.size())), behind.size() > PAGE_MAX);
    }

    @Override
    public FeedAnswer answer(RequestException failure) {
        return failure.isStatus(404) ? FeedAnswer.GONE : failure.isStatus(403) ? FeedAnswer.REFUSED : FeedAnswer.NONE;
    }

    @Override
    public String start(String room) {
        return cursors == null ? ORDER.at(0) : cursors.startOfOthers();
    }

    @Override
    public boolean mayRead(String room) {
        boolean forbidden = refused.contains(room);
        if (forbidden) {
            forbidding.accept(room);
        }
        return !forbidden;
    }

    @Override
    public void refused(String room) {
        refused.add(room);
    }

    @Override
    public String id(Said message) {
        return message.id();
    }

    @Override
    public Reading read(String room, Said message) {
        if (message.text().equals("garbage")) {
            throw new IllegalArgumentException("it is garbage");
        }
        return new Reading(
                Optional.of(InboundMessageEvent.builder(
                                envelope(message),
                                ConnectorId.of("talk:one"),
                                new ConversationId(room),
                                new SenderId("somebody"),
                                message.text())
                        .receivedAtUnixMs(ORDER.unixMs(message.id()))
                        .build()),
                InboundFacts.NONE,
                new LeftOut());
    }

    @Override
    public EnvelopeId envelope(Said message) {
        return new EnvelopeId(message.room() + ":" + message.id());
    }

    @Override
    public void settled(Said message) {
        settled.add(message.text());
    }
}
