package io.palyra.connectors.discord;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what is not passed on, by kind. Thread safe. */
final class LeftOut {

    /** A message, or a part of one. */
    enum Kind {
        /** Discord's own: somebody joined, something was pinned. */
        NOTICE,
        /** Written by this bot, or by its application. */
        OWN,
        /** Neither text nor files. */
        EMPTY,
        /** Another bot's or a webhook's, by the option {@code other-bots}. */
        OTHER_BOT,
        /** A message that cannot be read; an event says so. */
        UNREADABLE,
        /** A file whose description makes no sense, or one file too many. */
        ATTACHMENT,
        /** What Discord shows of a page whose link stands in the text. */
        LINK_PREVIEW,
        /** The end of a text that is too long. */
        TEXT_END
    }

    private final Map<Kind, AtomicLong> counts = new EnumMap<>(Kind.class);

    LeftOut() {
        for (Kind kind : Kind.values()) {
            counts.put(kind, new AtomicLong());
        }
    }

    void add(Kind kind) {
        add(kind, 1);
    }

    void add(Kind kind, long number) {
        counts.get(kind).addAndGet(number);
    }

    void add(LeftOut more) {
        more.counts.forEach((kind, number) -> add(kind, number.get()));
    }

    long count(Kind kind) {
        return counts.get(kind).get();
    }

    /** For operators: every kind, also one that has not been met. */
    Map<String, Object> view() {
        Map<String, Object> view = new TreeMap<>();
        counts.forEach((kind, number) -> view.put(kind.name().toLowerCase(Locale.ROOT), number.get()));
        return view;
    }
}
