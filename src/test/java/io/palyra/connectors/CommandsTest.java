package io.palyra.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CommandsTest {

    private static Set<String> of(String... arguments) {
        return Commands.addTo(new CommandLine(new Main()), arguments)
                .getSubcommands()
                .keySet();
    }

    @Test
    void aLineThatNamesOneGetsThatOne() {
        assertThat(of("channels", "list", "help")).containsExactly("channels");
    }

    @Test
    void aLineThatSaysNothingGetsTheOneThatRuns() {
        assertThat(of()).containsExactly("run");
    }

    @Test
    void whatIsAboutAllOfThemGetsAll() {
        assertThat(of("--help"))
                .startsWith("run", "health")
                .endsWith("completion", "help")
                .isEqualTo(of("help", "channels"))
                .isEqualTo(of("completion"))
                .isEqualTo(of("--json", "health"));
    }

    @Test
    void aMistakeIsComparedWithAll() {
        assertThat(of("chanels")).isEqualTo(of("--help"));
    }
}
