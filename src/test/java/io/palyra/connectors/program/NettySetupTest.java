package io.palyra.connectors.program;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NettySetupTest {

    private final String before = System.getProperty(NettySetup.NO_UNSAFE);

    @AfterEach
    void restore() {
        set(before);
    }

    private static void set(String value) {
        if (value == null) {
            System.clearProperty(NettySetup.NO_UNSAFE);
        } else {
            System.setProperty(NettySetup.NO_UNSAFE, value);
        }
    }

    private static String after(int javaVersion, String value) {
        set(value);
        NettySetup.apply(javaVersion);
        return System.getProperty(NettySetup.NO_UNSAFE);
    }

    @Test
    void takesUnsafeFromNettyWhereJavaWarnsOfIt() {
        assertThat(after(24, null)).isEqualTo("true");
        assertThat(after(17, null)).isNull();
        assertThat(after(24, "false")).isEqualTo("false");
    }
}
