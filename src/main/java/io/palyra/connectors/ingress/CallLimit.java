package io.palyra.connectors.ingress;

/** How many requests routes have in hand at once, those that wait for a thread included. For the event loop. */
final class CallLimit {

    private final int max;
    private int inHand;

    CallLimit(int max) {
        this.max = max;
    }

    /** Whether there is room for one more, which {@link #end} ends. */
    boolean begin() {
        if (inHand >= max) {
            return false;
        }
        inHand++;
        return true;
    }

    void end() {
        inHand--;
    }
}
