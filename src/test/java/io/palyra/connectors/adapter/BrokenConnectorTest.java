package io.palyra.connectors.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.LogLines;
import io.palyra.connectors.protocol.Availability;
import io.palyra.connectors.protocol.CapabilityLimits;
import io.palyra.connectors.protocol.ConnectorCapabilitySet;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorKind;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: a connector of somebody else that does not do what it should is named, and ends nothing but itself. */
class BrokenConnectorTest {

    private static final ConnectorId ID = ConnectorId.of("broken:x");

    @ParameterizedTest
    @ValueSource(strings = {"kind", "availability", "capabilities", "options"})
    void aKindThatDoesNotAnswerIsNamed(String method) {
        assertThatThrownBy(() -> ConnectorTypes.checked(new Kind(method, () -> null)))
                .hasMessageContainingAll(Kind.class.getName(), method + "() answers null", "ext/");
        assertThatThrownBy(() -> ConnectorTypes.checked(new Kind(method, () -> {
                    throw new NoClassDefFoundError("acme/Missing");
                })))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll(Kind.class.getName(), method + "() failed", "acme/Missing");
        assertThat(ConnectorTypes.checked(new Kind("", () -> null))).isNotNull();
    }

    /** An Error would go through Camel and the program's start. */
    @ParameterizedTest
    @ValueSource(
            strings = {"java.lang.NoClassDefFoundError", "java.lang.StackOverflowError", "java.lang.AssertionError"})
    void anErrorOfAStartIsThatConnectorsFailure(String error) throws Exception {
        try (DefaultCamelContext context = context(() -> thrown(error))) {
            assertThatThrownBy(context::start)
                    .isInstanceOf(Exception.class)
                    .hasStackTraceContaining("the connector failed while starting: " + error);
        }
    }

    @Test
    void anAdapterThatIsMissingIsNamed() throws Exception {
        try (DefaultCamelContext context = context(() -> null)) {
            assertThatThrownBy(context::start).hasStackTraceContaining(BrokenComponent.class.getName() + ".newAdapter");
        }
    }

    /** The program asks it of each message: without an answer nothing of any connector would be delivered. */
    @Test
    void anAdapterThatAnswersNullIsNotStarted() throws Exception {
        AtomicBoolean started = new AtomicBoolean();
        ConnectorAdapter silent = new SilentAdapter() {
            @Override
            public void start(InboundSink sink) {
                started.set(true);
            }

            @Override
            public UnknownResolution unknownResolution() {
                return null;
            }
        };
        try (LogLines log = LogLines.of(ConnectorConsumer.class);
                DefaultCamelContext context = context(() -> silent)) {
            context.start();

            assertThat(started).isFalse();
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("misconfigured", "unknownResolution() answers null");
        }
    }

    /** Otherwise the outcome would be lost, and the message be sent again as if nothing had happened. */
    @Test
    void whatBecameOfASendIsToldAlsoWhereTheAdapterCannotSayWhatToDoAboutIt() throws Exception {
        AtomicReference<Supplier<UnknownResolution>> resolution = new AtomicReference<>(() -> UnknownResolution.RESEND);
        ConnectorAdapter adapter = new SilentAdapter() {
            @Override
            public DeliveryOutcome send(OutboundMessageRequest request) {
                return new DeliveryOutcome.Unknown("cut");
            }

            @Override
            public UnknownResolution unknownResolution() {
                return resolution.get().get();
            }
        };
        try (DefaultCamelContext context = context(() -> adapter)) {
            context.start();
            resolution.set(() -> {
                throw new IllegalStateException("broken");
            });

            Exchange exchange = context.createProducerTemplate()
                    .send("palyra-broken:x", sent -> sent.getMessage().setBody(message()));

            assertThat(exchange.getException())
                    .isInstanceOfSatisfying(UnknownOutcomeException.class, unknown -> assertThat(unknown.resolution())
                            .isEqualTo(UnknownResolution.OPERATOR));
        }
    }

    /** Whatever is sent, or asked for, before its route is there. */
    @Test
    void theOptionsAreThoseOfTheInboundRoute() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            BrokenComponent component = new BrokenComponent(SilentAdapter::new);
            context.addComponent("palyra-broken", component);
            ConnectorEndpoint outbound = context.getEndpoint("palyra-broken:x", ConnectorEndpoint.class);
            ConnectorAdapter before = outbound.adapter();
            assertThat(component.botRules(outbound).view()).containsEntry("other_bots", "mention");
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("palyra-broken:x?otherBots=none").to("log:x");
                }
            });

            context.start();

            assertThat(outbound.adapter()).isNotSameAs(before);
            assertThat(component.botRules(outbound).view()).containsEntry("other_bots", "none");
        }
    }

    private static OutboundMessageRequest message() {
        return OutboundMessageRequest.builder(new EnvelopeId("m1"), ID, new ConversationId("c1"), "hello")
                .build();
    }

    /** Camel holds a lock while it starts one. */
    @Test
    void aStartThatDoesNotReturnHoldsUpNobodyElseAndIsNotCalledAgain() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        Counted hanging = new Counted(answer);
        try (DefaultCamelContext context = context(new BrokenComponent(() -> hanging, 50))) {
            context.setAutoStartup(false);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:other").routeId("other").setBody(constant("answered"));
                }
            });
            context.start();
            String route = context.getRoutes().get(0).getRouteId();
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> context.getRouteController().startRoute(route))
                        .hasStackTraceContaining("has not returned from start for 50 ms")
                        .hasStackTraceContaining("BrokenConnectorTest");
            }
            context.getRouteController().startRoute("other");
            assertThat(context.createProducerTemplate().requestBody("direct:other", "", String.class))
                    .isEqualTo("answered");

            answer.countDown();
            await().ignoreExceptions().until(() -> {
                context.getRouteController().startRoute(route);
                return true;
            });
            assertThat(context.getRoute(route).getConsumer())
                    .isInstanceOfSatisfying(ConnectorConsumer.class, it -> assertThat(it.hasSession())
                            .isTrue());
            assertThat(hanging.starts).hasValue(1);
            assertThat(hanging.stops).hasValue(0);
        }
        assertThat(hanging.stops).hasValue(1);
    }

    /** The inbound template is edited meanwhile: the session that nobody waits for would close the other one. */
    @Test
    void aStartThatDoesNotReturnIsOfItsRouteOnly() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        List<Counted> made = new CopyOnWriteArrayList<>();
        BrokenComponent component = new BrokenComponent(
                () -> {
                    Counted next = new Counted(made.isEmpty() ? answer : new CountDownLatch(0));
                    made.add(next);
                    return next;
                },
                50);
        try (DefaultCamelContext context = context(component)) {
            context.setAutoStartup(false);
            context.start();
            String route = context.getRoutes().get(0).getRouteId();
            assertThatThrownBy(() -> context.getRouteController().startRoute(route))
                    .hasStackTraceContaining("has not returned from start");

            component.keepSession(ID);
            context.getRouteController().stopRoute(route);
            context.removeRoute(route);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("palyra-broken:x").routeId("next").to("log:x");
                }
            });
            await().ignoreExceptions().until(() -> {
                context.getRouteController().startRoute("next");
                return true;
            });
            answer.countDown();

            assertThat(made).hasSize(2);
            await().untilAsserted(() -> assertThat(made.get(0).stops).hasValue(1));
            assertThat(made).allSatisfy(adapter -> assertThat(adapter.starts).hasValue(1));
            assertThat(made.get(1).stops).hasValue(0);
        }
        assertThat(made.get(1).stops).hasValue(1);
    }

    /** Each time that an operator disables the instance and enables it again one more thread would be left. */
    @Test
    void aStartThatNobodyWantsAnyMoreIsInterrupted() throws Exception {
        AtomicReference<Thread> starting = new AtomicReference<>();
        ConnectorAdapter hanging = new SilentAdapter() {
            @Override
            public void start(InboundSink sink) {
                starting.set(Thread.currentThread());
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        try (DefaultCamelContext context = context(new BrokenComponent(() -> hanging, 50))) {
            context.setAutoStartup(false);
            context.start();
            String route = context.getRoutes().get(0).getRouteId();
            assertThatThrownBy(() -> context.getRouteController().startRoute(route))
                    .hasStackTraceContaining("has not returned from start");
            assertThat(starting.get().isAlive()).isTrue();

            context.getRouteController().stopRoute(route);
            context.removeRoute(route);

            await().untilAsserted(() -> assertThat(starting.get().isAlive()).isFalse());
        }
    }

    @Test
    void aCallThatDoesNotReturnIsTold() {
        try (LogLines log = LogLines.of(SlowCall.class)) {
            try (SlowCall slow = SlowCall.of(ID, "start", 1)) {
                await().untilAsserted(() -> assertThat(log.lines())
                        .singleElement()
                        .asString()
                        .contains("broken:x has not returned from start", "the program waits"));
            }
            SlowCall.of(ID, "start", 50).close();
        }
    }

    private static ConnectorAdapter thrown(String error) {
        try {
            throw (Error) Class.forName(error).getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(error, e);
        }
    }

    private static DefaultCamelContext context(Supplier<ConnectorAdapter> adapter) throws Exception {
        return context(new BrokenComponent(adapter));
    }

    private static DefaultCamelContext context(BrokenComponent component) throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        context.addComponent("palyra-broken", component);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("palyra-broken:x").to("log:x");
            }
        });
        return context;
    }

    /** Returns from its start once it may, and not sooner for being interrupted. */
    private static final class Counted extends SilentAdapter {

        private final CountDownLatch answer;
        private final AtomicInteger starts = new AtomicInteger();
        private final AtomicInteger stops = new AtomicInteger();

        Counted(CountDownLatch answer) {
            this.answer = answer;
        }

        @Override
        public void start(InboundSink sink) {
            starts.incrementAndGet();
            boolean interrupted = false;
            while (answer.getCount() > 0) {
                try {
                    answer.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void stop() {
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            stops.incrementAndGet();
        }
    }

    /** Answers by what it is given where it is asked for one method. */
    private record Kind(String method, Supplier<Object> answer) implements ConnectorType {

        @SuppressWarnings("unchecked")
        private <T> T or(String asked, T sound) {
            return asked.equals(method) ? (T) answer.get() : sound;
        }

        @Override
        public ConnectorKind kind() {
            return or("kind", ID.kind());
        }

        @Override
        public Availability availability() {
            return or("availability", Availability.SUPPORTED);
        }

        @Override
        public ConnectorCapabilitySet capabilities() {
            return or(
                    "capabilities",
                    ConnectorCapabilitySet.builder(CapabilityLimits.text(10)).build());
        }

        @Override
        public Set<String> options() {
            return or("options", Set.of());
        }
    }
}
