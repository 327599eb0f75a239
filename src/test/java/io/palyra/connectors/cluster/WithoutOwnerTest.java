package io.palyra.connectors.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.protocol.ConnectorId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WithoutOwnerTest {

    private static final ConnectorId ONE = ConnectorId.of("echo:one");
    private static final ConnectorId TWO = ConnectorId.of("echo:two");

    private final AtomicLong nanos = new AtomicLong();
    private final WithoutOwner withoutOwner = new WithoutOwner(Duration.ofSeconds(20), nanos::get);

    private void pass(long seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    @Test
    void anInstanceIsOverdueOnceNobodyHasRunItForTooLong() {
        withoutOwner.found(List.of(ONE));
        pass(15);
        withoutOwner.found(List.of(ONE, TWO));
        assertThat(withoutOwner.overdue()).isEmpty();
        pass(6);
        assertThat(withoutOwner.overdue()).containsOnlyKeys(ONE).containsEntry(ONE, Duration.ofSeconds(21));
    }

    @Test
    void itsTimeBeginsAnewOnceSomebodyHasRunIt() {
        withoutOwner.found(List.of(ONE));
        pass(21);
        withoutOwner.found(List.of());
        assertThat(withoutOwner.overdue()).isEmpty();
        withoutOwner.found(List.of(ONE));
        assertThat(withoutOwner.overdue()).isEmpty();
    }
}
