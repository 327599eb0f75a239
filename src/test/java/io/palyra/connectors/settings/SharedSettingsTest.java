package io.palyra.connectors.settings;

import static io.palyra.connectors.settings.SettingsUnderTest.settings;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SharedSettingsTest {

    @Test
    void areThoseThatAreNotOfOneNode() {
        Settings one = settings()
                .option("palyra.node.name", "one")
                .option("palyra.node.url", "http://10.0.0.1:8080")
                .option("palyra.http.port", "1")
                .option("palyra.ingress.port", "2")
                .option("palyra.logs.level", "debug")
                .option("palyra.daemon.concurrency", "3")
                .load();
        Settings other = settings().load();

        assertThat(SharedSettings.of(one)).isEqualTo(SharedSettings.of(other));
        assertThat(SharedSettings.of(other))
                .containsEntry("palyra.cluster.lease", "15s")
                .containsEntry("palyra.daemon.timeout", "120s");
    }

    @Test
    void haveReferencesToSecretsAndNoSecret() {
        Settings settings = settings()
                .option("palyra.admin.token", "s3cret")
                .option("palyra.store.password", "{{env:STORE_PASSWORD}}")
                .option("palyra.connectors.discord.ops.token", "{{file:discord.token}}")
                .load();

        assertThat(SharedSettings.of(settings))
                .containsEntry("palyra.admin.token", SharedSettings.WRITTEN_OUT)
                .containsEntry("palyra.store.password", "{{env:STORE_PASSWORD}}")
                .containsEntry("palyra.connectors.discord.ops.token", "{{file:discord.token}}");
    }
}
