package io.palyra.connectors.fake;

import java.util.function.Consumer;

/**
 * Named moments that the fakes pass, such as {@code platform: took a-3:0}. Nothing happens there unless a test listens,
 * to end the process at one of them.
 */
public final class Points {

    private static volatile Consumer<String> listener = point -> {};

    private Points() {}

    /** Runs the listeners on the thread that has come so far. */
    public static void reach(String point) {
        listener.accept(point);
    }

    /** Adds a listener, for as long as the process runs. */
    public static synchronized void listen(Consumer<String> another) {
        listener = listener.andThen(another);
    }
}
