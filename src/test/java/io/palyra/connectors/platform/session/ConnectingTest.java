package io.palyra.connectors.platform.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.palyra.connectors.adapter.ConnectorStartException;
import io.palyra.connectors.platform.session.Connecting.End;
import io.palyra.connectors.protocol.Readiness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectingTest {

    private static final Duration MOMENT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final End REFUSED = new End(Readiness.AUTH_FAILED, "the token is refused");

    private final Connecting connecting = new Connecting();

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable waits) {
        assertThatThrownBy(waits)
                .hasMessage(REFUSED.reason())
                .asInstanceOf(type(ConnectorStartException.class))
                .extracting(ConnectorStartException::readiness)
                .isEqualTo(Readiness.AUTH_FAILED);
    }

    @Test
    void oneThatIsThereIsNotWaitedFor() throws Exception {
        connecting.connected();
        connecting.await(LONG);
        connecting.awaitNoEnd(MOMENT);
    }

    @Test
    void oneThatTakesLongerGoesOnInTheBackground() throws Exception {
        connecting.await(MOMENT);
        connecting.await(LONG, CompletableFuture.completedFuture("put off"));
    }

    @Test
    void anEndIsTheFirstReasonThatWasGiven() {
        connecting.ended(REFUSED);
        connecting.ended(new End(Readiness.MISCONFIGURED, "something else"));
        assertRefused(() -> connecting.await(LONG));
    }

    @Test
    void oneThatEndsAfterItWasThereIsNone() {
        connecting.connected();
        connecting.ended(REFUSED);
        assertRefused(() -> connecting.awaitNoEnd(LONG));
    }

    @Test
    void whoListensIsToldOnceAlsoAfterwards() {
        List<End> told = new ArrayList<>();
        connecting.onEnd(told::add);
        connecting.ended(REFUSED);
        connecting.ended(REFUSED);
        connecting.onEnd(told::add);
        assertThat(told).containsExactly(REFUSED, REFUSED);
    }

    @Test
    void anInterruptEndsTheWaitAndIsKept() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> connecting.await(LONG))
                .isInstanceOf(ConnectorStartException.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }
}
