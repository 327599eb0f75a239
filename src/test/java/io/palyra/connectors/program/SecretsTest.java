package io.palyra.connectors.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.settings.SecretReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a secret that has no value, by Camel's own placeholders. */
class SecretsTest {

    @TempDir
    private Path folder;

    private final DefaultCamelContext context = new DefaultCamelContext(false);
    private final UnaryOperator<String> placeholders = context::resolvePropertyPlaceholders;

    @BeforeEach
    void build() {
        context.getPropertiesComponent().addPropertiesFunction(new FilePropertiesFunction());
        context.build();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private String reference(String file) {
        return "{{file:" + folder.resolve(file) + "}}";
    }

    private String trouble(String file) {
        return Secrets.trouble(reference(file), placeholders).orElseThrow();
    }

    @Test
    void aFileThatGivesNoSecretIsNamedWithTheReason() throws Exception {
        Files.write(folder.resolve("bytes"), new byte[] {'s', (byte) 0xff});
        Files.createFile(folder.resolve("empty"));
        Files.createDirectory(folder.resolve("folder"));

        assertThat(trouble("nowhere")).isEqualTo(reference("nowhere") + ": no such file");
        assertThat(trouble("bytes")).isEqualTo(reference("bytes") + ": the file is not a text in UTF-8");
        assertThat(trouble("empty")).isEqualTo(reference("empty") + ": empty");
        assertThat(trouble("folder")).isEqualTo(reference("folder") + ": it is a folder");
    }

    @Test
    void ofASecretThatIsThereNothingIsSaid() throws Exception {
        Files.writeString(folder.resolve("token"), "secret\n");

        assertThat(Secrets.trouble(reference("token"), placeholders)).isEmpty();
    }

    @Test
    void aStartThatIsRefusedSaysSo() {
        SecretReference nowhere = new SecretReference(reference("nowhere"));

        assertThatThrownBy(() -> Secrets.resolve("palyra.admin.token", nowhere, placeholders))
                .isInstanceOf(ProgramStartException.class)
                .hasMessage("palyra.admin.token: " + nowhere.text()
                        + ": no such file; set what it refers to, or remove it");
    }
}
