package io.palyra.connectors.daemon.gateway;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong options are named at the start, and not with the first message. */
class GatewayOptionsTest {

    private static final GatewayCalls CALLS = new GatewayCalls();

    @AfterAll
    static void stop() throws Exception {
        CALLS.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "palyra-gateway:localhost | names no gateway",
                "palyra-gateway:localhost:0 | names no gateway",
                "palyra-gateway:localhost:65536 | names no gateway",
                "palyra-gateway:127.0.0.1:7443?deviceId=me | deviceId=me has to be a ULID",
                "palyra-gateway:127.0.0.1:7443?token=se%0Asame | token=*** has a space, a line break",
                "palyra-gateway:127.0.0.1:7443?timeout=0 | timeout=0 has to be 1 ms at least",
                "palyra-gateway:127.0.0.1:7443?timeout=2d | timeout=172800000 has to be",
                "palyra-gateway:127.0.0.1:7443?callsPerConnector=0 | callsPerConnector=0 has to be 1 at least",
                "palyra-gateway:127.0.0.1:7443?maxPayloadBytes=0 | maxPayloadBytes=0 has to be 1 at least",
                "palyra-gateway:127.0.0.1:7443?serverName=x | tls=false has to be true",
                "palyra-gateway:127.0.0.1:7443?tls=true&caFile=/nowhere.pem | caFile=/nowhere.pem cannot be read",
                "palyra-gateway:127.0.0.1:7443?tls=true&keyFile=/nowhere.pem | certFile= is missing",
                "palyra-gateway:127.0.0.1:7443?tls=true&caFile=pom.xml | caFile=pom.xml cannot be used",
            })
    void aWrongOptionIsNamed(String uri, String reason) {
        assertThatThrownBy(() -> CALLS.resolve(uri)).hasStackTraceContaining(reason);
    }
}
