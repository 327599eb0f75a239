package io.palyra.connectors.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorKind;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a session ends, and what it does while it has no route. */
class OpenSessionTest {

    private static final WebhookCall CALL = new WebhookCall("POST", "", "", Map.of(), new byte[0]);

    private final List<String> happened = new CopyOnWriteArrayList<>();
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);
    private DefaultCamelContext context;
    private ConnectorEndpoint endpoint;
    private OpenSession session;

    @BeforeEach
    void open() throws Exception {
        context = new DefaultCamelContext();
        WebhookPort port = () -> 1;
        context.getRegistry().bind("port", port);
        ConnectorComponent component = new ConnectorComponent(new ConnectorKind("own")) {
            @Override
            protected ConnectorEndpoint newEndpoint(String uri, ConnectorId connectorId) {
                return new ConnectorEndpoint(uri, this, connectorId) {};
            }

            @Override
            protected ConnectorAdapter newAdapter(ConnectorEndpoint endpoint) {
                return new Slow();
            }
        };
        component.setCamelContext(context);
        endpoint = component.newEndpoint("palyra-own:one", ConnectorId.of("own:one"));
        endpoint.setCamelContext(context);
        session = OpenSession.open(endpoint, endpoint.adapter(), new ConnectorConsumer(endpoint, exchange -> {}));
    }

    @AfterEach
    void close() throws Exception {
        open.countDown();
        context.close();
    }

    @Test
    void callsInHandEndBeforeItIsClosedAndNoOthersBegin() throws Exception {
        WebhookReceiver receiver = session.receiver().orElseThrow();
        CompletableFuture<Void> call = CompletableFuture.runAsync(() -> receive(receiver));
        assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();

        Thread closing = new Thread(session::close);
        closing.start();
        await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
        assertThatThrownBy(() -> receiver.receive(CALL))
                .isInstanceOf(InboundRefusedException.class)
                .hasMessageContaining("own:one is stopping");
        assertThat(happened).containsExactly("called");
        open.countDown();

        closing.join();
        call.get(10, TimeUnit.SECONDS);
        assertThat(happened).containsExactly("called", "answered", "stopped");
    }

    @Test
    void anInterruptThatItsAdapterLeavesBehindReachesNobody() {
        session.close();

        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void anInterruptDoesNotReachItsAdapterAndIsKept() {
        Thread.currentThread().interrupt();
        session.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(happened).containsExactly("stopped");
    }

    @Test
    void withoutARouteWhatComesIsToComeAgain() {
        session.goesThrough(null);

        assertThatThrownBy(() -> session.emit(ProgramUnderTest.echoEvent("m1", "c1", "hello")))
                .isInstanceOfSatisfying(InboundRefusedException.class, refused -> {
                    assertThat(refused.isForGood()).isFalse();
                    assertThat(refused.retryAfter()).isPositive();
                });
    }

    /** As an {@code onException} that is continued. */
    @Test
    void whatTheStoreDidNotTakeComesAgainAlsoWhereTheRouteGoesOn() throws Exception {
        ConnectorConsumer consumer = new ConnectorConsumer(
                endpoint, exchange -> Admission.of(exchange).failedInInbox());
        consumer.start();

        assertThatThrownBy(() -> consumer.emit(ProgramUnderTest.echoEvent("m1", "c1", "hello"), InboundFacts.NONE))
                .isInstanceOfSatisfying(InboundRefusedException.class, refused -> assertThat(refused.isForGood())
                        .isFalse())
                .hasMessageContaining("the store did not take it");
        consumer.stop();
    }

    private static void receive(WebhookReceiver receiver) {
        try {
            receiver.receive(CALL);
        } catch (InboundRefusedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Calls wait for the test. A stop leaves its thread interrupted, as a platform's client may. */
    private final class Slow implements ConnectorAdapter, WebhookReceiver {

        @Override
        public void start(InboundSink sink) {
            // Nothing to open
        }

        @Override
        public void stop() {
            happened.add(Thread.currentThread().isInterrupted() ? "stopped by an interrupt" : "stopped");
            Thread.currentThread().interrupt();
        }

        @Override
        public WebhookAnswer receive(WebhookCall call) {
            happened.add("called");
            reached.countDown();
            try {
                open.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            happened.add("answered");
            return WebhookAnswer.ok();
        }

        @Override
        public DeliveryOutcome send(OutboundMessageRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public UnknownResolution unknownResolution() {
            return UnknownResolution.OPERATOR;
        }
    }
}
