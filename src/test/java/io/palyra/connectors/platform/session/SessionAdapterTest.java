package io.palyra.connectors.platform.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.palyra.connectors.adapter.ConnectorHost;
import io.palyra.connectors.adapter.ConnectorStartException;
import io.palyra.connectors.adapter.InboundSink;
import io.palyra.connectors.adapter.MessageOperations;
import io.palyra.connectors.adapter.ProbedAccount;
import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.fake.KnownAccount;
import io.palyra.connectors.fake.OpenSink;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import io.palyra.connectors.protocol.ConnectorKind;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.HealthReport;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.MessageTarget;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.ReadRequest;
import io.palyra.connectors.protocol.Readiness;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The frame of an adapter: what it says and does before, while and after a session is open. */
class SessionAdapterTest {

    private static final ConnectorId ID = ConnectorId.of("made-up:ops");
    private static final ConnectorInstanceSpec SPEC =
            ConnectorInstanceSpec.forAccount(new ConnectorKind("made-up"), "ops");
    private static final OneAccount PROGRAM = new OneAccount(Optional.of("0123456789abcdef"), SPEC);
    private static final OutboundMessageRequest MESSAGE = OutboundMessageRequest.builder(
                    new EnvelopeId("e1"), ID, new ConversationId("c"), "hello")
            .build();

    /** The session and its work in one. */
    private record Numbered(int number, List<String> calls) implements SessionWork, PlatformSession {

        @Override
        public PlatformSession session() {
            return this;
        }

        @Override
        public DeliveryOutcome send(OutboundMessageRequest request) {
            return new DeliveryOutcome.Delivered(new MessageId("m" + number));
        }

        @Override
        public MessageOperations operations() {
            throw new IllegalStateException("operations of " + number);
        }

        @Override
        public HealthReport check(@Nullable String verifyConversation) {
            return new HealthReport(Readiness.READY, List.of(), Map.of("asked", String.valueOf(verifyConversation)));
        }

        @Override
        public ConnectionState state() {
            return new ConnectionState(Clock.systemUTC());
        }

        @Override
        public <T> T inHand(Supplier<T> call) {
            return call.get();
        }

        @Override
        public Map<String, Object> view() {
            return Map.of("session", number);
        }

        @Override
        public void close() {
            calls.add("close " + number);
        }
    }

    @Test
    void aProbeReachesWhatTheAccountMayReach() {
        Adapter adapter = new Adapter(null);
        HealthReport asked = adapter.probe(KnownAccount.of(ID, Map.of("token", "t")));
        adapter.url = URI.create("https://elsewhere.example.com/");
        HealthReport denied = adapter.probe(KnownAccount.of(ID, Map.of("token", "t")));

        assertThat(asked.readiness()).isEqualTo(Readiness.READY);
        assertThat(denied.readiness()).isEqualTo(Readiness.MISCONFIGURED);
        assertThat(denied.checks().get(0).message()).contains("egress denied", "elsewhere.example.com");
        assertThat(denied.checks().get(0).advice()).contains("probe again");
        assertThat(adapter.calls).isEmpty();
    }

    /** Its sessions are numbers. */
    private static final class Adapter extends SessionAdapter<Numbered> {

        private final List<String> calls = new ArrayList<>();
        private URI url = URI.create("https://api.example.org/");
        private @Nullable ConnectorStartException refusal;
        private int sessions;

        Adapter(@Nullable ConnectorHost host) {
            super(
                    ID,
                    host,
                    new Terms("bot token", "MADE_UP", List.of("*.example.org"), new HealthReports("the shop, New")));
        }

        @Override
        protected Numbered open(ConnectorHost program, String token, InboundSink sink) throws ConnectorStartException {
            guard(program.spec(ID), false, url);
            calls.add("open " + ++sessions);
            return new Numbered(sessions, calls);
        }

        @Override
        protected HealthReport probe(ProbedAccount account, String token, HealthReports reports)
                throws ConnectorStartException {
            guard(account.spec(), false, url);
            return reports.of((checks, facts) -> checks.add(HealthReport.Check.passed("token", "asked")));
        }

        @Override
        protected void opened(ConnectorHost program, Numbered work) throws ConnectorStartException {
            assertThat(work()).as("in use already").contains(work);
            if (refusal != null) {
                throw refusal;
            }
        }

        @Override
        protected Map<String, Object> settings() {
            return Map.of("url", "u");
        }

        @Override
        public UnknownResolution unknownResolution() {
            return UnknownResolution.OPERATOR;
        }

        private void read() throws Exception {
            read(ReadRequest.newest(new MessageTarget(new ConversationId("c"), null), 1));
        }
    }

    /** Everything between here and there could read it. */
    @ParameterizedTest
    @ValueSource(strings = {"http://api.example.org/", "ws://api.example.org/", "HTTP://127.example.org/"})
    void noTokenIsSentInClear(String url) {
        Adapter adapter = new Adapter(PROGRAM);
        adapter.url = URI.create(url);

        refused(adapter, Readiness.MISCONFIGURED, url, "in clear", url.startsWith("ws") ? "wss" : "https");
        assertThat(adapter.calls).isEmpty();
    }

    private static void refused(Adapter adapter, Readiness readiness, String... words) {
        assertThatThrownBy(() -> adapter.start(new OpenSink()))
                .asInstanceOf(type(ConnectorStartException.class))
                .satisfies(refusal -> {
                    assertThat(refusal.readiness()).isEqualTo(readiness);
                    assertThat(refusal).hasMessageContainingAll(words);
                });
    }

    @Test
    void whileItIsNotOpenItSaysSo() {
        Adapter adapter = new Adapter(PROGRAM);
        assertThat(adapter.send(MESSAGE))
                .isInstanceOfSatisfying(DeliveryOutcome.Retry.class, retry -> assertThat(retry.reason())
                        .isEqualTo("the session is not open"));
        assertThatThrownBy(adapter::read).hasMessageContaining("the session is not open");
        assertThat(adapter.disconnectedFor()).isEmpty();
        assertThat(adapter.runtime()).containsOnlyKeys("url");
        assertThat(adapter.checkHealth(null).checks()).singleElement().satisfies(check -> {
            assertThat(check.message()).isEqualTo("the session is not open");
            assertThat(check.advice()).isEqualTo("wait: it is tried again by itself");
        });
    }

    @Test
    void whileItIsOpenTheSessionAnswers() throws Exception {
        Adapter adapter = new Adapter(PROGRAM);
        adapter.start(new OpenSink());
        assertThat(adapter.send(MESSAGE)).isEqualTo(new DeliveryOutcome.Delivered(new MessageId("m1")));
        assertThatThrownBy(adapter::read).hasMessage("operations of 1");
        assertThat(adapter.disconnectedFor()).isPresent();
        assertThat(adapter.runtime()).isEqualTo(Map.of("session", 1, "token", "…cdef", "url", "u"));
        assertThat(adapter.checkHealth("x").facts()).containsEntry("asked", "x");
        adapter.stop();
        adapter.stop();
        adapter.start(new OpenSink());
        assertThat(adapter.calls).containsExactly("open 1", "close 1", "open 2");
    }

    @Test
    void aShortTokenIsNotShown() {
        assertThat(Tokens.end("0123456789a")).isEqualTo("…");
        assertThat(Tokens.end("0123456789ab")).isEqualTo("…89ab");
    }

    @Test
    void withoutATokenItSaysWhereToSetIt() {
        Adapter adapter = new Adapter(new OneAccount(Optional.empty(), SPEC));
        refused(
                adapter,
                Readiness.MISSING_CREDENTIAL,
                "no bot token",
                "palyra.connectors.made-up.ops.token",
                "{{env:MADE_UP}}");
        assertThat(adapter.calls).isEmpty();
        assertThatThrownBy(adapter::read).hasMessageContaining("no bot token");
        HealthReport health = adapter.checkHealth(null);
        assertThat(health.readiness()).isEqualTo(Readiness.MISSING_CREDENTIAL);
        assertThat(health.checks()).singleElement().satisfies(check -> assertThat(check.advice())
                .isEqualTo("set the token, then enable the connector again"));
    }

    @Test
    void withoutAProgramItDoesNotStart() {
        refused(new Adapter(null), Readiness.MISCONFIGURED, "palyra-made-up needs the program around it");
    }

    @Test
    void theHostsAreThoseOfThePlatformOrOfTheSpec() throws Exception {
        Adapter elsewhere = new Adapter(PROGRAM);
        elsewhere.url = URI.create("https://elsewhere.example.com/");
        refused(elsewhere, Readiness.MISCONFIGURED, "egress denied", "elsewhere.example.com");

        OneAccount listed = new OneAccount(PROGRAM.token(), SPEC.withEgressAllowlist(List.of("elsewhere.example.com")));
        Adapter allowed = new Adapter(listed);
        allowed.url = URI.create("https://elsewhere.example.com/");
        allowed.start(new OpenSink());
        refused(new Adapter(listed), Readiness.MISCONFIGURED, "egress denied", "api.example.org");
    }

    @Test
    void aSessionThatIsRefusedIsClosedAndRememberedUntilOneIsOpen() throws Exception {
        Adapter adapter = new Adapter(PROGRAM);
        adapter.refusal = new ConnectorStartException(Readiness.AUTH_FAILED, "not you");
        refused(adapter, Readiness.AUTH_FAILED, "not you");
        assertThat(adapter.calls).containsExactly("open 1", "close 1");
        assertThat(adapter.checkHealth(null).checks()).singleElement().satisfies(check -> assertThat(check.advice())
                .isEqualTo("the shop, New; set the new token and enable the connector again"));
        adapter.refusal = null;
        adapter.start(new OpenSink());
        adapter.stop();
        assertThatThrownBy(adapter::read).hasMessageContaining("the session is not open");
    }

    @Test
    void aQuestionThatFailsIsACheckThatHasFailed() {
        HealthReports reports = new HealthReports("the shop");
        HealthReport.Check connection = HealthReport.Check.passed("gateway", "open");
        HealthReport refused = reports.of(
                (checks, facts) -> {
                    throw new RequestException(new RequestFailure.Unauthorized("no"));
                },
                () -> connection);
        assertThat(refused.readiness()).isEqualTo(Readiness.AUTH_FAILED);
        assertThat(refused.checks()).extracting(HealthReport.Check::name).containsExactly("token", "gateway");

        HealthReport unreached = reports.of(
                (checks, facts) -> {
                    checks.add(HealthReport.Check.passed("token", "fine"));
                    facts.put("id", "7");
                    throw new RequestException(new RequestFailure.NotSent("away"));
                },
                () -> connection);
        assertThat(unreached.readiness()).isEqualTo(Readiness.READY);
        assertThat(unreached.checks()).extracting(HealthReport.Check::name).containsExactly("token", "api", "gateway");
        assertThat(unreached.facts()).containsEntry("id", "7");
    }
}
