package io.palyra.connectors.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomesTest {
    private static final String KEY = "echo:default:E";

    @Test
    void receiptFollowsFromTheOutcome() {
        assertThat(DeliveryReceipt.of(new DeliveryOutcome.Delivered(Samples.MESSAGE), KEY))
                .isEqualTo(new DeliveryReceipt(ReceiptState.ACK, KEY, Samples.MESSAGE, null, null));
        assertThat(DeliveryReceipt.of(retry(Duration.ofSeconds(2)), KEY))
                .isEqualTo(new DeliveryReceipt(ReceiptState.UNKNOWN, KEY, null, 2000L, "transient_network: reset"));
        assertThat(DeliveryReceipt.of(retry(null), KEY).retryAfterMs()).isNull();
        assertThat(DeliveryReceipt.of(new DeliveryOutcome.PermanentFailure("gone", Fault.TARGET, null), KEY))
                .isEqualTo(new DeliveryReceipt(ReceiptState.NACK, KEY, null, null, "gone"));
        assertThat(DeliveryReceipt.of(new DeliveryOutcome.Unknown("cut"), KEY))
                .isEqualTo(new DeliveryReceipt(ReceiptState.UNKNOWN, KEY, null, null, "cut"));
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S,PT0S",
        "PT-1S,PT0S",
        "PT0.0000001S,PT0.001S",
        "PT1.5S,PT1.5S",
        "PT8760H,PT8760H",
        "PT8761H,PT8760H"
    })
    void waitIsWholeMillisecondsWithinAYear(Duration stated, Duration kept) {
        assertThat(retry(stated).retryAfter()).isEqualTo(kept);
    }

    @Test
    void waitOfAnyLengthIsTaken() {
        assertThat(retry(Duration.ofSeconds(Long.MAX_VALUE)).retryAfter()).isEqualTo(Duration.ofDays(365));
        assertThat(retry(Duration.ofSeconds(Long.MIN_VALUE)).retryAfter()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"MESSAGE,false", "TARGET,false", "CONNECTOR,true"})
    void onlyTheConnectorsFaultChangesItsReadiness(Fault fault, boolean allowed) {
        if (allowed) {
            assertThat(new DeliveryOutcome.PermanentFailure("r", fault, Readiness.MISCONFIGURED).readiness())
                    .isEqualTo(Readiness.MISCONFIGURED);
        } else {
            assertThatThrownBy(() -> new DeliveryOutcome.PermanentFailure("r", fault, Readiness.MISCONFIGURED))
                    .hasMessageStartingWith("readiness: needs a fault of the connector");
        }
    }

    @Test
    void reasonIsMadeToFit() {
        assertThat(new DeliveryOutcome.Unknown("a\0b\ud800\nc").reason()).isEqualTo("a\uFFFDb\uFFFD\nc");
        assertThat(new DeliveryOutcome.Unknown(" ").reason()).isEqualTo("no reason given");
        assertThat(new DeliveryOutcome.Unknown("x".repeat(4096)).reason()).hasSize(4096);
        assertThat(new DeliveryOutcome.Unknown("x".repeat(4097)).reason()).hasSize(4096);
        assertThat(new DeliveryOutcome.Unknown("x" + "👍".repeat(1024)).reason())
                .isEqualTo("x" + "👍".repeat(1023));
    }

    private static DeliveryOutcome.Retry retry(Duration after) {
        return new DeliveryOutcome.Retry(RetryClass.TRANSIENT_NETWORK, "reset", after);
    }
}
