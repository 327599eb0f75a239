package io.palyra.connectors.platform.inbound;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts what is not passed on, by kind. Thread safe. */
public final class LeftOut {

    /** A message, or a part of one. */
    public enum Kind {
        /** The platform's own: somebody joined, something was pinned. */
        NOTICE,
        /** Written by this bot, or by its application. */
        OWN,
        /** Neither text nor files. */
        EMPTY,
        /** Another bot's or a webhook's, by the option {@code other-bots}. */
        OTHER_BOT,
        /** A command for another bot by its name. */
        OTHERS_COMMAND,
        /** A message that cannot be read; an event says so. */
        UNREADABLE,
        /** A file whose description makes no sense, or one file too many. */
        ATTACHMENT,
        /** What the platform shows of a page whose link stands in the text. */
        LINK_PREVIEW,
        /** The end of a text that is too long. */
        TEXT_END
    }

    private final AtomicLongArray counts = new AtomicLongArray(Kind.values().length);

    public void add(Kind kind) {
        add(kind, 1);
    }

    public void add(Kind kind, long number) {
        counts.addAndGet(kind.ordinal(), number);
    }

    public void add(LeftOut more) {
        for (Kind kind : Kind.values()) {
            add(kind, more.count(kind));
        }
    }

    public long count(Kind kind) {
        return counts.get(kind.ordinal());
    }

    /** For operators: every kind, also one that has not been met. */
    public Map<String, Object> view() {
        Map<String, Object> view = new TreeMap<>();
        for (Kind kind : Kind.values()) {
            view.put(kind.name().toLowerCase(Locale.ROOT), count(kind));
        }
        return view;
    }
}
