package io.palyra.connectors.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.WireFormat;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuntimeViewTest {

    private static final ConnectorId ID = ConnectorId.of("echo:default");

    private static String json(Map<String, Object> runtime) {
        return WireFormat.write(RuntimeView.of(ID, runtime));
    }

    @Test
    void whatContainsItselfIsToldInItsPlace() {
        Map<String, Object> runtime = new LinkedHashMap<>();
        runtime.put("session", Map.of("state", "open"));
        runtime.put("all", runtime);
        runtime.put("guilds", List.of(1, 2));

        assertThat(json(runtime))
                .contains("\"session\":{\"state\":\"open\"}", "\"guilds\":[1,2]", "\"all\":\"cannot be shown");
    }

    @Test
    void whatCannotBeReadIsToldInItsPlace() {
        Map<String, Object> runtime = new HashMap<>();
        runtime.put("broken", new Object() {
            @SuppressWarnings("unused")
            public String getState() {
                throw new IllegalStateException("closed");
            }
        });
        runtime.put("fine", true);
        runtime.put("nothing", null);

        assertThat(json(runtime)).contains("\"broken\":\"cannot be shown", "\"fine\":true");
    }
}
