package io.palyra.connectors.admin;

import io.palyra.connectors.events.EventFollower;
import io.palyra.connectors.events.EventPosition;
import io.palyra.connectors.events.EventTail.Following;
import io.palyra.connectors.events.LoggedEvent;
import io.palyra.connectors.events.PositionText;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.WireFormat;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One stream of server-sent events. It has one page of events in memory at most, and takes the next one once its client has
 * taken that. All events are plain messages, so that a browser needs one listener for all types, also for those to come.
 */
final class EventStream implements EventFollower {

    /** Bytes that may wait for the client before it counts as slow. */
    private static final int QUEUE_BYTES = 64 * 1024;

    private static final String END = "\n\n";

    private final HttpServerResponse response;
    private final Context eventLoop;
    private final LongSupplier nanoTime;
    private final @Nullable ConnectorId only;
    private volatile EventPosition position;
    private volatile boolean hasRoom = true;

    /** For the event loop, as all below. */
    private @Nullable Following following;

    private boolean ended;
    private long lastWrittenAt;
    private long slowSince;

    /** @param only what its client wants is of this connector; its ids are plain numbers then */
    EventStream(
            HttpServerResponse response,
            Context eventLoop,
            LongSupplier nanoTime,
            EventPosition position,
            @Nullable ConnectorId only) {
        this.response = response;
        this.eventLoop = eventLoop;
        this.nanoTime = nanoTime;
        this.position = position;
        this.only = only;
    }

    @Override
    public boolean hasRoom() {
        return hasRoom;
    }

    @Override
    public void take(List<LoggedEvent> events, EventPosition through) {
        if (!hasRoom) {
            return;
        } else if (events.isEmpty()) {
            position = through;
            return;
        }
        StringBuilder text = new StringBuilder();
        EventPosition behind = position;
        for (LoggedEvent event : events) {
            behind = behind.after(event.connectorId(), event.eventId());
            text.append("id: ").append(id(behind)).append("\ndata: ").append(WireFormat.write(event));
            text.append(END);
        }
        send(text.toString(), through);
    }

    @Override
    public void missed(EventPosition here) {
        send("event: reset\nid: " + id(here) + "\ndata: {}" + END, here);
    }

    private void send(String text, EventPosition through) {
        hasRoom = false;
        eventLoop.runOnContext(turn -> {
            write(text);
            position = through;
            makeRoom();
        });
    }

    private String id(EventPosition behind) {
        return only == null ? PositionText.of(behind.lastIds()) : String.valueOf(behind.of(only));
    }

    /** Tells the client where it is. */
    void begin(boolean isReset) {
        response.setWriteQueueMaxSize(QUEUE_BYTES);
        write(": events of Palyra Connectors\n" + (isReset ? "event: reset\ndata: {}\n" : "") + "id: " + id(position)
                + END);
    }

    void follows(Following with) {
        following = with;
    }

    private void write(String text) {
        if (!ended) {
            response.write(text);
            lastWrittenAt = nanoTime.getAsLong();
        }
    }

    private void makeRoom() {
        if (ended) {
            return;
        } else if (response.writeQueueFull()) {
            slowSince = nanoTime.getAsLong();
            response.drainHandler(drained -> makeRoom());
            return;
        }
        hasRoom = true;
        if (following != null) {
            following.wake();
        }
    }

    /**
     * Keeps proxies from giving the connection up. The id moves what a browser goes on from, so that it does not grow old while
     * nothing is wanted.
     */
    void beat(long intervalNanos) {
        if (hasRoom && nanoTime.getAsLong() - lastWrittenAt >= intervalNanos) {
            write(": \nid: " + id(position) + END);
        }
    }

    /** Whether its client has not taken for so long what was written. */
    boolean isSlow(long patienceNanos) {
        return !hasRoom && response.writeQueueFull() && nanoTime.getAsLong() - slowSince >= patienceNanos;
    }

    /** Nothing is written any more. */
    void end() {
        ended = true;
        if (following != null) {
            following.close();
        }
    }
}
