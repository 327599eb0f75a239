package io.palyra.connectors.server;

/** How many bytes the bodies of all the calls in hand have, and may have. For the event loop. */
public final class BodyMemory {

    private static final long BYTES_MIN = 16L * 1024 * 1024;
    private static final int SHARE_OF_HEAP = 8;

    private final long bytesMax;
    private long bytes;

    public BodyMemory(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** An eighth of the heap, or what is the least to work with. */
    public static BodyMemory ofHeap() {
        return new BodyMemory(bytesOfHeap());
    }

    public static long bytesOfHeap() {
        return Math.max(BYTES_MIN, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    /** Whether there is room for so many more; they are taken then, and to be given back. */
    public boolean take(int more) {
        if (bytes + more > bytesMax) {
            return false;
        }
        bytes += more;
        return true;
    }

    public void giveBack(int taken) {
        bytes -= taken;
    }
}
