package io.palyra.connectors.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.AdminClient.Reply;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObserveCallsTest {

    private static ProgramUnderTest admin;
    private static AdminClient client;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        admin = AdminSetup.in(folder).start();
        client = admin.client();
    }

    @AfterAll
    static void stop() throws Exception {
        admin.close();
    }

    @Test
    void isAliveAndReady() {
        for (String path : new String[] {"/observe/health/live", "/observe/health/ready"}) {
            Reply reply = client.get(path);

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.text("/status")).isEqualTo("UP");
            assertThat(reply.at("/checks").isArray()).isTrue();
        }
        assertThat(client.get("/observe/health/ready").at("/checks").findValuesAsText("status"))
                .isNotEmpty()
                .containsOnly("UP");
    }

    @Test
    void isNotReadyWhileACheckIsDown() {
        HealthCheckRegistry registry = HealthCheckHelper.getHealthCheckRegistry(admin.context());
        HealthCheck broken = new Broken();
        registry.register(broken);
        try {
            Reply reply = client.get("/observe/health/ready");

            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.text("/status")).isEqualTo("DOWN");
            assertThat(reply.response().body())
                    .contains("\"broken\"", "cannot reach the platform")
                    .doesNotContain("token=", "Exception");
        } finally {
            registry.unregister(broken);
        }
    }

    @Test
    void showsTheMeters() {
        Reply reply = client.get("/observe/metrics");

        assertThat(reply.header("Content-Type")).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        assertThat(reply.response().body()).contains("palyra_connector_enabled{connector_id=\"echo:default\"} 1.0");
    }

    @Test
    void pointsToTheApi() {
        assertThat(client.get("/").text("/api")).isEqualTo("/admin/v1/channels");
    }

    private static final class Broken implements HealthCheck {

        @Override
        public String getGroup() {
            return "palyra";
        }

        @Override
        public String getId() {
            return "broken";
        }

        @Override
        public boolean isEnabled() {
            return true;
        }

        @Override
        public void setEnabled(boolean enabled) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Result call(Map<String, Object> options) {
            return HealthCheckResultBuilder.on(this)
                    .down()
                    .message("cannot reach the platform")
                    .detail(ENDPOINT_URI, "https://example.com?token=abc")
                    .error(new IllegalStateException("token=abc"))
                    .build();
        }
    }
}
