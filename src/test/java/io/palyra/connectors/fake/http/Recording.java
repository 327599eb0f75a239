package io.palyra.connectors.fake.http;

import java.util.ArrayList;
import java.util.List;

/** What has happened, in order. Thread safe, and cheap to add to also when it is long. */
public final class Recording<E> {

    private final List<E> entries = new ArrayList<>();

    public synchronized void add(E entry) {
        entries.add(entry);
    }

    public synchronized List<E> soFar() {
        return List.copyOf(entries);
    }
}
