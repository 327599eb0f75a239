package io.palyra.connectors.program;

/**
 * Has Netty do without {@code sun.misc.Unsafe}, of whose use Java warns on standard error from version 24 on. Has to come
 * before Netty is loaded.
 */
public final class NettySetup {

    static final String NO_UNSAFE = "io.netty.noUnsafe";

    /** The first version that warns (JEP 498). */
    private static final int WARNS_FROM = 24;

    private NettySetup() {}

    public static void apply() {
        apply(Runtime.version().feature());
    }

    /** A property that is set already wins. */
    static void apply(int javaVersion) {
        if (javaVersion >= WARNS_FROM && System.getProperty(NO_UNSAFE) == null) {
            System.setProperty(NO_UNSAFE, "true");
        }
    }
}
