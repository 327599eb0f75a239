package io.palyra.connectors.platform.http;

/** Whether the first byte of a request may have left: from then on the platform may have done what it asks for. */
final class Departure {

    private volatile boolean begun;

    void begins() {
        begun = true;
    }

    boolean hasBegun() {
        return begun;
    }
}
