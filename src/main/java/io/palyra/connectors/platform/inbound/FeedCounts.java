package io.palyra.connectors.platform.inbound;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** What became of the messages of one session, for operators. Thread safe. */
final class FeedCounts {

    private final AtomicLong live = new AtomicLong();
    private final AtomicLong fromHistory = new AtomicLong();
    private final AtomicLong late = new AtomicLong();
    private final AtomicLong impossible = new AtomicLong();
    private final AtomicLong overflows = new AtomicLong();
    private final LeftOut leftOut = new LeftOut();

    void admitted(boolean history) {
        (history ? fromHistory : live).incrementAndGet();
    }

    /** A message came so late that it may have been admitted and forgotten. */
    void tooLate() {
        late.incrementAndGet();
    }

    /** An id is far ahead of the platform's time: it is no position. */
    void impossibleId() {
        impossible.incrementAndGet();
    }

    /** A feed had too much to keep. */
    void overflowed() {
        overflows.incrementAndGet();
    }

    LeftOut leftOut() {
        return leftOut;
    }

    Map<String, Object> view() {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("messages_live", live.get());
        view.put("messages_from_history", fromHistory.get());
        view.put("messages_too_late", late.get());
        view.put("ids_ahead_of_time", impossible.get());
        view.put("overflows", overflows.get());
        view.put("left_out", leftOut.view());
        return view;
    }
}
