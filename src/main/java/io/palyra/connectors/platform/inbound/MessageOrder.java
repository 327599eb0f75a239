package io.palyra.connectors.platform.inbound;

import java.time.Instant;

/**
 * How a platform's message ids are ordered. An id says when its message was written, to the millisecond at least: a moment has an
 * id too, and a feed's position may be one. Pure and thread safe.
 */
public interface MessageOrder {

    /** Whether the text is an id at all; the other methods take nothing else. */
    boolean isId(String text);

    /** As {@link java.util.Comparator#compare}, the older one first. */
    int compare(String left, String right);

    long unixMs(String id);

    /** The lowest id of that time: everything from then on comes after it. Of a time before all messages the lowest of all. */
    String at(long unixMs);

    default Instant moment(String id) {
        return Instant.ofEpochMilli(unixMs(id));
    }

    default String later(String left, String right) {
        return compare(left, right) >= 0 ? left : right;
    }
}
