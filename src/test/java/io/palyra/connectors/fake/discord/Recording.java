package io.palyra.connectors.fake.discord;

import java.util.ArrayList;
import java.util.List;

/** What has happened, in order. Thread safe, and cheap to add to also when it is long. */
final class Recording<E> {

    private final List<E> entries = new ArrayList<>();

    synchronized void add(E entry) {
        entries.add(entry);
    }

    synchronized List<E> soFar() {
        return List.copyOf(entries);
    }
}
