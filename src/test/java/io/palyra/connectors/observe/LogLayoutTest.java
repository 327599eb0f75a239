package io.palyra.connectors.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;

/** Goal: no text from a file or a platform steers the terminal that shows the log, forges a line of it, or hides in one. */
class LogLayoutTest {

    private static String lines(String message, Throwable failure) throws IOException {
        Properties settings = new Properties();
        try (InputStream file =
                LogLayoutTest.class.getResourceAsStream("/io/palyra/connectors/log/log4j2.properties")) {
            settings.load(Objects.requireNonNull(file));
        }
        return PatternLayout.newBuilder()
                .withPattern(settings.getProperty("appender.console.layout.pattern"))
                .build()
                .toSerializable(Log4jLogEvent.newBuilder()
                        .setLoggerName("io.palyra.connectors.routes.RouteFiles")
                        .setLevel(Level.WARN)
                        .setMessage(new SimpleMessage(message))
                        .setThrown(failure)
                        .build());
    }

    @Test
    void aMessageIsOneLineWithoutWhatSteers() throws Exception {
        String line = lines("route \u001b[31mred\nforged\r\u202egnorw\u2028 end {x}", null);

        assertThat(line).endsWith(" WARN  RouteFiles: route \ufffd[31mred forged \ufffdgnorw\ufffd end {x}\n");
        assertThat(line.lines()).hasSize(1);
    }

    @Test
    void aStackTraceKeepsItsLines() throws Exception {
        String shown = lines("failed", new IllegalStateException("\u001b[2Jgone\u202e"));

        assertThat(shown)
                .contains("failed\njava.lang.IllegalStateException: \ufffd[2Jgone\ufffd\n\tat io.palyra")
                .containsOnlyOnce("gone");
    }
}
