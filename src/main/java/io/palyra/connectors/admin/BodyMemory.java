package io.palyra.connectors.admin;

/** How many bytes the bodies of all the calls in hand have, and may have. For the event loop. */
final class BodyMemory {

    private final long bytesMax;
    private long bytes;

    BodyMemory(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Whether there is room for so many more; they are taken then, and to be given back. */
    boolean take(int more) {
        if (bytes + more > bytesMax) {
            return false;
        }
        bytes += more;
        return true;
    }

    void giveBack(int taken) {
        bytes -= taken;
    }
}
