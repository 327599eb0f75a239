package io.palyra.connectors.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.program.WorkingFolder;
import io.palyra.connectors.settings.Settings;
import io.palyra.connectors.settings.SettingsLoader;
import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** The settings of the page nodes.md, beside those of a store in PostgreSQL. NodesTest has programs that run with such. */
class NodesPageTest {

    @Test
    void theSettingsOfANode() throws IOException {
        Properties settings = new Properties();
        for (String page : new String[] {"postgresql.md", "nodes.md"}) {
            Snippet block = Snippet.all().stream()
                    .filter(snippet -> snippet.isOn(page, "properties"))
                    .findFirst()
                    .orElseThrow();
            settings.load(new StringReader(block.text()));
        }
        settings.setProperty("palyra.admin.token", "{{env:ADMIN_TOKEN}}");

        Settings read = SettingsLoader.load(Optional.empty(), Map.of(), settings, WorkingFolder.connectorKinds());

        assertThat(read.warnings()).isEmpty();
        assertThat(read.store().isPostgres()).isTrue();
        assertThat(read.node().name()).hasValue("a");
        assertThat(read.node().url())
                .hasValue("http://" + read.http().host() + ":" + read.http().port());
    }
}
